"""Frister reads what is open or fell due of late, however much the jobbtorg has had before."""

from __future__ import annotations

import pytest

from demo.factories import BreachFactory, EnrolmentFactory, MeetingFactory
from tests.age import grown
from tests.aspirants.staff import at

PAGES = ["/frister", "/frister?state=late", "/frister?state=month", "/frister/prognos", "/frister/brutna?cause=overdue"]


@pytest.fixture
def in_full_swing(received, coach):
    """Clocks that are near, late, kept and broken, and a breach without a cause."""
    for day in ("2026-11-13", "2026-11-16", "2026-11-18", "2026-11-20"):
        clock = received(day)
        MeetingFactory(enrolment=clock.enrolment, coach=coach, today=True)
    received("2026-11-02", status="MET", fulfilled_at=at("2026-11-04"), fulfilment="PLAN")
    BreachFactory(clock=received("2026-11-02", status="BREACHED", breach=False), stamped_at=at("2026-11-11"))
    EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)


def test_a_long_history_is_not_read_for_today(in_full_swing, as_manager, coach):
    assert grown(coach, dict.fromkeys(PAGES, as_manager)) == {}
