"""What a coach has to do, each with a link to the page where it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.workdays import add_working_days
from deadlines.models import ClockKind, DeadlineClock
from jobplans.models import JobPlanVersion, VersionStatus
from meetings.choices import ATTENDED, MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from workbench.my_day.caseload import FOLLOW_UP_NOTICE

NOTICE = 5
"""Working days before its last day from which any other deadline is pointed out."""

NEW_FOR = datetime.timedelta(days=30)
"""How long a case counts as new; after that it is one of those long without a meeting."""


@dataclass(frozen=True)
class Attention:
    """One thing to do: about whom, what, by when, and where it is done."""

    enrolment: Enrolment
    what: str
    due_on: datetime.date | None
    action: str
    url: str
    since: datetime.date

    @property
    def order(self) -> tuple[datetime.date, int]:
        """Soonest first; without a last day, by the day it came up."""
        return (self.due_on or self.since, self.enrolment.pk)


def needs_attention(coach: User, *, today: datetime.date) -> list[Attention]:
    """Everything to do in the coach's open cases, soonest first. Three queries."""
    mine = Enrolment.objects.visible_to(coach).open().coached_by(coach)
    deadlines = list(_deadlines(mine, today))
    with_deadline = {row.enrolment.pk for row in deadlines}
    unmet = (row for row in _new_cases(mine, today) if row.enrolment.pk not in with_deadline)
    return sorted([*deadlines, *_not_communicated(mine), *unmet], key=lambda row: row.order)


def _deadlines(mine: QuerySet[Enrolment], today: datetime.date) -> Iterator[Attention]:
    meetings = Meeting.objects.filter(enrolment=OuterRef("enrolment"))
    proposed = JobPlanVersion.objects.filter(plan__enrolment=OuterRef("enrolment"), status=VersionStatus.PROPOSED)
    clocks = (
        DeadlineClock.objects.watched()
        .unfulfilled()
        .exclude(policy__kind=ClockKind.PLAN_COMMUNICATION)  # shown with the plan that is not sent
        .filter(
            Q(due_on__lte=add_working_days(today, NOTICE, stored_holiday))
            | Q(
                policy__kind=ClockKind.FOLLOW_UP, due_on__lte=add_working_days(today, FOLLOW_UP_NOTICE, stored_holiday)
            ),
            enrolment__in=mine,
        )
        .select_related("policy", "enrolment__person", "follow_up")
        .annotate(
            has_met=Exists(meetings.filter(status__in=[*ATTENDED, MeetingStatus.BOOKED])),
            awaits_answer=Exists(proposed),
        )
    )
    for clock in clocks:
        what, action, url = _way_to_keep(clock)
        yield Attention(clock.enrolment, what, clock.due_on, action, url, since=clock.started_on)


def _way_to_keep(clock: Any) -> tuple[str, str, str]:
    """What the deadline lacks, what to do about it, and where."""
    case = clock.enrolment_id
    if clock.kind == ClockKind.FOLLOW_UP:
        return "Uppföljning efter tre månader", "Följ upp", reverse("follow_up_hold", args=[clock.follow_up.pk])
    if clock.kind != ClockKind.PLAN_GUARANTEE:
        return clock.policy.get_kind_display(), "Öppna", reverse("case", args=[case])
    if clock.awaits_answer:
        return "Jobbplanen väntar på svar", "Registrera svar", reverse("case_plan", args=[case])
    if not clock.has_met:
        return "Jobbplan saknas, inget möte bokat", "Boka möte", reverse("book_meeting", args=[case])
    return "Jobbplan saknas", "Skriv jobbplan", reverse("plan_edit", args=[case])


def _not_communicated(mine: QuerySet[Enrolment]) -> Iterator[Attention]:
    """Approved plans the income support unit has not received; without such a unit there is nobody to send to.

    The last day is that of the case's clock for it (R-4-21); a plan from an imported list has none.
    """
    clocks = DeadlineClock.objects.of_kind(ClockKind.PLAN_COMMUNICATION).unfulfilled().order_by("-pk")
    versions = (
        JobPlanVersion.objects.not_communicated()
        .filter(plan__enrolment__in=mine, plan__enrolment__income_support_unit__isnull=False, approval__isnull=False)
        .annotate(send_by=Subquery(clocks.filter(enrolment=OuterRef("plan__enrolment")).values("due_on")[:1]))
        .select_related("approval", "plan__enrolment__person")
    )
    for version in versions:
        enrolment = version.plan.enrolment
        yield Attention(
            enrolment,
            "Jobbplanen är inte skickad",
            version.send_by,
            "Skicka jobbplan",
            reverse("case_plan", args=[enrolment.pk]),
            since=timezone.localdate(version.approval.answered_at),
        )


def _new_cases(mine: QuerySet[Enrolment], today: datetime.date) -> Iterator[Attention]:
    cases = (
        mine.filter(~Exists(Meeting.objects.filter(enrolment=OuterRef("pk"))), enrolled_on__gte=today - NEW_FOR)
        .select_related("person")
        .order_by("enrolled_on")
    )
    for enrolment in cases:
        url = reverse("book_meeting", args=[enrolment.pk])
        yield Attention(enrolment, "Nytt ärende utan möte", None, "Boka möte", url, since=enrolment.enrolled_on)
