"""A pause that is known beforehand is told as planned on every page, and the clock as running until it begins."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deadlines.models import DeadlineClock
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, UserFactory
from tests.aspirants.staff import at, said, text
from tests.deadlines.clocks import pause
from tests.visits import signed_in


@pytest.fixture
def clock(now, coach) -> DeadlineClock:
    """The jobbgaranti of a case, with its last day on Monday 30 November. Today is Monday 23 November 2026."""
    EnrolmentFactory.create_batch(2)  # so that no two keys are the same by chance
    return DeadlineClockFactory(enrolment__coach=coach, due_in_5=True)


def test_a_pause_ahead_is_told_as_planned(now, clock, as_coach):
    told = said(as_coach, pause(as_coach, clock, "2026-11-26"))
    assert "Fristen pausas från tor 26 nov tills vidare." in told
    case = as_coach.get(reverse("case", args=[clock.enrolment_id]))
    strip = {step.label: (step.state, step.text) for step in case.context["overview"].milestones}
    assert strip["Jobbplan"] == ("current", "pausas från tor 26 nov")
    shown = text(case)
    assert "Pausas från tor 26 nov" in shown
    assert "Ändra pausen" in shown
    assert "Jobbgarantin pausas tills vidare" in shown
    assert "pausades" not in shown
    assert "Avsluta pausen" not in shown
    [row] = as_coach.get("/").context["rows"]
    assert row.status == "Frist pausas från tor 26 nov"
    explained = text(as_coach.get(reverse("clock_explain", args=[clock.pk])))
    assert "Pausas från tor 26 nov" in explained
    assert "Avsluta pausen" not in explained
    manager = signed_in(UserFactory(manager=True, jobbtorg=clock.jobbtorg))
    assert "Pausas från tor 26 nov" in text(manager.get(reverse("deadlines")))
    assert "Pausas från" not in text(manager.get(reverse("deadlines") + "?state=paused"))


def test_it_is_told_as_a_pause_once_it_has_begun(now, clock, as_coach):
    pause(as_coach, clock, "2026-11-26")
    now.move_to(at("2026-11-26"))
    shown = text(as_coach.get(reverse("case", args=[clock.enrolment_id])))
    assert "Jobbgarantin pausades" in shown
    assert "Pausas från" not in shown
    [row] = as_coach.get("/").context["rows"]
    assert row.status == "Frist pausad"


def test_what_is_booked_in_the_pause_is_pointed_out(clock, as_coach, coach):
    MeetingFactory(enrolment=clock.enrolment, coach=coach, starts_at=at("2026-11-27", "10:00"))
    told = said(as_coach, pause(as_coach, clock, "2026-11-26"))
    assert "En bokad tid ligger i pausen. Flytta eller avboka." in told
    assert "Bokat i pausen" in text(as_coach.get(reverse("clock_explain", args=[clock.pk])))
