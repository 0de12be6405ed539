"""Indicators: counted beside the clocks, warned of to nobody, and in no figure of the clocks."""

from __future__ import annotations

import re
from datetime import date

from deadlines.models import Breach, ClockKind
from deadlines.status.counts import overdue_for
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory
from notices.models import Notice
from oversight.indicators import Indicator, indicators
from oversight.watched import Watch
from tests.aspirants.staff import MONDAY_MORNING, text
from tests.deadlines.clocks import sweep_on


def sent(coach, day: int, **facts) -> None:
    """A plan approved on a working day of November, to be sent the next one."""
    DeadlineClockFactory(
        enrolment=EnrolmentFactory(coach=coach),
        kind=ClockKind.PLAN_COMMUNICATION,
        started_on=date(2026, 11, day),
        **facts,
    )


def said_on(client) -> list[str]:
    """The indicators as they are seen on Frister, without what is only read aloud."""
    page = client.get("/frister").content.decode()
    section = page.partition('aria-labelledby="indikatorer"')[2].partition("</section>")[0]
    seen = re.sub(r'<span class="ds-sr-only">.*?</span>', "", section)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<li>(.*?)</li>", seen, re.DOTALL)]


def test_what_fell_due_in_thirty_days_is_counted(now, coach, manager, as_manager):
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    for day in (2, 3):
        sent(coach, day, met=True)
    sent(coach, 4)  # late, stamped or not
    sent(coach, 5, cancelled=True)
    sent(coach, 6, met=True, covered=False)
    sent(coach, 20)  # due today: not decided
    assert indicators(Watch.of(manager, MONDAY_MORNING)) == [Indicator(ClockKind.PLAN_COMMUNICATION, 2, 3)]
    assert said_on(as_manager) == ["Plan kommunicerad i tid: 2 av 3 de senaste 30 dagarna (67 %)."]


def test_an_indicator_is_no_clock(now, coach, as_manager):
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    sent(coach, 4)
    assert overdue_for(coach) == 0
    sweep_on(now, "2026-11-23")
    assert Breach.objects.count() == 1
    assert not Notice.objects.exists()
    assert "Inga frister stämmer med urvalet." in text(as_manager.get("/frister", {"state": "broken"}))
    assert "Plan kommunicerad" not in text(as_manager.get("/frister/brutna"))


def test_where_nothing_fell_due_nothing_is_said(now, coach, manager):
    assert indicators(Watch.of(manager, MONDAY_MORNING)) == []
