"""Who gets a notice of a message: whoever takes part on the other side, or answers for it."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from organisation.models import Role, User
from organisation.staff.deputies import deputies_by_coach
from referrals.choices import Side
from referrals.models import QuestionThread
from referrals.questions.matters import Matter


def recipients_at(side: Side, thread: QuestionThread, matter: Matter, on: datetime.date) -> list[User]:
    """The users of one side who are told of a message on a local date; about a protected person only who may see it."""
    if side == Side.UNIT:
        return list(_at_unit(thread, matter))
    return _at_jobbtorg(thread, matter, on)


def _at_unit(thread: QuestionThread, matter: Matter) -> QuerySet[User]:
    """Those who wrote or sent the referral; all of the unit where none of them is there any more."""
    staff = User.objects.in_service().filter(income_support_unit=thread.unit_id)
    sender = {matter.referral.sent_by_id} if matter.referral else set()
    if matter.is_protected:
        return staff.filter(pk__in=sender)
    own = staff.filter(pk__in=sender | _authors(thread, Side.UNIT))
    return own if own.exists() else staff.filter(role=Role.CASEWORKER)


def _at_jobbtorg(thread: QuestionThread, matter: Matter, on: datetime.date) -> list[User]:
    """The coach with deputies and those who wrote; the managers where none of them is there any more."""
    staff = User.objects.in_service().filter(jobbtorg=matter.jobbtorg, role__in=[Role.COACH, Role.MANAGER])
    if matter.is_protected:
        staff = staff.filter(protected_access=True)
    coach = [matter.coach_id] if matter.coach_id else []
    keys = {*coach, *_authors(thread, Side.JOBBTORG)}
    if coach and matter.jobbtorg:
        keys |= {deputy.pk for deputy in deputies_by_coach(coach, matter.jobbtorg.pk, on).get(coach[0], [])}
    return list(staff.filter(pk__in=keys)) or list(staff.filter(role=Role.MANAGER))


def _authors(thread: QuestionThread, side: Side) -> set[int]:
    return set(thread.messages.filter(side=side).values_list("author", flat=True))
