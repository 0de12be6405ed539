"""What is late in a case stands above its timeline, with the act that it waits for."""

from __future__ import annotations

from datetime import date

import pytest

from demo.factories import DeadlineClockFactory, EnrolmentFactory
from tests.aspirants.staff import as_coach, coach, now, text

__all__ = ["as_coach", "coach", "now"]
DUE = {"started_on": date(2026, 8, 20), "original_due_on": date(2026, 11, 20), "due_on": date(2026, 11, 20)}


@pytest.mark.parametrize("kind", ["PLAN_GUARANTEE", "PLAN_COMMUNICATION", "GROUP_INFO_OFFER"])
def test_a_late_clock_leads_to_its_act(coach, as_coach, kind):
    case = EnrolmentFactory(coach=coach, jobbtorg=coach.jobbtorg, enrolled_on=date(2026, 8, 20))
    DeadlineClockFactory(enrolment=case, kind=kind, **DUE)
    page = as_coach.get(f"/arenden/{case.pk}/")
    [late] = page.context["overview"].late
    assert late.way.action in text(page)
    assert "Förföll fre 20 nov · 1 arbetsdag sen" in text(page)
    assert as_coach.get(late.way.url).status_code == 200


def test_what_alarms_nobody_is_not_there(coach, as_coach):
    case = EnrolmentFactory(coach=coach, jobbtorg=coach.jobbtorg, enrolled_on=date(2026, 8, 20))
    DeadlineClockFactory(enrolment=case, covered=False, **DUE)
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    assert as_coach.get(f"/arenden/{case.pk}/").context["overview"].late == []
