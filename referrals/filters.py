"""The chips above the lists of referrals."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, F, When

from referrals.choices import WAITING
from referrals.models import ReferralStatus
from referrals.querysets import ReferralQuerySet


@dataclass(frozen=True)
class StatusChip:
    """One choice: what the query string says, what is shown, which statuses it lets through (None = all)."""

    value: str
    label: str
    statuses: tuple[ReferralStatus, ...] | None


ALL_WAITING = "vantar"
"""The chip of all that are neither enrolled nor at their end."""

INBOX_CHIPS = (
    StatusChip("", "Att ta emot", (ReferralStatus.SUBMITTED,)),
    StatusChip("kompletteras", "Ska kompletteras", (ReferralStatus.INCOMPLETE,)),
    StatusChip("mottagna", "Mottagna", (ReferralStatus.ACCEPTED,)),
    StatusChip(ALL_WAITING, "Alla väntande", tuple(WAITING)),
    StatusChip("alla", "Alla", None),
)


def chosen_chip(chips: tuple[StatusChip, ...], value: str) -> StatusChip:
    """The chip of a query string; an unknown value is the first one."""
    return next((chip for chip in chips if chip.value == value), chips[0])


def narrowed(referrals: ReferralQuerySet, chip: StatusChip) -> ReferralQuerySet:
    """The referrals a chip lets through."""
    return referrals if chip.statuses is None else referrals.filter(status__in=chip.statuses)


def in_inbox_order(
    referrals: ReferralQuerySet, chip: StatusChip, *, prioritised_first: bool = False
) -> ReferralQuerySet:
    """What waits, oldest deadline first; the list of all, newest first.

    `prioritised_first`: those whom an agreement takes first above the others, each in that order (R-4-08).
    """
    first = [Case(When(priority__len__gt=0, then=0), default=1)] if prioritised_first else []
    if chip.statuses is None:
        return referrals.order_by(*first, "-submitted_at", "-pk")
    return referrals.order_by(*first, F("clock__due_on").asc(nulls_last=True), "received_on", "pk")
