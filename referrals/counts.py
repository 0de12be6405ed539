"""How much waits: the number beside Remisser in the main navigation, and what the morning letter counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from aspirants.models import Protection
from aspirants.querysets import of_persons_open_to
from organisation.models import User
from referrals.access import is_sender
from referrals.choices import Side
from referrals.models import QuestionThread, Referral, ReferralStatus


def waiting(user: User) -> QuerySet[Any]:
    """Referrals sent to the user's jobbtorg that nobody has accepted yet; none for everyone outside a jobbtorg."""
    if not user.works_with_cases:
        return Referral.objects.none()
    found: QuerySet[Any] = Referral.objects.visible_to(user).filter(status=ReferralStatus.SUBMITTED)
    return found


def to_complete(user: User) -> QuerySet[Any]:
    """Referrals of the user's own unit that the jobbtorg has asked about; none for everyone else than senders."""
    if not is_sender(user) or user.income_support_unit_id is None:
        return Referral.objects.none()
    # Not by `visible_to`: these numbers are asked for by the unit's key alone (workbench/frame/badges.py).
    own = Referral.objects.filter(Q(sent_by=user) | of_persons_open_to(user), unit=user.income_support_unit_id)
    found: QuerySet[Any] = own.filter(status=ReferralStatus.INCOMPLETE)
    return found


def questions_to_answer(user: User) -> QuerySet[Any]:
    """Open questions in which it is the turn of the user's own unit; none for everyone else than senders."""
    if not is_sender(user) or user.income_support_unit_id is None:
        return QuestionThread.objects.none()
    found: QuerySet[Any] = QuestionThread.objects.of_unit_of(user).waiting_for(Side.UNIT)
    return found


def waiting_for(user: User) -> int:
    """How many referrals wait at the user's jobbtorg."""
    return waiting(user).count()


@dataclass(frozen=True)
class WaitsAtUnit:
    """How many referrals to complete, or questions to answer, wait at a unit for whoever sent or asked them."""

    unit: int
    whose: int
    is_protected: bool
    is_referral: bool
    count: int


def waiting_at_units() -> Iterator[WaitsAtUnit]:
    """What waits for the units of the city. Two statements, which count; for the job that sees all of it."""
    incomplete = Referral.objects.filter(status=ReferralStatus.INCOMPLETE).order_by()
    referrals = incomplete.annotate(whose=F("sent_by"), is_protected=~Q(person__protection=Protection.NONE))
    for found, is_referral in ((referrals, True), (_questions(Side.UNIT), False)):
        for one in found.values("unit", "whose", "is_protected").annotate(count=Count("pk")):
            yield WaitsAtUnit(**one, is_referral=is_referral)


def questions_at_jobbtorg() -> Iterator[tuple[int, int | None, bool, int]]:
    """The questions that wait for the jobbtorg: where, the case's coach, whether the person is protected, how many."""
    places = _questions(Side.JOBBTORG).values_list("place", "coach", "is_protected")
    yield from places.annotate(count=Count("pk"))


def _questions(side: Side) -> QuerySet[Any]:
    """Of a case without a referral it is the one who asked whom the answer waits for."""
    waits: QuerySet[Any] = QuestionThread.objects.waiting_for(side).order_by()
    return waits.annotate(
        whose=Coalesce("referral__sent_by", "opened_by"),
        place=Coalesce("referral__jobbtorg", "enrolment__jobbtorg"),
        coach=Coalesce("referral__enrolment__coach", "enrolment__coach"),
        protection=Coalesce("referral__person__protection", "enrolment__person__protection"),
    ).annotate(is_protected=~Q(protection=Protection.NONE))
