"""Referrals that other jobbtorg offer the own one: what a manager is shown before they answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aspirants.models import PROTECTED_NAME
from aspirants.offers.receiving import due_in_words
from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.choices import MoveStatus
from referrals.models import ReferralMove


@dataclass(frozen=True)
class OfferedReferral:
    """An offer with the little that is shown of its referral: who, which number, from where, and the last day."""

    move: ReferralMove
    number: str
    person_id: int
    is_protected: bool
    name: str
    unit: str
    due_on: datetime.date | None

    @property
    def rows(self) -> list[tuple[str, object]]:
        """The same as labels and values."""
        move = self.move
        return [
            ("Person", self.name),
            ("Remiss", self.number),
            ("Skickad av", self.unit),
            ("Från", f"{move.origin}, {move.sent_by}, {weekday_date(timezone.localdate(move.sent_at))}"),
            ("Skäl", move.reason),
            ("Jobbplan senast", self.due_in_words),
        ]

    @property
    def due_in_words(self) -> str:
        """The last day of the jobbgaranti, "mån 9 mars 2026, har gått ut"; it does not change by the move."""
        return due_in_words(self.due_on)

    @property
    def made(self) -> ReferralMove:
        """The offer itself."""
        return self.move

    @property
    def known_by(self) -> str:
        """The number of what is offered."""
        return self.number

    @property
    def url(self) -> str:
        """Where it is answered."""
        return reverse("referral_offer", args=[self.move.pk])


def offered_referrals(user: User, only: int | None = None) -> list[OfferedReferral]:
    """The offers that wait for the user's answer, oldest first; or the one with the key `only`. Two statements at most.

    Empty for everybody but managers. Those of protected persons are there for those appointed to open them.
    """
    moves = ReferralMove.objects.answerable_by(user).select_related("origin", "destination", "sent_by")
    if only is not None:
        moves = moves.filter(pk=only)
    found = {move.pk: move for move in moves.order_by("sent_at", "pk")}
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT move_id, number, person_id, is_protected, first_name, last_name, unit, due_on"
            " FROM referrals_offered_referral WHERE move_id = ANY(%s)",
            [list(found)],
        )
        rows = {key: facts for key, *facts in cursor.fetchall()}
    return [_offer(move, *rows[key]) for key, move in found.items() if key in rows]


PAST = {
    MoveStatus.ACCEPTED: "Erbjudandet är redan besvarat: ni har tagit emot remissen.",
    MoveStatus.RETURNED: "Erbjudandet är redan besvarat: ni har skickat tillbaka remissen.",
    MoveStatus.TAKEN_BACK: "Erbjudandet togs tillbaka av {origin}.",
    MoveStatus.ENDED: "Erbjudandet gäller inte längre, eftersom remissen är avgjord.",
}


def what_became_of(move: int) -> str:
    """What became of an offer that the acting manager could answer once, in a sentence; "" for any other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT past.status, origin.name FROM referrals_offer_past past"
            " JOIN organisation_jobbtorg origin ON origin.id = past.origin_id WHERE past.move_id = %s",
            [move],
        )
        found = cursor.fetchone()
    return PAST[MoveStatus(found[0])].format(origin=found[1]) if found else ""


def _offer(
    move: ReferralMove,
    number: str,
    person_id: int,
    is_protected: bool,
    first_name: str,
    last_name: str,
    unit: str,
    due_on: datetime.date | None,
) -> OfferedReferral:
    name = PROTECTED_NAME if is_protected else f"{first_name} {last_name}".strip()
    return OfferedReferral(move, number, person_id, is_protected, name, unit, due_on)
