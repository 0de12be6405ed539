"""Doing what a joining says, under locks, as the database role that may do it across jobbtorg and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from aspirants.models import Closure, ClosureReason, ClosureStatus, Enrolment, EnrolmentStatus, Person
from casework.joining.clocks import settle_clocks
from casework.joining.following import (
    ask_where_it_goes_on,
    take_attempts_along,
    take_notes_along,
    take_times_along,
)
from casework.joining.moves import GOES_ALONG, concerned, kept
from casework.joining.open_work import OpenWork, Records, may_go_on, open_work
from casework.models import PersonJoin
from casework.transfers.ending import end_transfer
from core.refusals import OperationRefused
from deadlines.clocks.judging import lapse_what_heals_nothing
from jobplans.models import JobPlanVersion, VersionStatus
from jobplans.operations.followups import cancel_follow_ups
from meetings.choices import BookingStatus, ChangeReason, Wish
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations.bookings import cancel_place
from meetings.operations.clocks import settle_events
from organisation.models import User
from referrals.models import DeclineReason, Referral, ReferralEvent, ReferralStatus

REGISTERED_IN_ERROR = 99
"""The code of Felregistrering, which no figure counts."""

NEVER_PROTECTED = "Poster med skyddade personuppgifter slås inte samman."


def lock_records(goes: int, stays: int) -> Records:
    """Lock cases, referrals and records, in the order in which everybody does, and find what is open about them.

    Whoever sends a referral or opens a case about one of the two has done so before, or waits. Raises OperationRefused
    where one of the two is protected, or has been joined already.
    """
    both = [goes, stays]
    locked = lock_persons(both)
    if any(person.joined_into_id is not None for person in locked.values()):
        raise OperationRefused("En av posterna är redan sammanslagen med en annan.")
    return Records(locked[goes], locked[stays], open_work(both))


def lock_persons(keys: list[int]) -> dict[int, Person]:
    """The records with their cases and referrals, locked. Raises OperationRefused where one of them is protected."""
    for model in (Enrolment, Referral):
        list(model.objects.select_for_update(of=("self",)).filter(person__in=keys).order_by("pk").values_list("pk"))
    locked = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(locked) < len(keys):
        raise OperationRefused("En av posterna finns inte längre.")
    if any(person.is_protected for person in locked.values()):
        raise OperationRefused(NEVER_PROTECTED)
    return locked


def chosen(works: Sequence[OpenWork], goes_on: str) -> OpenWork | None:
    """What goes on: the only one there is, or the one that was chosen; None where nothing is open.

    Raises OperationRefused where there are several and none of them was chosen.
    """
    choices = may_go_on(works)
    if len(choices) <= 1:
        return choices[0] if choices else None
    for work in choices:
        if work.key == goes_on:
            return work
    raise OperationRefused("Välj vilket av dem som fortsätter.", field="goes_on")


def carry_out(actor: User, join: PersonJoin, records: Records) -> list[Referral]:
    """Join the locked records as the joining says, and keep what was changed; returns the referrals that ended."""
    today = timezone.localdate()
    goes_on = chosen(records.works, join.goes_on)
    ending = [work for work in records.works if work is not goes_on]
    cases = [work.row.pk for work in records.works if work.is_case]
    ended: list[Referral] = []
    with kept(join, concerned([records.goes.pk, records.stays.pk], cases)):
        if goes_on is not None:
            # What excuses a clock is read from the meetings of its case: they first.
            for work in ending:
                if isinstance(work.row, Enrolment):
                    _bring_meetings(actor, work.row, goes_on)
            settle_clocks(goes_on, ending, today)
            for work in ending:
                if isinstance(work.row, Enrolment):
                    _end_case(actor, work.row, goes_on, today)
                else:
                    _end_referral(actor, work.row, goes_on)
                    ended.append(work.row)
        for model in GOES_ALONG:
            model._default_manager.filter(person=records.goes).update(person=records.stays)
        Person.objects.filter(Q(pk=records.goes.pk) | Q(joined_into=records.goes)).update(joined_into=records.stays)
        if goes_on is not None:
            ask_where_it_goes_on(records.stays.pk, goes_on.jobbtorg)
        if goes_on is not None and goes_on.is_case:
            join.case = Enrolment.objects.get(pk=goes_on.row.pk)
            settle_events(enrolment=join.case)
            lapse_what_heals_nothing(join.case)
    join.ended_case = next((work.row for work in ending if isinstance(work.row, Enrolment)), None)
    return ended


def _case_of(work: OpenWork) -> Enrolment:
    assert isinstance(work.row, Enrolment), "an open case gives way to another one only"
    return work.row


def _bring_meetings(actor: User, case: Enrolment, goes_on: OpenWork) -> None:
    """The meetings and places of the case belong to the one that goes on; a place that it has already is given back."""
    other = _case_of(goes_on)
    Meeting.with_removed.filter(enrolment=case).update(enrolment=other)
    invited = GroupInformationBooking.objects.filter(enrolment=case)
    taken = GroupInformationBooking.objects.filter(enrolment=other).values("session")
    moving = list(invited.exclude(session__in=taken).values_list("pk", flat=True))
    GroupInformationBooking.objects.filter(pk__in=moving).update(enrolment=other)
    for place in invited.filter(status=BookingStatus.INVITED).select_related("session"):
        cancel_place(place=place, actor=actor, wish=Wish.UNIT, reason=ChangeReason.CASE_ENDS)
    take_times_along(case, other, moving)


def _end_case(actor: User, case: Enrolment, goes_on: OpenWork, today: datetime.date) -> None:
    """The case was opened about somebody who had one: it ends as registered in error."""
    other = _case_of(goes_on)
    take_notes_along(case, other)
    take_attempts_along(case, other)
    end_transfer(actor=actor, enrolment=case)
    visits = [day for day in (case.first_visit_on, other.first_visit_on) if day]
    if visits and other.first_visit_on != min(visits):
        other.first_visit_on = min(visits)
        other.save(update_fields=["first_visit_on"])
    unanswered = [VersionStatus.DRAFT, VersionStatus.PROPOSED]
    JobPlanVersion.objects.filter(plan__enrolment=case, status__in=unanswered).update(status=VersionStatus.WITHDRAWN)
    cancel_follow_ups(enrolment=case, today=today)
    Closure.objects.create(
        enrolment=case,
        reason=ClosureReason.objects.get(code=REGISTERED_IN_ERROR),
        closed_on=today,
        status=ClosureStatus.CONFIRMED,
        text=f"Samma person som i ärende {other.case_no}.",
        decided_by=actor,
    )
    case.status, case.closed_on = EnrolmentStatus.CLOSED, today
    case.save(update_fields=["status", "closed_on"])


def _end_referral(actor: User, referral: Referral, goes_on: OpenWork) -> None:
    """The referral is about somebody who has a case or another referral already."""
    referral.status, referral.decline_reason = ReferralStatus.DECLINED, DeclineReason.DUPLICATE
    referral.save(update_fields=["status", "decline_reason"])
    ReferralEvent.objects.create(
        referral=referral, status=ReferralStatus.DECLINED, actor=actor, at=timezone.now(), comment=""
    )
