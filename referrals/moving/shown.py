"""What the pages show of a referral's move to another jobbtorg."""

from __future__ import annotations

from core.seen import Seen, facts_of
from referrals.inbox.around import pending_move
from referrals.models import Referral, ReferralMove


def shown_move(move: ReferralMove) -> Seen:
    """An offer as both sides read it."""
    rows = [
        ("Från", move.origin),
        ("Till", move.destination),
        ("Läge", move.get_status_display()),
        ("Skäl", move.reason),
    ]
    return Seen(f"move-{move.pk}", facts_of(rows))


def shown_for_move(referral: Referral) -> Seen:
    """A referral as it is offered to another jobbtorg: where it is, and whether it has been offered already."""
    pending = pending_move(referral)
    rows = [
        ("Remiss", referral.number),
        ("Status", referral.get_status_display()),
        ("Jobbtorg", referral.jobbtorg),
        ("Väntar på svar från", pending.destination if pending else "Ingen"),
    ]
    return Seen(f"move-of-referral-{referral.pk}", facts_of(rows))
