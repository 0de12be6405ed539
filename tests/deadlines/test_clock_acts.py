"""Which buttons the page of a clock has: by the right and by the state, not by a role in the template."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from deadlines.models import ClockKind, DeadlineClock, Fulfilment, PolicyUse
from deadlines.views.clock_acts import clock_acts
from demo.factories import DeadlineClockFactory, UserFactory, local_instant
from organisation.models import User
from tests.aspirants.staff import TODAY, signed_in, text

ATTEMPT, PAUSE, RESUME = "Registrera kontaktförsök", "Pausa fristen", "Avsluta pausen"
CAUSE, ANOTHER_CAUSE = "Ange orsak", "Ändra orsak"
AFTERWARDS, EXCUSE, CONFIRM = "Registrera paus i efterhand", "Ursäkta med underlag", "Bekräfta att fristen hölls"

KEPT_BUT_RECORDED_LATE: dict[str, Any] = {"breached": True, "fulfilment": Fulfilment.PLAN}

CASES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "running": ({}, [ATTEMPT, PAUSE], []),
    "an indicator that runs": ({"kind": ClockKind.MEETING_48H, "policy__use": PolicyUse.INDICATOR}, [PAUSE], []),
    "a follow-up that runs": ({"follow_up": True}, [ATTEMPT], []),
    "paused": ({"paused": True}, [ATTEMPT, RESUME], []),
    "kept": ({"met": True}, [], []),
    "without object": ({"cancelled": True, "ended_on": TODAY}, [], []),
    "broken": ({"breached": True}, [ATTEMPT, CAUSE], [AFTERWARDS, EXCUSE]),
    "a broken follow-up": ({"breached": True, "follow_up": True}, [ATTEMPT, CAUSE], [EXCUSE]),
    "broken, with its cause": (
        {"breached": True, "breach__cause": "B01"},
        [ATTEMPT, ANOTHER_CAUSE],
        [AFTERWARDS, EXCUSE],
    ),
    "broken and kept late": ({"fulfilled_late": True}, [CAUSE], [AFTERWARDS, EXCUSE]),
    "kept, recorded late": (KEPT_BUT_RECORDED_LATE, [CAUSE], [AFTERWARDS, CONFIRM]),
}


def _labels(user: User, clock: DeadlineClock) -> list[str]:
    return [act.label for act in clock_acts(user, clock)]


def _clock(coach: User, facts: dict[str, Any]) -> DeadlineClock:
    clock: DeadlineClock = DeadlineClockFactory(enrolment__coach=coach, **facts)
    if facts is KEPT_BUT_RECORDED_LATE:
        assert clock.due_on is not None
        clock.fulfilled_at = local_instant(clock.due_on)
        clock.save()
    return clock


@pytest.mark.parametrize(("facts", "everybody", "managers"), CASES.values(), ids=CASES)
def test_the_acts_by_state_and_right(
    coach: User, manager: User, facts: dict[str, Any], everybody: list[str], managers: list[str]
) -> None:
    clock = _clock(coach, facts)
    assert _labels(coach, clock) == everybody
    assert _labels(manager, clock) == everybody + managers


def test_who_works_in_no_case_does_nothing(coach: User) -> None:
    clock = _clock(coach, {"breached": True})
    assert _labels(UserFactory(log_reviewer=True), clock) == []


def test_the_page_has_these_buttons_and_no_others(coach: User, manager: User) -> None:
    clock = _clock(coach, {"breached": True})
    for user in (coach, manager):
        shown = text(signed_in(user).get(reverse("clock_explain", args=[clock.pk])))
        labels = {ATTEMPT, PAUSE, RESUME, CAUSE, AFTERWARDS, EXCUSE, CONFIRM}
        assert {label for label in labels if label in shown} == set(_labels(user, clock))
