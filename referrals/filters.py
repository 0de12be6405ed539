"""The chips above the lists of referrals."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from referrals.models import ReferralStatus
from referrals.querysets import ReferralQuerySet


@dataclass(frozen=True)
class Chip:
    """One choice: what the query string says, what is shown, which statuses it lets through (None = all)."""

    value: str
    label: str
    statuses: tuple[ReferralStatus, ...] | None


INBOX = (
    Chip("", "Att ta emot", (ReferralStatus.SUBMITTED,)),
    Chip("kompletteras", "Ska kompletteras", (ReferralStatus.INCOMPLETE,)),
    Chip("mottagna", "Mottagna", (ReferralStatus.ACCEPTED,)),
    Chip("alla", "Alla", None),
)
SENT = (
    Chip("", "Alla", None),
    Chip("inskickade", "Inskickade", (ReferralStatus.SUBMITTED,)),
    Chip("kompletteras", "Ska kompletteras", (ReferralStatus.INCOMPLETE,)),
    Chip("mottagna", "Mottagna", (ReferralStatus.ACCEPTED,)),
    Chip("inskrivna", "Inskrivna", (ReferralStatus.ENROLLED,)),
    Chip("avbojda", "Avböjda", (ReferralStatus.DECLINED,)),
    Chip("aterkallade", "Återkallade", (ReferralStatus.WITHDRAWN,)),
    Chip("forfallna", "Förfallna", (ReferralStatus.LAPSED,)),
)


def chosen(chips: tuple[Chip, ...], value: str) -> Chip:
    """The chip of a query string; an unknown value is the first one."""
    return next((chip for chip in chips if chip.value == value), chips[0])


def narrowed(referrals: ReferralQuerySet, chip: Chip) -> ReferralQuerySet:
    """The referrals a chip lets through."""
    return referrals if chip.statuses is None else referrals.filter(status__in=chip.statuses)


def in_inbox_order(referrals: ReferralQuerySet, chip: Chip) -> ReferralQuerySet:
    """What waits, oldest deadline first; the list of all, newest first."""
    if chip.statuses is None:
        return referrals.order_by("-submitted_at", "-pk")
    return referrals.order_by(F("clock__due_on").asc(nulls_last=True), "received_on", "pk")
