"""A case gets another coach: what is booked with the one before moves along, or stays, and either is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from aspirants.coaching.bulk import assign_coach_to_cases
from aspirants.models import CoachAssignment, Enrolment
from aspirants.operations import assign_coach
from aspirants.querysets import EnrolmentQuerySet
from casework.handover.telling import tell_receiver
from core.seen import Seen
from core.swedish.numbers import counted
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.planning.clashes import clashing, when_of
from organisation.lists.results import BulkResult
from organisation.models import User

MOST_NAMED = 10
"""So many meetings that stay are named; of the others it is said how many they are."""


@dataclass(frozen=True)
class Rebooked:
    """How many coming meetings went to the new coach, and which stay with who had the case."""

    coach: User
    moved: int = 0
    stay: int = 0
    """Those that nobody wanted to move."""
    clashing: list[str] = field(default_factory=list)
    """Those that the new coach has another meeting beside: the case and the time."""

    @property
    def sentence(self) -> str:
        """What became of them; empty where there were none."""
        said = []
        if self.moved:
            said.append(
                f"{counted(self.moved, 'bokat möte är flyttat', 'bokade möten är flyttade')} till {self.coach}."
            )
        if self.stay:
            said.append(f"{_stay(self.stay)}.")
        if self.clashing:
            rest = len(self.clashing) - MOST_NAMED
            more = f" och {rest} till" if rest > 0 else ""
            which = "; ".join(self.clashing[:MOST_NAMED])
            said.append(f"{_stay(len(self.clashing))}, för {self.coach} har redan ett möte då: {which}{more}.")
        return " ".join(said)


def _stay(number: int) -> str:
    return f"{counted(number, 'bokat möte ligger', 'bokade möten ligger')} kvar hos den som hade ärendet"


def clashes_in_words(cases: EnrolmentQuerySet, coach: User) -> list[str]:
    """What of the cases' bookings a coach could not hold, as sentences without an aspirant. One statement."""
    return [f"{_named(one)}: {coach} har redan ett möte då" for one in clashing(booked_with_coach(cases), coach)]


def _named(meeting: Meeting) -> str:
    return f"{meeting.enrolment.case_no}, {when_of(meeting)}"


def booked_with_coach(cases: EnrolmentQuerySet) -> Any:
    """The coming meetings of cases that are booked with the cases' own coaches."""
    return _coming().filter(enrolment__in=cases.order_by(), coach=F("enrolment__coach"))


def _coming() -> Any:
    return Meeting.objects.filter(status=MeetingStatus.BOOKED, starts_at__gte=timezone.now())


@transaction.atomic
def change_coach(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_coach: Seen,
    coach: User,
    reason: str = "",
    moves_bookings: bool = False,
    moves_clashing: bool = False,
) -> tuple[CoachAssignment, Rebooked]:
    """Give a case another coach, by the rules of `assign_coach`; `moves_bookings`: with what is booked with the former.

    A meeting beside which the new coach has another one stays with the former; not with `moves_clashing`.

    Checked by: `assign_coach` (WORK_IN_CASE, CHANGE_COACH).
    """
    former = {enrolment.pk: enrolment.coach_id}
    assignment = assign_coach(actor=actor, enrolment=enrolment, seen_coach=seen_coach, coach=coach, reason=reason)
    return assignment, _rebook(actor, former, coach, moves=moves_bookings, also_clashing=moves_clashing)


@transaction.atomic
def change_coach_of_cases(
    *,
    actor: User,
    cases: EnrolmentQuerySet,
    seen_cases: Seen,
    coach: User,
    reason: str = "",
    moves_bookings: bool = False,
    moves_clashing: bool = False,
) -> BulkResult:
    """Give several cases one coach, and what is booked with each case's former coach where that is wanted.

    A meeting beside which the new coach has another one stays as it is; not with `moves_clashing`.

    Checked by: `assign_coach_to_cases` (CHANGE_COACH).
    """
    former = dict(cases.values_list("pk", "coach"))
    result = assign_coach_to_cases(actor=actor, cases=cases, seen_cases=seen_cases, coach=coach, reason=reason)
    for one in result.refused:
        former.pop(one.key, None)
    result.more = _rebook(actor, former, coach, moves=moves_bookings, also_clashing=moves_clashing).sentence
    return result


def _rebook(
    actor: User, former: Mapping[int, int | None], coach: User, *, moves: bool, also_clashing: bool
) -> Rebooked:
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
    clashes = [] if also_clashing else list(clashing(booked, coach))
    moved = booked.exclude(pk__in=[one.pk for one in clashes]).update(coach=coach)
    rebooked = Rebooked(coach, moved=moved, clashing=[_named(one) for one in clashes])
    if rebooked.moved:
        tell_receiver(actor, coach, cases=len(former), bookings=rebooked.moved)
    return rebooked
