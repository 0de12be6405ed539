"""Logging a meeting in half a minute: one choice, no double, and what follows from it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, GroupInformationBookingFactory, MeetingFactory, UserFactory
from meetings.choices import BookingStatus, Channel, MeetingStatus
from meetings.models import Meeting
from meetings.operations import log_meeting, record_group_information
from meetings.planning.warnings import EVERY_WARNING
from meetings.shown import shown_booking
from tests.aspirants.staff import at, errors, said, text
from tests.same_moment import at_the_same_moment
from tests.visits import statements_of


@pytest.fixture
def path(case):
    return reverse("log_meeting", args=[case.pk])


def suggested(client, path: str) -> dict[str, str]:
    """The form as it opens, before anyone has typed."""
    typed = {}
    for field in client.get(path).context["form"]:
        shown = field.field.widget.format_value(field.value())
        typed[field.html_name] = (shown or [""])[0] if isinstance(shown, list) else str(shown or "")
    return {name: value for name, value in typed.items() if name != "topics"}


def log(client, path: str, **changes):
    return client.post(path, {**suggested(client, path), **changes})


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("attended", MeetingStatus.PRESENT),
        ("absent", MeetingStatus.ABSENT_INVALID),
        ("excused", MeetingStatus.ABSENT_VALID),
    ],
)
def test_how_it_went_and_how_it_was_held_are_two_facts(as_coach, coach, case, path, outcome, status, channel):
    """FC-22: whoever came to the telephone has not visited the jobbtorg."""
    response = log(as_coach, path, outcome=outcome, channel=channel.value)
    page = said(as_coach, response)
    assert "Mötet mån 23 nov är loggat" in page
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.channel, meeting.kind) == (status, channel, "COACH")
    assert (meeting.coach, meeting.logged_by, meeting.logged_at) == (coach, coach, timezone.now())
    case.refresh_from_db()
    visited = (status, channel) == (MeetingStatus.PRESENT, Channel.VISIT)
    assert case.first_visit_on == (date(2026, 11, 23) if visited else None)
    assert ("Det är ärendets första besök." in page) is visited


def test_everything_typed_is_kept(as_coach, case, path):
    form = {"day": "i går", "time": "1415", "kind": "NETWORK", "note": "Pratade om praktik.", "next_step": "2"}
    response = log(as_coach, path, outcome="attended", topics=["PLACEMENT", "PLANNING"], **form)
    assert response.status_code == 302
    logged, following = Meeting.objects.order_by("starts_at")
    assert (logged.starts_at, logged.kind, logged.note) == (at("2026-11-22", "14:15"), "NETWORK", "Pratade om praktik.")
    assert logged.topics == ["PLACEMENT", "PLANNING"]
    assert (following.status, following.starts_at) == (MeetingStatus.BOOKED, at("2026-12-07", "14:15"))


def test_the_choice_is_asked_for(as_coach, path):
    response = log(as_coach, path, note="Allt gick bra.")
    assert errors(response) == {"outcome": ["Välj hur mötet gick."]}
    assert "Allt gick bra." in text(response)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "2026-11-24"}, "day"),
        ({"day": "31/2"}, "day"),
        ({"time": "25.00"}, "time"),
        ({"kind": "PICNIC"}, "kind"),
        ({"topics": ["GOSSIP"]}, "topics"),
        pytest.param({"note": "x" * 1001}, "note", id="note-too-long"),
        ({"next_step": "day"}, "next_day"),
        ({"next_step": "day", "next_day": "2026-11-20"}, "next_day"),
        ({"next_step": "3"}, "next_step"),
    ],
    ids=str,
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_logged(as_coach, case, path, changes, field):
    assert list(errors(log(as_coach, path, outcome="attended", **changes))) == [field]
    assert not Meeting.objects.exists()
    case.refresh_from_db()
    assert case.first_visit_on is None


def test_a_double_submit_logs_once_and_books_once(as_coach, path):
    answers = suggested(as_coach, path) | {"outcome": "attended", "next_step": "1"}
    assert [as_coach.post(path, answers).status_code for _ in range(3)] == [302, 302, 302]
    assert sorted(Meeting.objects.values_list("status", flat=True)) == ["BOOKED", "PRESENT"]


def test_a_booked_meeting_is_logged_where_it_stands_also_at_a_double_submit(now, as_coach, case, path):
    booked = MeetingFactory(enrolment=case, today=True, network=True)
    now.move_to(booked.starts_at)
    answers = suggested(as_coach, f"{path}?meeting={booked.pk}") | {"outcome": "absent"}
    assert (answers["kind"], answers["day"]) == ("NETWORK", "2026-11-23")
    for _ in range(2):
        assert as_coach.post(f"{path}?meeting={booked.pk}", answers).status_code == 302
    booked.refresh_from_db()
    assert booked.status == MeetingStatus.ABSENT_INVALID
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("fold", [0, 1])
def test_a_meeting_missed_in_the_hour_that_comes_twice_is_logged_as_it_was_booked(now, as_coach, case, path, fold):
    booked = MeetingFactory(enrolment=case, starts_at=at("2027-10-31", "02:30").replace(fold=fold))
    now.move_to(at("2027-10-31", "03:00"))
    assert log(as_coach, f"{path}?meeting={booked.pk}", outcome="absent").status_code == 302
    before = booked.starts_at.timestamp()
    booked.refresh_from_db()
    assert booked.status == MeetingStatus.ABSENT_INVALID
    assert booked.starts_at.timestamp() == before


def test_what_is_logged_is_not_logged_anew(as_coach, case, path):
    logged = MeetingFactory(enrolment=case, present=True)
    response = log(as_coach, f"{path}?meeting={logged.pk}", outcome="absent")
    assert "redan loggat" in errors(response)["__all__"][0]
    logged.refresh_from_db()
    assert logged.status == MeetingStatus.PRESENT


@pytest.mark.parametrize("number", ["²", "x", "", "-1"])
def test_a_number_that_is_none_is_overlooked(as_coach, path, number):
    assert as_coach.get(path, {"meeting": number}).context["form"].suggested is None


def test_a_meeting_of_another_case_is_not_found(as_coach, coach, path):
    other = MeetingFactory(enrolment=EnrolmentFactory(coach=coach))
    assert as_coach.get(path, {"meeting": other.pk}).status_code == 404
    assert as_coach.get(path, {"meeting": 10**30}).status_code == 404


@pytest.mark.parametrize(
    ("today", "weeks", "expected"),
    [
        ("2026-11-23", 1, "2026-11-30"),
        ("2026-12-11", 2, "2026-12-28"),  # two weeks on is juldagen, then a weekend
        ("2026-12-09", 2, "2026-12-23"),
        ("2026-12-10", 2, "2026-12-28"),  # julafton
        ("2026-11-22", 4, "2026-12-21"),  # a Sunday's meeting leads to a Monday
        ("2026-06-05", 2, "2026-06-22"),  # midsommarafton
    ],
)
def test_the_next_meeting_falls_on_a_working_day(now, as_coach, case, path, today, weeks, expected):
    now.move_to(at(today))
    Enrolment.objects.update(enrolled_on=date(2026, 1, 7))
    log(as_coach, path, outcome="attended", next_step=str(weeks))
    assert timezone.localdate(Meeting.objects.get(status="BOOKED").starts_at) == date.fromisoformat(expected)


def test_save_and_next_goes_to_the_oldest_meeting_that_waits(as_coach, coach, path):
    closed = EnrolmentFactory(coach=coach, closed=True)
    MeetingFactory(enrolment=closed, starts_at=at("2026-11-17"))
    older = MeetingFactory(enrolment=EnrolmentFactory(coach=coach), starts_at=at("2026-11-19"))
    newer = MeetingFactory(enrolment=EnrolmentFactory(coach=coach), starts_at=at("2026-11-20"))
    MeetingFactory(enrolment=EnrolmentFactory(coach=coach))  # tomorrow
    MeetingFactory(coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg), unlogged=True)
    visited = [path]
    for expected in (older, newer):
        response = log(as_coach, visited[-1], outcome="attended", save_and_next="1")
        assert response.url == f"{reverse('log_meeting', args=[expected.enrolment_id])}?meeting={expected.pk}"
        visited.append(response.url)
    last = log(as_coach, visited[-1], outcome="attended", save_and_next="1")
    assert last.url == reverse("case", args=[newer.enrolment_id])


def test_the_first_visit_is_the_earliest_that_is_known(coach, case):
    def attended(day: str) -> date | None:
        log_meeting(
            actor=coach,
            enrolment=case,
            submission_id=uuid.uuid4(),
            status=MeetingStatus.PRESENT,
            starts_at=at(day),
        )
        case.refresh_from_db()
        return case.first_visit_on

    days = ["2026-11-20", "2026-11-23", "2026-11-18"]
    assert [str(attended(day)) for day in days] == ["2026-11-20", "2026-11-20", "2026-11-18"]


@pytest.mark.parametrize("status", BookingStatus)
def test_attending_the_group_information_is_a_first_visit(coach, case, status):
    booking = GroupInformationBookingFactory(enrolment=case, session__past=True)
    record_group_information(actor=coach, booking=booking, seen_booking=shown_booking(booking), status=status)
    case.refresh_from_db()
    assert case.first_visit_on == (date(2026, 11, 20) if status == BookingStatus.ATTENDED else None)


def test_a_meeting_is_booked_once_however_often_the_button_is_pressed(as_coach, coach, case):
    path = reverse("book_meeting", args=[case.pk])
    answers = suggested(as_coach, path) | {"day": "2026-11-24", "time": "13.00"}
    assert [as_coach.post(path, answers).status_code for _ in range(2)] == [302, 302]
    meeting = Meeting.objects.get()
    assert (meeting.coach, meeting.booked_by, meeting.starts_at) == (coach, coach, at("2026-11-24", "13:00"))
    assert (meeting.status, meeting.minutes) == (MeetingStatus.BOOKED, 30)


def test_a_meeting_is_not_booked_in_the_past(as_coach, case):
    path = reverse("book_meeting", args=[case.pk])
    response = as_coach.post(path, suggested(as_coach, path) | {"day": "2026-11-23", "time": "9.29"})
    assert errors(response) == {"day": ["Den tiden har passerat. Logga mötet i stället, om det har hållits."]}


@pytest.mark.parametrize("name", ["log_meeting", "book_meeting"])
def test_a_case_that_was_closed_meanwhile_gets_no_meetings(as_coach, case, name):
    path = reverse(name, args=[case.pk])
    answers = suggested(as_coach, path) | {"outcome": "attended"}
    if name == "book_meeting":
        answers |= {"day": "2026-11-24"}
    Enrolment.objects.filter(pk=case.pk).update(status="CLOSED", closed_on=date(2026, 11, 23))
    assert "avslutat" in errors(as_coach.post(path, answers))["__all__"][0]
    assert not Meeting.objects.exists()


def test_logging_and_booking_the_next_asks_for_nothing_twice(as_coach, path):
    """The session, the user, who acts, the case, how many look-ups, the log; what the form asks about; the case locked,
    whether it is logged already, the meeting, whether another one was logged then, the first visit, the clocks; the
    versions that *Ångra* names; the log, what was typed, the session. For the next meeting: who is elsewhere then, in
    three statements, the opening hours and itself."""
    for next_step, time, number in (("", "9.00", 17), ("1", "9.10", 23)):
        answers = suggested(as_coach, path) | {"outcome": "attended", "next_step": next_step, "time": time}
        status, sent = statements_of(as_coach, path, answers)
        assert status == 302
        assert len(sent) == number, "\n".join(sent)


def test_how_it_went_is_never_that_it_is_booked(coach, case):
    with pytest.raises(OperationRefused, match="Välj hur mötet gick"):
        log_meeting(
            actor=coach,
            enrolment=case,
            submission_id=uuid.uuid4(),
            status=MeetingStatus.BOOKED,
            starts_at=timezone.now() - timedelta(hours=1),
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_booked", [False, True], ids=["unbooked", "booked"])
def test_clicks_at_the_same_moment_log_once_and_all_succeed(transactional_db, is_booked):
    case = EnrolmentFactory()
    booked = MeetingFactory(enrolment=case, unlogged=True) if is_booked else None
    submission_id = uuid.uuid4()

    def click() -> int:
        return log_meeting(
            actor=case.coach,
            enrolment=Enrolment.objects.get(pk=case.pk),
            submission_id=submission_id,
            status=MeetingStatus.PRESENT,
            starts_at=timezone.now() - timedelta(minutes=5),
            booked=booked,
            next_meeting_at=timezone.now() + timedelta(days=7),
            accepted_warnings=EVERY_WARNING,
        ).pk

    keys = at_the_same_moment(click, click, click, click)
    assert keys == [keys[0]] * 4
    assert sorted(Meeting.objects.values_list("status", flat=True)) == ["BOOKED", "PRESENT"]
