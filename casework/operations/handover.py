"""Handing over what a coach has, cases and coming bookings, to one colleague or several (FC-10, R-0-10)."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment
from casework.handover.receivers import open_cases_of
from casework.handover.telling import tell_receiver
from core.refusals import OperationRefused
from core.swedish.dates import short_weekday_date
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.planning.clashes import clashing, when_of
from organisation.access.permissions import Act, require
from organisation.models import User
from organisation.staff.service import AS_COACH, services_at

CLOSED = "är avslutat"
ANOTHER_COACH = "har redan fått en annan coach"
NOT_APPOINTED = "kräver en coach som får öppna skyddade personer"
NOT_BOOKED = "mötet är inte längre bokat"


@dataclass
class HandedOver:
    """What was done: how many cases and bookings each receiver got, and what was left, with why."""

    cases: Counter[int] = field(default_factory=Counter)
    bookings: Counter[int] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    kept: int = 0
    """Bookings before the day, which the coach holds as booked."""


@transaction.atomic
def hand_over(
    *,
    actor: User,
    coach: User,
    cases: Collection[int],
    bookings: Collection[int],
    receivers: Sequence[User],
    reason: str,
    from_day: datetime.date,
    moves_clashing: bool = False,
) -> HandedOver:
    """Give cases and coming bookings of a coach to colleagues, at once; bookings before the local date stay.

    Several receivers share the cases so that their loads become even. A booking follows its case; where the case is
    not handed over, it goes to the case's own coach, or else to the receiver with the fewest. A protected person's
    goes to those appointed only. A booking beside which whoever gets it has another meeting is left, not with
    `moves_clashing`. Named are the cases and bookings that the page showed: what has been closed, held or
    given to somebody else meanwhile is left and told of, and the rest is done.

    Raises OperationRefused: not a manager, nothing chosen, no reason, a day that has been, or a receiver who does not
    work at the jobbtorg that day.
    """
    require(actor, Act.CHANGE_COACH, refusal="Bara enhetschefen kan lämna över en coachs ärenden.")
    reason = reason.strip()
    _require_complete(actor, coach, cases, bookings, receivers, reason, from_day)
    done = HandedOver()
    of_bookings = dict(Meeting.objects.filter(pk__in=bookings, coach=coach).values_list("pk", "enrolment"))
    locked = _lock(actor, {*cases, *of_bookings.values()})
    loads = open_cases_of(receivers, actor.jobbtorg_id or 0)
    given = _choose(coach, [locked[key] for key in cases if key in locked], receivers, loads, done)
    _give_cases(actor, given, reason)
    for receiver, own in given.items():
        done.cases[receiver.pk] = len(own)
    wanted = _share_bookings(coach, of_bookings, locked, given, receivers, from_day, done)
    _give_bookings(wanted, done, also_clashing=moves_clashing)
    _tell(actor, receivers, done)
    return done


def _require_complete(
    actor: User,
    coach: User,
    cases: Collection[int],
    bookings: Collection[int],
    receivers: Sequence[User],
    reason: str,
    from_day: datetime.date,
) -> None:
    today = timezone.localdate()
    assert actor.jobbtorg_id is not None, "only a jobbtorg's staff has the right"
    if not cases and not bookings:
        raise OperationRefused("Markera minst ett ärende eller möte.", field="cases")
    if not receivers:
        raise OperationRefused("Välj minst en mottagare.", field="receivers")
    if not reason:
        raise OperationRefused("Skriv varför ärendena byter coach.", field="reason")
    if from_day < today:
        raise OperationRefused("Dagen kan tidigast vara i dag.", field="from_day")
    services = services_at(actor.jobbtorg_id, receivers, today, AS_COACH)
    for receiver in receivers:
        if receiver.pk == coach.pk or not receiver.may_be_given_cases_at(actor.jobbtorg_id):
            raise OperationRefused("Välj andra coacher som arbetar vid jobbtorget.", field="receivers")
        if not services[receiver.pk].covers(from_day):
            last_day = services[receiver.pk].last_day or today
            raise OperationRefused(
                f"{receiver} arbetar här till och med {short_weekday_date(last_day)}. Välj någon annan eller en "
                "tidigare dag.",
                field="receivers",
            )


def _lock(actor: User, keys: Collection[int]) -> dict[int, Enrolment]:
    """The cases as they stand now, each locked as closing and a change of coach lock it, in the order of their keys."""
    cases = Enrolment.objects.visible_to(actor).filter(pk__in=keys).select_related("person", "coach")
    return {case.pk: case for case in cases.order_by("pk").select_for_update(of=("self",))}


def _choose(
    coach: User, cases: Iterable[Enrolment], receivers: Sequence[User], loads: Counter[int], done: HandedOver
) -> dict[User, list[Enrolment]]:
    """Who gets which case. Protected persons' first, because fewer may have them; then whoever has the fewest."""
    given: dict[User, list[Enrolment]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: (not case.person.is_protected, case.pk)):
        if not case.is_open:
            done.left.append(f"{case.case_no} {CLOSED}")
            continue
        if case.coach_id != coach.pk:
            done.left.append(f"{case.case_no} {ANOTHER_COACH}")
            continue
        receiver = _fewest(_who_may_have(case, receivers), loads)
        if receiver is None:
            done.left.append(f"{case.case_no} {NOT_APPOINTED}")
            continue
        loads[receiver.pk] += 1
        given[receiver].append(case)
    return given


def _who_may_have(case: Enrolment, receivers: Sequence[User]) -> list[User]:
    """All of the receivers; of a protected person's case those appointed. For others they come after the rest."""
    if case.person.is_protected:
        return [receiver for receiver in receivers if receiver.protected_access]
    return list(receivers)


def _fewest(receivers: Sequence[User], loads: Counter[int]) -> User | None:
    return min(receivers, key=lambda one: (loads[one.pk], one.pk), default=None)


def _give_cases(actor: User, given: dict[User, list[Enrolment]], reason: str) -> None:
    """End the assignments, begin new ones and move the pointers: a statement for each receiver, none for each case."""
    now = timezone.now()
    moved = [case.pk for own in given.values() for case in own]
    CoachAssignment.objects.filter(enrolment__in=moved, ended_at__isnull=True).update(ended_at=now)
    CoachAssignment.objects.bulk_create(
        CoachAssignment(enrolment=case, coach=receiver, started_at=now, assigned_by=actor, reason=reason)
        for receiver, own in given.items()
        for case in own
    )
    for receiver, own in given.items():
        Enrolment.objects.filter(pk__in=[case.pk for case in own]).update(coach=receiver)


def _share_bookings(
    coach: User,
    of_bookings: dict[int, int],
    locked: dict[int, Enrolment],
    given: dict[User, list[Enrolment]],
    receivers: Sequence[User],
    from_day: datetime.date,
    done: HandedOver,
) -> dict[User, list[int]]:
    """Each booking to whom its case went, or else to the case's own coach, or to the receiver with the fewest."""
    receiver_of = {case.pk: receiver for receiver, own in given.items() for case in own}
    meetings = Meeting.objects.filter(pk__in=of_bookings).order_by("pk").select_for_update(of=("self",))
    to: dict[User, list[int]] = defaultdict(list)
    loads: Counter[int] = Counter()
    for meeting in meetings:
        case = locked.get(meeting.enrolment_id)
        if case is None:
            continue
        if meeting.status != MeetingStatus.BOOKED or meeting.coach_id != coach.pk or not case.is_open:
            done.left.append(f"{case.case_no}: {NOT_BOOKED}")
            continue
        if timezone.localdate(meeting.starts_at) < from_day:
            done.kept += 1
            continue
        others = case.coach if case.coach_id != coach.pk and case.has_coach_in_service else None
        receiver = receiver_of.get(case.pk) or others or _fewest(_who_may_have(case, receivers), loads)
        if receiver is None:
            done.left.append(f"{case.case_no} {NOT_APPOINTED}")
            continue
        loads[receiver.pk] += 1
        to[receiver].append(meeting.pk)
    return to


def _give_bookings(to: dict[User, list[int]], done: HandedOver, *, also_clashing: bool) -> None:
    """Give each its bookings, those that clash only where that is wanted: two statements for each receiver."""
    for receiver, keys in to.items():
        wanted = Meeting.objects.filter(pk__in=keys)
        clashes = [] if also_clashing else list(clashing(wanted, receiver))
        done.left += [f"{one.enrolment.case_no}: {receiver} har redan ett möte {when_of(one)}" for one in clashes]
        done.bookings[receiver.pk] = wanted.exclude(pk__in=[one.pk for one in clashes]).update(coach=receiver)


def _tell(actor: User, receivers: Sequence[User], done: HandedOver) -> None:
    for receiver in receivers:
        tell_receiver(actor, receiver, cases=done.cases[receiver.pk], bookings=done.bookings[receiver.pk])
