"""Deadline rules as they are, and a proposed one shown beforehand on the clocks of the past."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from aspirants.models import Interruption
from core.seen import Seen, facts_of
from deadlines.calculation.deadline import Pause, compute_deadline
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.models import ClockKind, ClockPause, DeadlineClock, DeadlinePolicy, PolicyUse, StartEvent
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.reference_tables.calendar import stored_holiday

PREVIEWED = 100
"""How many of the latest clocks a proposed rule is tried on."""


@dataclass(frozen=True)
class ProposedRule:
    """What a rule is to say from `valid_from`, a local date later than today."""

    kind: ClockKind
    valid_from: datetime.date
    start_event: StartEvent
    length: int
    unit: str
    roll_rule: str
    use: PolicyUse
    warn_days_first: int | None = None
    warn_days_second: int | None = None

    def as_policy(self) -> DeadlinePolicy:
        """The row it would be; not saved."""
        return DeadlinePolicy(**self.__dict__)


@dataclass(frozen=True)
class RuleComparison:
    """One clock of the past under both rules. The due dates are None where an open pause stands in the way."""

    started_on: datetime.date
    due_on: datetime.date | None
    would_be_due_on: datetime.date | None
    fulfilled_on: datetime.date | None
    was_kept: bool | None
    would_be_kept: bool | None

    @property
    def differs(self) -> bool:
        return self.was_kept != self.would_be_kept


@dataclass(frozen=True)
class Preview:
    """How the latest clocks would have turned out. `left_out`: their new day 0 is not known."""

    rows: list[RuleComparison]
    left_out: int

    @property
    def kept(self) -> int:
        return sum(row.was_kept is True for row in self.rows)

    @property
    def would_be_kept(self) -> int:
        return sum(row.would_be_kept is True for row in self.rows)

    @property
    def moved(self) -> int:
        """How many would have had another last day."""
        return sum(row.due_on != row.would_be_due_on for row in self.rows)


def preview(proposed: ProposedRule, today: datetime.date) -> Preview:
    """Try a rule on the latest decided clocks of its kind, with the pauses they had. Two statements.

    Asked as the statistics' role: dates, no names.
    """
    policy = proposed.as_policy()
    with as_database_role(DatabaseRole.REPORTS), transaction.atomic():
        clocks = list(
            DeadlineClock.objects.started_of_kind(proposed.kind)
            .filter(Q(fulfilled_at__isnull=False) | Q(due_on__lt=today))
            .order_by("-started_on", "-pk")
            .values(
                "pk",
                "enrolment_id",
                "started_on",
                "due_on",
                "fulfilled_at",
                "policy__start_event",
                "enrolment__first_visit_on",
            )[:PREVIEWED]
        )
        pauses = _pauses_of(proposed.kind, clocks)
    rows, left_out = [], 0
    for clock in clocks:
        started_on = clock["started_on"]
        if policy.start_event != clock["policy__start_event"]:
            is_first_visit = policy.start_event == StartEvent.FIRST_VISIT
            started_on = clock["enrolment__first_visit_on"] if is_first_visit else None
        if started_on is None:
            left_out += 1
            continue
        fulfilled_at = clock["fulfilled_at"]
        done = timezone.localdate(fulfilled_at) if fulfilled_at else None
        before = [pause for pause in pauses[clock["pk"]] if done is None or pause.start < done]
        would_be = compute_deadline(policy.rule, started_on, before, calendar=stored_holiday).due_on
        rows.append(
            RuleComparison(
                started_on,
                clock["due_on"],
                would_be,
                done,
                _kept(clock["due_on"], done, today),
                _kept(would_be, done, today),
            )
        )
    return Preview(rows, left_out)


def _pauses_of(kind: ClockKind, clocks: list[dict[str, Any]]) -> dict[int, list[Pause]]:
    """The days that do not count, by clock: a follow-up's are its case's interruptions, any other's its own pauses."""
    days: QuerySet[Any, tuple[int, datetime.date, datetime.date | None]]
    if kind in kinds_paused_by(PausedBy.INTERRUPTIONS):
        key, found = "enrolment_id", Interruption.objects.filter(enrolment__in={one["enrolment_id"] for one in clocks})
        days = found.values_list("enrolment_id", "started_on", "returned_on")
    else:
        key, paused = "pk", ClockPause.objects.filter(clock__in=[one["pk"] for one in clocks])
        # One without end stops counting by itself, unless a manager has approved it.
        ends = Coalesce("resumed_on", Case(When(counts_until__lte=timezone.localdate(), then=F("counts_until"))))
        days = paused.values_list("clock_id", "paused_from", ends)
    by_key: dict[int, list[Pause]] = {}
    for owner, first, until in days:
        by_key.setdefault(owner, []).append(Pause(first, until))
    return {clock["pk"]: by_key.get(clock[key], []) for clock in clocks}


def _kept(due_on: datetime.date | None, done: datetime.date | None, today: datetime.date) -> bool | None:
    """Whether it was kept; None while that is open."""
    if due_on is None:
        return None
    if done is not None:
        return done <= due_on
    return None if today <= due_on else False


def rules_of(kind: str) -> list[DeadlinePolicy]:
    """All rules of a kind of clock: before, now and coming."""
    return list(DeadlinePolicy.objects.filter(kind=kind))


def shown_rules(kind: str, rules: Iterable[DeadlinePolicy]) -> Seen:
    """All rules of a kind of clock, each with what it says."""
    rows = []
    for rule in sorted(rules, key=lambda rule: rule.valid_from):
        until = f"till {rule.valid_to}" if rule.valid_to else "tills vidare"
        warned = [f"varning {rule.warned_in_words}"] if rule.warned_in_words else []
        length = f"{rule.length_in_words} från {rule.start_label.lower()}"
        says = [until, length, rule.get_roll_rule_display(), *warned, rule.get_use_display()]
        rows.append((f"Regel från {rule.valid_from}", ", ".join(says)))
    return Seen(f"rules-{kind}", facts_of(rows))


def rules_standing_instead(seen: Seen) -> Seen:
    """The rules as they stand now of the kind that a page showed."""
    kind = seen.key.removeprefix("rules-")
    return shown_rules(kind, DeadlinePolicy.objects.filter(kind=kind))


def rules_by_kind(today: datetime.date) -> list[tuple[ClockKind, DeadlinePolicy | None, list[DeadlinePolicy]]]:
    """For each kind of clock the rule in force on a local date, and all rules, the latest first."""
    policies = list(DeadlinePolicy.objects.order_by("-valid_from"))
    found = []
    for kind in ClockKind:
        of_kind = [policy for policy in policies if policy.kind == kind]
        in_force = next((policy for policy in of_kind if policy.is_valid_on(today)), None)
        found.append((kind, in_force, of_kind))
    return found
