"""What a coach has to do, each with a link to the page where it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, EnrolmentStatus
from aspirants.querysets import EnrolmentQuerySet
from casework.closings.after import checks_to_do
from core.workdays import add_working_days
from deadlines.models import ClockKind, DeadlineClock
from deadlines.status.lateness import AWAY, why_not_late
from jobplans.models import Decision, FollowUp, FollowUpResult, FollowUpStatus, JobPlanVersion, VersionStatus
from meetings.choices import ATTENDED, MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from referrals.choices import Side
from referrals.questions.reading import waiting_in_cases_of
from workbench.keeping import way_to_keep
from workbench.my_day.caseload import FOLLOW_UP_NOTICE, AnnotatedCase, with_situation

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
    since_what: str = "inskriven"
    """What happened on that day, in a word."""
    is_question: bool = False
    """Whether a stadsdel has written and waits."""
    quiet: str = ""
    """Why the last day alarms nobody, in words (`deadlines.status.lateness.why_not_late`); empty where it does."""

    @property
    def order(self) -> tuple[bool, datetime.date, int]:
        """What alarms first, of that the soonest; without a last day, by the day it came up."""
        return (bool(self.quiet), self.due_on or self.since, self.enrolment.pk)

    def is_late(self, today: datetime.date) -> bool:
        """Whether its last day has passed, and somebody is to be alarmed by that."""
        return self.due_on is not None and self.due_on < today and not self.quiet

    def is_soon(self, today: datetime.date, until: datetime.date) -> bool:
        """Whether its last day is one from today to another local date."""
        return self.due_on is not None and today <= self.due_on <= until and not self.quiet


def own_cases(coach: User, now: datetime.datetime, stood_in_for: Sequence[User] = ()) -> EnrolmentQuerySet:
    """The coach's open cases, and those of colleagues whom she stands in for and may open.

    Annotated with where each stands and with what `needs_attention` asks of it.
    """
    meetings = Meeting.objects.filter(enrolment=OuterRef("pk"))
    sending = DeadlineClock.objects.of_kind(ClockKind.PLAN_COMMUNICATION).unfulfilled().filter(enrolment=OuterRef("pk"))
    mine = Enrolment.objects.visible_to(coach).open().coached_by(coach, *stood_in_for)
    return with_situation(mine, today=timezone.localdate(now), now=now).annotate(
        has_met=Exists(meetings.filter(status__in=[*ATTENDED, MeetingStatus.BOOKED])),
        has_meeting=Exists(meetings),
        revise_since=Subquery(_to_revise().values("held_at")[:1]),
        unsent_since=Subquery(_not_communicated().values("approval__answered_at")[:1]),
        send_by=Subquery(sending.order_by("-pk").values("due_on")[:1]),
    )


def _to_revise() -> QuerySet[FollowUp]:
    """The last follow-up of a case, if it said that the plan is to be revised and that has not been done.

    A version that still waits for its answer, or was agreed to at the follow-up, is the revised one.
    """
    held = FollowUp.objects.filter(status=FollowUpStatus.HELD)
    later = held.filter(enrolment=OuterRef("enrolment"), held_at__gt=OuterRef("held_at"))
    since = (
        Q(proposed_at__gte=OuterRef("held_at"))
        | Q(approval__decision=Decision.APPROVED, approval__answered_at__gte=OuterRef("held_at"))
        | Q(status=VersionStatus.PROPOSED)
    )
    revised = JobPlanVersion.objects.filter(since, plan__enrolment=OuterRef("enrolment"))
    asked = held.filter(enrolment=OuterRef("pk"), result=FollowUpResult.REVISED)
    return asked.filter(~Exists(later), ~Exists(revised.exclude(status=VersionStatus.WITHDRAWN)))


def _not_communicated() -> QuerySet[JobPlanVersion]:
    """The approved plan of a case that its unit has not received; without a unit there is nobody to send to."""
    versions = JobPlanVersion.objects.not_communicated().filter(
        plan__enrolment=OuterRef("pk"), plan__enrolment__income_support_unit__isnull=False, approval__isnull=False
    )
    return versions.order_by("-pk")


def needs_attention(cases: Iterable[AnnotatedCase], *, today: datetime.date) -> list[Attention]:
    """Everything to do in a coach's cases (of `own_cases`), soonest first. One query."""
    mine = {case.pk: case for case in cases}
    deadlines = list(_deadlines(mine, today))
    with_deadline = {row.enrolment.pk for row in deadlines}
    unmet = (row for row in _new_cases(mine.values(), today) if row.enrolment.pk not in with_deadline)
    return sorted(
        [*deadlines, *_plans_to_send(mine.values()), *_plans_to_revise(mine.values()), *unmet],
        key=lambda row: row.order,
    )


def checks_after_closing(coach: User, *, today: datetime.date) -> list[Attention]:
    """The checks that are due in the coach's closed cases, soonest first. One query."""
    return [
        Attention(
            check.enrolment,
            f"Kontroll {check.months} månad{'er' if check.months > 1 else ''} efter avslut",
            check.due_on,
            "Kontrollera",
            reverse("closing_check", args=[check.pk]),
            since=check.due_on,
        )
        for check in checks_to_do(coach, today)
    ]


def questions_waiting(coach: User, stood_in_for: Sequence[User] = ()) -> list[Attention]:
    """What a stadsdel waits for in the coach's cases, and what it has answered that nobody has read. One query."""
    return [
        Attention(
            thread.enrolment or thread.referral.enrolment,
            *(
                ("Svar från stadsdelen att läsa", None, "Läs svaret")
                if thread.asked_by == Side.JOBBTORG
                else ("Fråga från stadsdelen", None, "Svara")
            ),
            reverse("question_thread", args=[thread.pk]),
            since=timezone.localdate(thread.last_at),
            since_what="skickat" if thread.asked_by == Side.JOBBTORG else "ställd",
            is_question=True,
        )
        for thread in waiting_in_cases_of(coach, coach, *stood_in_for)
    ]


def _deadlines(mine: Mapping[int, AnnotatedCase], today: datetime.date) -> Iterator[Attention]:
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
        .select_related("policy", "follow_up")
    )
    for clock in clocks:
        clock.enrolment = case = mine[clock.enrolment_id]
        what, action, url = way_to_keep(
            clock,
            follow_up=clock.follow_up if clock.kind == ClockKind.FOLLOW_UP else None,
            awaits_answer=case.awaits_answer,
            has_met=case.has_met,
        )
        yield Attention(case, what, clock.due_on, action, url, since=clock.started_on, quiet=why_not_late(clock))


def _plans_to_send(mine: Iterable[AnnotatedCase]) -> Iterator[Attention]:
    """The last day is that of the case's clock for it (R-4-21)."""
    for enrolment in mine:
        if enrolment.unsent_since is not None:
            yield Attention(
                enrolment,
                "Jobbplanen är inte skickad",
                enrolment.send_by,
                "Skicka jobbplan",
                reverse("case_plan", args=[enrolment.pk]),
                since=timezone.localdate(enrolment.unsent_since),
                since_what="godkänd",
                quiet=AWAY if enrolment.status == EnrolmentStatus.PAUSED and enrolment.send_by is not None else "",
            )


def _plans_to_revise(mine: Iterable[AnnotatedCase]) -> Iterator[Attention]:
    for enrolment in mine:
        if enrolment.revise_since is not None:
            yield Attention(
                enrolment,
                "Revidera jobbplanen",
                None,
                "Revidera",
                reverse("plan_edit", args=[enrolment.pk]),
                since=timezone.localdate(enrolment.revise_since),
                since_what="uppföljd",
            )


def _new_cases(mine: Iterable[AnnotatedCase], today: datetime.date) -> Iterator[Attention]:
    for enrolment in mine:
        if not enrolment.has_meeting and enrolment.enrolled_on >= today - NEW_FOR:
            url = reverse("book_meeting", args=[enrolment.pk])
            yield Attention(enrolment, "Nytt ärende utan möte", None, "Boka möte", url, since=enrolment.enrolled_on)
