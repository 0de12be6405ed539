"""What a sender looks for first, as the chips above the list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
)

from core.reading.counts import count_of
from deadlines.models import ClockStatus, DeadlineClock
from organisation.models import User
from referrals.choices import WAITING, FitForWork, ReferralStatus, Side
from referrals.facts.coverage import coverages_as_sent
from referrals.models import QuestionThread

OF_REFERRAL = DeadlineClock.objects.filter(pk=OuterRef("clock_id"))
"""Looked up and not joined: the clock of a case that the unit follows no more is not there for it, the referral is."""

TO_INVESTIGATE = Q(fit_for_work=FitForWork.TO_INVESTIGATE)

WAITS, GOES_ON, LATE, OVER = "vantar", "pagar", "sena", "avslutade"
OTHERS, OTHERS_LABEL = "andras", "Andras remisser"
"""The chip of the cases that the unit has been told of and did not refer; they are no referrals."""


@dataclass(frozen=True)
class Situation:
    """One chip: its value in the address, its words, and which referrals it lets through."""

    key: str
    label: str
    condition: Q


def situations() -> list[Situation]:
    """The chips. Their conditions are about referrals `with_situation`; that of `LATE` leaves out `_late_as_sent`."""
    waits = Q(status=ReferralStatus.INCOMPLETE) | Q(has_question=True)
    return [
        Situation(WAITS, "Väntar på er", waits),
        Situation(GOES_ON, "Pågår", Q(goes_on=True)),
        Situation(LATE, "Sena", ~TO_INVESTIGATE & _is_late()),
        Situation(OVER, "Avslutade", Q(goes_on=False)),
    ]


def _is_late() -> Q:
    """Approved but not told is late like none at all: the unit knows its last day, and that nothing has come."""
    waits = Q(status__in=[*WAITING, ReferralStatus.ENROLLED])
    return Q(goes_on=True, is_plan_told=False) & waits & Q(is_past=True)


def with_situation(referrals: Any, user: User) -> Any:
    """Annotate what the chips ask: whether a question waits for the unit, and whether the referral goes on.

    Nothing of this looks at the case itself, which may have ended without the unit having been told. One statement at
    once.
    """
    questions = QuestionThread.objects.waiting_for(Side.UNIT).filter(referral__isnull=False)
    asked = Q(pk__in=questions.order_by().values("referral"))
    has_question = ExpressionWrapper(asked, output_field=BooleanField())
    return referrals.with_disclosures().with_unsettled(user).annotate(has_question=has_question)


def _with_lateness(referrals: Any, today: datetime.date) -> Any:
    """Annotate `is_past`: the last day of a promise has passed, or of what may be one by what the unit has said."""
    said = ExpressionWrapper(OuterRef("fit_for_work"), output_field=CharField())
    counts = Q(covered=True) | Q(said=FitForWork.TO_INVESTIGATE)
    broken = Q(status=ClockStatus.BREACHED) | Q(status__in=[ClockStatus.RUNNING, ClockStatus.MET], due_on__lt=today)
    return referrals.annotate(is_past=Exists(OF_REFERRAL.annotate(said=said).filter(broken, counts)))


def _late_as_sent(referrals: Any, today: datetime.date) -> list[int]:
    """The keys of those that are late by what the unit has said alone, where it was to be investigated if the person
    can work: there the clock may say what the jobbtorg has found out. One statement, three more where there are any.
    """
    asked = _with_lateness(referrals, today).filter(_is_late(), TO_INVESTIGATE).order_by().values_list("pk", flat=True)
    return [key for key, promise in coverages_as_sent(asked).items() if promise.covered]


TO_COMPLETE, TO_ANSWER, ASKED = "komplettera", "svara", "utreds"


def counts_of(referrals: Any, user: User, today: datetime.date) -> dict[str, int]:
    """How many there are by each chip's key, in all by "", and of what waits for the unit by kind.

    One statement, and four more where `_late_as_sent` has something to look at.
    """
    to_complete, to_answer = Q(status=ReferralStatus.INCOMPLETE), Q(has_question=True)
    # Most that a unit has ever sent is over: what looks something up for each row asks the others alone.
    going_on = referrals.filter(goes_on=True)
    late = _with_lateness(going_on, today).filter(_is_late())
    counted = {
        "": referrals,
        TO_COMPLETE: referrals.filter(to_complete),
        TO_ANSWER: referrals.filter(to_answer),
        WAITS: referrals.filter(to_complete | to_answer),
        GOES_ON: going_on,
        LATE: late.exclude(TO_INVESTIGATE),
        ASKED: late.filter(TO_INVESTIGATE),
    }
    one_row = User.objects.filter(pk=user.pk).order_by()
    found = dict(zip(counted, one_row.values_list(*map(count_of, counted.values())).get(), strict=True))
    if found.pop(ASKED):
        found[LATE] += len(_late_as_sent(referrals, today))
    return {**found, OVER: found[""] - found[GOES_ON]}


def narrowed(referrals: Any, key: str, today: datetime.date) -> Any:
    """The referrals that a chip lets through; an unknown key lets all through."""
    chosen = next((one for one in situations() if one.key == key), None)
    if chosen is None:
        return referrals
    also = Q(pk__in=_late_as_sent(referrals, today)) if key == LATE else Q()
    return _with_lateness(referrals, today).filter(chosen.condition | also)


ORDERS = {
    "skickad": ("submitted_at",),
    "frist": ("last_day",),
    "senast": ("last_event_at",),
}
DEFAULT_ORDER = "-skickad"
ORDER_KEYS = frozenset({*ORDERS, *(f"-{key}" for key in ORDERS)})


def in_order(referrals: Any, order: str) -> Any:
    """Sorted by a key of ORDER_KEYS; those without the value come last either way."""
    order = order if order in ORDER_KEYS else DEFAULT_ORDER
    fields = ORDERS[order.removeprefix("-")]
    down = order.startswith("-")
    if "submitted_at" in fields:  # never empty, and an index has it
        return referrals.order_by(f"{'-' if down else ''}submitted_at", "-pk")
    if "last_day" in fields:
        # Of those whose promise the unit still waits for, as far as it has been told: their days are the ones shown.
        waits = When(Q(goes_on=True, is_plan_told=False), Subquery(OF_REFERRAL.values("due_on")[:1]))
        referrals = referrals.annotate(last_day=Case(waits, output_field=DateField()))
    return referrals.order_by(
        *(F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in fields), "-pk"
    )
