"""The events of a case, a page at a time: each once, in their order, and no more reading than the page shows."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from aspirants.events import Event, register_events
from aspirants.events.reading import A_PAGE, ahead_of, count_events, events_of, place_above
from aspirants.events.sources import event_sources
from aspirants.models import Enrolment
from demo.factories import (
    BreachFactory,
    ClockPauseFactory,
    DeadlineClockFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InterruptionFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from meetings.choices import MeetingStatus
from tests.rows_read import rows_read

pytestmark = pytest.mark.django_db
LOTS = 500


def all_pages(case: Enrolment) -> list[list[Event]]:
    """Every page of a case's events, following each page's own way to the next."""
    pages, place = [], ""
    while True:
        page = events_of(case, below=place)
        pages.append(page.events)
        if not page.older:
            return pages
        place = page.older


def order(event: Event) -> datetime.datetime:
    if isinstance(event.at, datetime.datetime):
        return event.at
    return timezone.make_aware(datetime.datetime.combine(event.at, datetime.time()))


def eventful(case: Enrolment) -> None:
    """Much at the same instants, among others on the border between two pages."""
    now = timezone.now()
    for days in range(25):
        at = now - datetime.timedelta(days=days)
        MeetingFactory.create_batch(2, enrolment=case, present=True, starts_at=at)
        JobPlanVersionFactory(enrolment=case, withdrawn=True, proposed_at=at)
    clock = DeadlineClockFactory(enrolment=case)
    for number in range(5):
        day = timezone.localdate() - datetime.timedelta(days=10 * number + 5)
        ClockPauseFactory(clock=clock, paused_from=day, resumed_on=day + datetime.timedelta(days=2))
        BreachFactory(clock=DeadlineClockFactory(enrolment=case), stamped_at=now)
        FollowUpFactory(enrolment=case, held=True, held_at=now)


def test_pages_together_are_everything_once_and_newest_first(case: Enrolment) -> None:
    eventful(case)
    pages = all_pages(case)
    assert [len(page) for page in pages[:-1]] == [A_PAGE] * (len(pages) - 1)
    assert len(pages) >= 4
    events = [event for page in pages for event in page]
    assert [order(event) for event in events] == sorted(map(order, events), reverse=True)
    assert sum(event.kind == "meeting" for event in events) == 50
    assert len({event.anchor for event in events}) == len(events)
    assert sum(counted.all for counted in count_events(case).values()) == len(events)
    assert sum("föreslogs" in event.title for event in events) == 25
    assert sum("bröts" in event.title for event in events) == 5
    assert sum("började räknas igen" in event.title for event in events) == 5


def test_what_happens_meanwhile_moves_nothing(case: Enrolment) -> None:
    eventful(case)
    first = events_of(case)
    before = events_of(case, below=first.older).events
    MeetingFactory.create_batch(7, enrolment=case, present=True, starts_at=timezone.now())
    assert events_of(case, below=first.older).events == before


@pytest.mark.parametrize(
    "place",
    ["alla", "20261120T133000.000000Z", "20261120T133000.000000Z-meeting-x", "--", "20269999T133000.000000Z-step-1"],
)
def test_a_place_that_is_none_gives_the_first_page(case: Enrolment, place: str) -> None:
    MeetingFactory(enrolment=case)
    assert events_of(case, below=place) == events_of(case)


def test_a_place_of_another_choice_is_kept(case: Enrolment) -> None:
    """From "everything" to one kind with the same address: below that instant, where that kind has none there."""
    eventful(case)
    place = events_of(case).older
    shown = events_of(case, ["deadline"], below=place).events
    assert shown
    assert {event.kind for event in shown} == {"deadline"}


def test_what_is_left_below_each_page_is_counted(case: Enrolment) -> None:
    eventful(case)
    place, seen, every = "", 0, sum(counted.all for counted in count_events(case).values())
    while True:
        page = events_of(case, below=place)
        assert sum(counted.below for counted in count_events(case, place).values()) == every - seen
        seen += len(page.events)
        if not (place := page.older):
            break
    assert seen == every


def test_a_page_can_begin_with_any_event(case: Enrolment) -> None:
    eventful(case)
    for event in events_of(case, below=events_of(case).older).events[:5]:
        kind, place = place_above(case, event.anchor)
        assert kind == event.kind
        assert events_of(case, below=place).events[0] == event


@pytest.mark.parametrize(
    "name", ["", "meeting", "meeting-x", "meeting-0", "ingen-7", f"meeting-{'9' * 30}", "meeting-٣"]
)
def test_a_name_that_is_no_events_leads_nowhere(case: Enrolment, name: str) -> None:
    assert place_above(case, name) == ("", "")


def test_another_cases_event_leads_nowhere(case: Enrolment) -> None:
    other = MeetingFactory(present=True, starts_at=timezone.now())
    assert place_above(other.enrolment, f"meeting-{other.pk}") != ("", "")
    assert place_above(case, f"meeting-{other.pk}") == ("", "")


def test_what_is_planned_stands_apart_and_the_first_of_it_first(case: Enrolment) -> None:
    now, today = timezone.now(), timezone.localdate()
    MeetingFactory(enrolment=case, starts_at=now + datetime.timedelta(days=9))
    GroupInformationBookingFactory(enrolment=case, session__starts_at=now + datetime.timedelta(days=2))
    ClockPauseFactory(
        clock=DeadlineClockFactory(enrolment=case), paused_from=today + datetime.timedelta(days=5), resumed_on=None
    )
    InterruptionFactory(enrolment=case, started_on=today + datetime.timedelta(days=7))
    FollowUpFactory(enrolment=case, due_today=True)
    titles = [event.title for event in ahead_of(case)]
    assert titles == [
        "Uppföljning senast",
        "Gruppinformation",
        "Jobbgarantin pausas tills vidare",
        "Uppehåll tills vidare",
        "Coachmöte",
    ]
    told = events_of(case, ["meeting", "deadline"]).events
    assert [event.title for event in told] == ["Kallad till gruppinformation"]


def test_what_is_cancelled_is_no_longer_ahead_and_not_yet_past(case: Enrolment) -> None:
    later = timezone.now() + datetime.timedelta(days=2)
    off = {"status": MeetingStatus.CANCELLED_BY_UNIT, "logged_by": case.coach, "logged_at": timezone.now()}
    MeetingFactory(enrolment=case, starts_at=later, **off)
    MeetingFactory(enrolment=case, present=True, starts_at=later + datetime.timedelta(days=1))
    assert ahead_of(case) == []
    assert [event.title for event in events_of(case, ["meeting"]).events] == ["Coachmöte, närvarade"]


def test_two_sources_cannot_take_one_place() -> None:
    first, second, *_ = event_sources()
    with pytest.raises(ValueError, match="take one place"):
        register_events(replace(first, position=10_000))
    with pytest.raises(ValueError, match="take one place"):
        register_events(replace(first, key="another"))
    assert event_sources()[:2] == [first, second]


def test_why_somebody_is_away_is_told_at_home_only(case: Enrolment) -> None:
    InterruptionFactory(enrolment=case, started_on=timezone.localdate())
    assert [event.text for event in events_of(case).events if event.title == "Uppehåll började"] != [""]
    case.read_through = object()  # type: ignore[assignment]
    assert [event.text for event in events_of(case).events if event.title == "Uppehåll började"] == [""]


def _read_of(case: Enrolment) -> int:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the plan is a guess, and another one in another run
    events_of(case)  # what a process remembers for a while is read now
    return rows_read(lambda: events_of(case))


def test_a_case_with_five_hundred_meetings_reads_no_more(case: Enrolment) -> None:
    now = timezone.now()
    for n in range(A_PAGE + 20):
        MeetingFactory(enrolment=case, present=True, starts_at=now - datetime.timedelta(days=n))
    few = _read_of(case)
    assert few > A_PAGE
    for n in range(LOTS):
        MeetingFactory(enrolment=case, present=True, starts_at=now - datetime.timedelta(days=100 + n))
    assert _read_of(case) <= few + 1
