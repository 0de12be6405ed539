"""What a sender looks for first, as the chips above the list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from deadlines.models import ClockStatus, DeadlineClock
from referrals.choices import WAITING, FitForWork, ReferralStatus, Side
from referrals.facts.coverage import coverages_as_sent
from referrals.models import QuestionThread

ENDED = (ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.LAPSED)

OF_REFERRAL = DeadlineClock.objects.filter(pk=OuterRef("clock_id"))
"""Looked up and not joined: the clock of a case that the unit follows no more is not there for it, the referral is."""

TO_INVESTIGATE = Q(fit_for_work=FitForWork.TO_INVESTIGATE)

LATE = "sena"
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
    is_over = _is_over()
    return [
        Situation("vantar", "Väntar på er", waits),
        Situation("pagar", "Pågår", ~is_over),
        Situation(LATE, "Sena", _is_late() & ~TO_INVESTIGATE),
        Situation("avslutade", "Avslutade", is_over),
    ]


def _is_over() -> Q:
    """Nothing of this looks at the case itself, which may have ended without the unit having been told."""
    return Q(status__in=ENDED) | Q(followed_until__isnull=False) | Q(case_closed_on__isnull=False)


def _is_late() -> Q:
    """Approved but not told is late like none at all: the unit knows its last day, and that nothing has come."""
    waits = Q(status__in=[*WAITING, ReferralStatus.ENROLLED])
    return Q(is_past=True, plan_sent_at__isnull=True) & waits & ~_is_over()


def with_situation(referrals: Any) -> Any:
    """Annotate what the chips ask: whether a question waits for the unit, and what it has been told."""
    questions = QuestionThread.objects.waiting_for(Side.UNIT).filter(referral=OuterRef("pk"))
    return referrals.with_disclosures().annotate(has_question=Exists(questions))


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


TO_COMPLETE, TO_ANSWER = "komplettera", "svara"


def counts_of(referrals: Any, today: datetime.date) -> dict[str, int]:
    """How many there are by each chip's key, in all by "", and of what waits for the unit by kind.

    One statement, and four more where `_late_as_sent` has something to look at.
    """
    counts = {f"in_{one.key}": Count("pk", filter=one.condition) for one in situations()}
    counts[f"in_{TO_COMPLETE}"] = Count("pk", filter=Q(status=ReferralStatus.INCOMPLETE))
    counts[f"in_{TO_ANSWER}"] = Count("pk", filter=Q(has_question=True))
    asked = Count("pk", filter=_is_late() & TO_INVESTIGATE)
    found = _with_lateness(referrals, today).order_by().aggregate(in_=Count("pk"), asked=asked, **counts)
    if found.pop("asked"):
        found[f"in_{LATE}"] += len(_late_as_sent(referrals, today))
    return {key.removeprefix("in_"): number for key, number in found.items()}


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
    if "last_day" in fields:
        referrals = referrals.annotate(last_day=Subquery(OF_REFERRAL.values("due_on")[:1]))
    return referrals.order_by(
        *(F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in fields), "-pk"
    )
