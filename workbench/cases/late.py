"""What is late in a case, and the page on which it is done: shown above the timeline, so that it is the next thing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from deadlines.models import ClockKind, DeadlineClock
from deadlines.status.lateness import why_not_late
from jobplans.models import FollowUp


@dataclass(frozen=True)
class Late:
    """A clock whose last day has passed, and the act that it waits for."""

    clock: DeadlineClock
    action: str
    url: str


def late_ones(clocks: Iterable[tuple[DeadlineClock, FollowUp | None]], today: datetime.date) -> list[Late]:
    """Of the clocks that wait, those that are late on a local date, the latest first; each with its planned follow-up.

    One that alarms nobody (not covered, excused, or the person is away) is not among them.
    """
    late = [
        Late(clock, *_way_to_keep(clock, follow_up))
        for clock, follow_up in clocks
        if clock.due_on is not None and clock.due_on < today and not why_not_late(clock)
    ]
    return sorted(late, key=lambda one: (one.clock.due_on, one.clock.pk))


def _way_to_keep(clock: DeadlineClock, follow_up: FollowUp | None) -> tuple[str, str]:
    case = clock.enrolment_id
    if follow_up is not None:
        return "Registrera uppföljning", reverse("follow_up_hold", args=[follow_up.pk])
    if clock.kind == ClockKind.PLAN_COMMUNICATION:
        return "Skicka jobbplan", reverse("case_plan", args=[case])
    if clock.kind == ClockKind.GROUP_INFO_OFFER:
        return "Kalla till gruppinformation", reverse("case_group_information", args=[case])
    return "Öppna jobbplanen", reverse("case_plan", args=[case])
