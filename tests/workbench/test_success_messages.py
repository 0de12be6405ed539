"""What a page says once something is done: what changed and nothing else, with the year where it is not this one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.swedish.dates import short_day, short_moment
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, local_instant
from meetings.models import Meeting
from organisation.models import User

TODAY = date(2026, 11, 23)


def said(client: Client, path: str, typed: dict[str, str]) -> str:
    """What the page that a form leads to says first."""
    page = client.post(path, typed, follow=True)
    return str(next(iter(page.context["messages"])))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "mån 23 nov"),
        (date(2026, 1, 1), "tor 1 jan"),
        (date(2027, 1, 1), "fre 1 jan 2027"),
        (date(2025, 12, 31), "ons 31 dec 2025"),
    ],
)
def test_the_year_is_said_where_it_is_another_one(day: date, words: str) -> None:
    assert short_day(day, TODAY) == words
    assert short_moment(local_instant(day, 9, 5), TODAY) == f"{words} 09.05"


def test_a_day_without_a_known_time_is_said_alone() -> None:
    assert short_moment(local_instant(TODAY, 0), TODAY) == "mån 23 nov"


@pytest.mark.parametrize(("day", "words"), [("2026-12-03", "tor 3 dec 10.00"), ("2027-01-14", "tor 14 jan 2027 10.00")])
def test_a_meeting_that_is_booked(coach: User, as_coach: Client, day: str, words: str) -> None:
    case = EnrolmentFactory(coach=coach)
    typed = {"day": day, "time": "10.00", "kind": "COACH", "channel": "VISIT"}
    typed["submission_id"] = "5f5f4e1c-0a51-4b0c-9a68-1d7f2f2f7a11"
    assert said(as_coach, reverse("book_meeting", args=[case.pk]), typed) == f"Mötet är bokat till {words}."


@pytest.mark.parametrize(("day", "words"), [("2026-12-02", "ons 2 dec 13.15"), ("2027-01-13", "ons 13 jan 2027 13.15")])
def test_a_meeting_that_is_moved(coach: User, as_coach: Client, day: str, words: str) -> None:
    booking = MeetingFactory(enrolment__coach=coach, coach=coach, starts_at=local_instant(date(2026, 11, 26), 10))
    typed = {"day": day, "time": "13.15", "why": "ASPIRANT:OTHER_TIME", "note": ""}
    typed |= {"seen": seen_in(as_coach, reverse("move_booking", args=[booking.pk]))}
    assert said(as_coach, reverse("move_booking", args=[booking.pk]), typed) == f"Mötet är flyttat till {words}."
    assert Meeting.objects.filter(pk=booking.pk, starts_at=booking.starts_at).count() == 0


def test_a_pause(coach: User, as_coach: Client) -> None:
    clock = DeadlineClockFactory(due_in_5=True, enrolment__coach=coach)
    path = reverse("clock_pause", args=[clock.pk])
    typed = {"reason": "P01", "paused_from": "2026-11-23", "resumed_on": "2026-11-25", "note": ""}
    typed["seen"] = seen_in(as_coach, path)
    told = said(as_coach, path, typed)
    assert re.fullmatch(r"Pausen är registrerad\. Ny sista dag är \w{3} \d+ dec\.", told)


def seen_in(client: Client, path: str) -> str:
    """What the form at an address carries of what its page showed."""
    [seen] = re.findall(r'name="seen" value="([^"]*)"', client.get(path).text)
    return seen
