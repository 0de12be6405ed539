"""A case gets another coach: what is booked with the one before moves along, or stays, and either is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from aspirants.coaching.bulk import assign_coach_to_cases
from aspirants.models import CoachAssignment, Enrolment
from aspirants.operations import assign_coach
from aspirants.querysets import EnrolmentQuerySet
from casework.operations.handover import tell_receiver
from core.seen import Seen
from core.swedish.numbers import counted
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.lists.results import BulkResult
from organisation.models import User


@dataclass(frozen=True)
class Rebooked:
    """How many coming meetings went to the new coach, and how many stay with who had the case."""

    coach: User
    moved: int = 0
    stay: int = 0

    @property
    def sentence(self) -> str:
        """What became of them; empty where there were none."""
        if self.moved:
            return f"{counted(self.moved, 'bokat möte är flyttat', 'bokade möten är flyttade')} till {self.coach}."
        if self.stay:
            return f"{counted(self.stay, 'bokat möte ligger', 'bokade möten ligger')} kvar hos den som hade ärendet."
        return ""


def booked_with_coach(cases: EnrolmentQuerySet) -> Any:
    """The coming meetings of cases that are booked with the cases' own coaches."""
    return _coming().filter(enrolment__in=cases.order_by(), coach=F("enrolment__coach"))


def _coming() -> Any:
    return Meeting.objects.filter(status=MeetingStatus.BOOKED, starts_at__gte=timezone.now())


@transaction.atomic
def change_coach(
    *, actor: User, enrolment: Enrolment, seen_coach: Seen, coach: User, reason: str = "", moves_bookings: bool = False
) -> tuple[CoachAssignment, Rebooked]:
    """Give a case another coach, by the rules of `assign_coach`; `moves_bookings`: with what is booked with the former.

    Checked by: `assign_coach` (WORK_IN_CASE, CHANGE_COACH).
    """
    former = {enrolment.pk: enrolment.coach_id}
    assignment = assign_coach(actor=actor, enrolment=enrolment, seen_coach=seen_coach, coach=coach, reason=reason)
    return assignment, _rebook(actor, former, coach, moves=moves_bookings)


@transaction.atomic
def change_coach_of_cases(
    *,
    actor: User,
    cases: EnrolmentQuerySet,
    seen_cases: Seen,
    coach: User,
    reason: str = "",
    moves_bookings: bool = False,
) -> BulkResult:
    """Give several cases one coach, and what is booked with each case's former coach where that is wanted.

    Checked by: `assign_coach_to_cases` (CHANGE_COACH).
    """
    former = dict(cases.values_list("pk", "coach"))
    result = assign_coach_to_cases(actor=actor, cases=cases, seen_cases=seen_cases, coach=coach, reason=reason)
    for one in result.refused:
        former.pop(one.key, None)
    result.more = _rebook(actor, former, coach, moves=moves_bookings).sentence
    return result


def _rebook(actor: User, former: Mapping[int, int | None], coach: User, *, moves: bool) -> Rebooked:
    """Move what is booked with the former coaches of cases, by the cases' keys; a statement for all of them."""
    by_coach: dict[int, list[int]] = defaultdict(list)
    for case, before in former.items():
        if before is not None:
            by_coach[before].append(case)
    if not by_coach:
        return Rebooked(coach)
    theirs = Q()
    for before, keys in by_coach.items():
        theirs |= Q(coach=before, enrolment__in=keys)
    booked = _coming().filter(theirs)
    if not moves:
        return Rebooked(coach, stay=booked.count())
    rebooked = Rebooked(coach, moved=booked.update(coach=coach))
    if rebooked.moved:
        tell_receiver(actor, coach, cases=len(former), bookings=rebooked.moved)
    return rebooked
