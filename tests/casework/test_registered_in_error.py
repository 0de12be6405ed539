"""FC-35: a case closed as registered in error counts nowhere: every figure is as before there was a case."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Closure, ClosureStatus, Enrolment
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockKind, ClockStatus
from demo.factories import (
    ActivityFactory,
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    IncomeSupportUnitFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    UserFactory,
)
from oversight.digest import waiting_for_all
from tests.aspirants.staff import at, signed_in, text
from tests.casework.test_closing import close as close_by_page
from tests.casework.test_reopening import close, reopen, statuses

WHY = "Dubbelt ärende"
FIGURES = {
    "manager": (
        "deadlines",
        "deadlines_file",
        "burn_down_file",
        "deadlines_forecast",
        "deadlines_forecast_file",
        "breaches",
        "breaches_file",
        "statistics",
        "statistics_csv",
        "standing",
        "standing_file",
        "closing_checks",
    ),
    "coach": ("home", "deadlines", "deadlines_forecast", "breaches", "statistics", "closing_checks"),
    "district_manager": ("statistics", "statistics_csv"),
    "coordinator": ("statistics", "statistics_csv", "standing", "standing_file"),
}
"""Every page and file with figures, and who reads it."""


@pytest.fixture
def staff(coach, manager) -> dict:
    unit = IncomeSupportUnitFactory()
    return {
        "coach": coach,
        "manager": manager,
        "district_manager": UserFactory(district_manager=True, income_support_unit=unit),
        "coordinator": UserFactory(central_coordinator=True),
    }


def figures(staff: dict) -> dict[tuple[str, str], str]:
    """What each page and file says, as it is read."""
    found = {}
    for role, names in FIGURES.items():
        for name in names:
            answer = signed_in(staff[role]).get(reverse(name))
            assert answer.status_code == 200, (role, name, answer.status_code)
            content = b"".join(answer) if answer.streaming else answer.content
            is_page = answer["Content-Type"].startswith("text/html")
            # Notices that were sent stay sent: the frame counts those that are unread.
            said = text(answer).partition("Hoppa till innehållet")[2] if is_page else content.decode("utf-8", "replace")
            found[role, name] = re.sub(r"Notiser \d+ olästa", "Notiser", said)
    waiting = waiting_for_all(timezone.localdate())
    found["everybody", "morning letter"] = str(sorted((key, counts) for key, counts in waiting.items() if counts))
    return found


def differences(before: dict, after: dict) -> dict:
    """What is said otherwise, word by word."""
    found = {}
    for key, words in before.items():
        changed = [word for word in difflib.ndiff(words.split(), after[key].split()) if word[0] in "+-"]
        if changed:
            found[key] = changed
    return found


def life(staff: dict):
    """A case with clocks of every outcome, of several kinds, and what hangs on it, over the last months."""
    coach, unit = staff["coach"], staff["district_manager"].income_support_unit
    case = EnrolmentFactory(
        coach=coach, income_support_unit=unit, enrolled_on=timezone.localdate() - timedelta(days=70)
    )
    for how in ("breached", "met", "excused", "paused", "overdue", "due_tomorrow"):
        DeadlineClockFactory(enrolment=case, **{how: True})
    DeadlineClockFactory(enrolment=case, kind=ClockKind.PLAN_COMMUNICATION, breached=True)
    FollowUpFactory(enrolment=case, held=True)
    FollowUpFactory(enrolment=case, due_today=True)
    JobPlanVersionFactory(enrolment=case, approved=True)
    MeetingFactory(enrolment=case, coach=coach, present=True)
    MeetingFactory(enrolment=case, coach=coach, starts_at=timezone.now() + timedelta(days=2))
    ActivityFactory(enrolment=case, decided_on=timezone.localdate(), starts_on=timezone.localdate())
    return case


def test_every_figure_is_as_before(staff):
    sweep(on=timezone.localdate())
    before = figures(staff)
    case = life(staff)
    sweep(on=timezone.localdate())
    between = figures(staff)
    assert sum(before[key] != between[key] for key in before) > len(before) / 2, "the figures do not see the case"
    close(case, staff["manager"], "error", text=WHY)
    sweep(on=timezone.localdate())
    after = figures(staff)
    assert differences(before, after) == {}


def test_a_week_later_too(staff, now):
    """What is said then of how it was a week before, of the last thirty days, and of the forecast's history."""
    later = at("2026-12-01", "09:30")
    now.move_to(later)
    sweep(on=timezone.localdate())
    before = figures(staff)
    now.move_to(at("2026-11-23", "09:30"))
    life(staff)
    sweep(on=timezone.localdate())
    close(Enrolment.objects.get(), staff["manager"], "error", text=WHY)
    now.move_to(later)
    sweep(on=timezone.localdate())
    after = figures(staff)
    assert differences(before, after) == {}


def test_only_a_manager_and_with_a_reason(case, coach, manager, as_manager):
    reason = ClosureReasonFactory(error=True)
    facts = {"closed_on": timezone.localdate(), "reason": reason, "basis": "OSL_26_1"}
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        close_case(actor=coach, enrolment=case, seen_case=shown_case(case), text=WHY, **facts)
    with pytest.raises(OperationRefused, match="Beskriv orsaken"):
        close_case(actor=manager, enrolment=case, seen_case=shown_case(case), **facts)
    DeadlineClockFactory(enrolment=case, met=True)
    page = text(close_by_page(as_manager, case, reason, confirmed=False, text=WHY))
    assert "räknas inte i någon statistik" in page
    assert "Jobbgarantin, hållen" in page
    assert close_by_page(as_manager, case, reason, text=WHY).status_code == 302
    assert Closure.objects.get().status == ClosureStatus.CONFIRMED


def test_it_is_not_offered_to_a_coach(as_coach, as_manager, case):
    reason, path = ClosureReasonFactory(error=True), reverse("close_case", args=[case.pk])
    assert f'value="{reason.pk}"' not in as_coach.get(path).content.decode()
    assert f'value="{reason.pk}"' in as_manager.get(path).content.decode()


@pytest.mark.parametrize("how", ["running", "paused", "breached", "excused", "met", "fulfilled_late"])
def test_taken_back_every_clock_is_as_it_was(case, coach, manager, how):
    DeadlineClockFactory(enrolment=case, **({} if how == "running" else {how: True}))
    before, standing = statuses(case), Breach.objects.filter(revoked_at=None).count()
    close(case, manager, "error", text=WHY)
    assert [status for status, *_ in statuses(case).values()] == [ClockStatus.CANCELLED]
    assert not Breach.objects.filter(revoked_at=None).exists()
    reopen(case, manager)
    assert statuses(case) == before
    assert Breach.objects.filter(revoked_at=None).count() == standing
