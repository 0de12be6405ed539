"""Moving a referral to another jobbtorg before anybody is enrolled: offered with a reason, moved when it is accepted.

Until then it is the sender's in every way. No clock stops or begins anew by it (G-54).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.offers.receiving import managers_of, receivers_at
from aspirants.reasons import given_reason
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, User
from referrals.choices import WAITING
from referrals.models import Referral, ReferralMove
from referrals.moving.shown import shown_for_move, shown_move
from referrals.moving.workflow import MoveAct, require_move_step
from referrals.operations.steps import answer_move, lock_referral, sender_of

GONE = "Remissen väntar inte längre på ert svar. Den har tagits tillbaka eller avgjorts."
ONLY_MANAGERS = "Bara enhetschefen kan flytta en remiss mellan jobbtorg."
ALREADY = "Remissen väntar redan på svar från ett annat jobbtorg."


@transaction.atomic
def offer_referral(
    *, actor: User, referral: Referral, seen_referral: Seen, destination: Jobbtorg, reason: str
) -> ReferralMove:
    """Offer a referral that waits to another jobbtorg. Nothing moves before a manager there accepts it.

    Raises OperationRefused.
    """
    require(actor, Act.TRANSFER_CASE, at=referral.jobbtorg_id, refusal=ONLY_MANAGERS)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_for_move(referral))
    if referral.status not in WAITING:
        raise OperationRefused(f"Remissen är {referral.get_status_display().lower()} och kan inte flyttas.")
    reason = given_reason(reason, "Skriv varför remissen ska flyttas.")
    receivers = receivers_at(destination, own=referral.jobbtorg_id, is_protected=referral.person.is_protected)
    try:
        with transaction.atomic():
            move: ReferralMove = ReferralMove.objects.create(
                referral=referral,
                origin=referral.jobbtorg,
                destination=destination,
                reason=reason,
                sent_by=actor,
                sent_at=timezone.now(),
            )
    except IntegrityError as error:
        if "one_pending_move_per_referral" not in str(error):
            raise
        raise OperationRefused(ALREADY) from error
    text = f"{move.origin} vill flytta remiss {referral.number} till er"
    _notify(receivers, move, "sent", text, reverse("referral_offer", args=[move.pk]))
    return move


@transaction.atomic
def take_back_offer(*, actor: User, referral: Referral, seen_move: Seen) -> ReferralMove:
    """The sending jobbtorg takes its offer back, as long as nobody has answered. Raises OperationRefused."""
    require(actor, Act.TRANSFER_CASE, at=referral.jobbtorg_id, refusal=ONLY_MANAGERS)
    referral = lock_referral(referral=referral)
    move = referral.moves.select_related("origin", "destination").order_by("-pk").first()
    if move is None:
        raise OperationRefused("Remissen har inte skickats till något annat jobbtorg.")
    to = require_move_step(move.status, MoveAct.TAKE_BACK)
    require_seen(seen_move, shown_move(move))
    answer_move(move=move, to=to, actor=actor)
    text = f"{move.origin} har tagit tillbaka remiss {referral.number}"
    receivers = managers_of(move.destination, is_protected=referral.person.is_protected)
    _notify(receivers, move, "taken-back", text, reverse("referral_inbox"))
    return move


@transaction.atomic
def return_offer(*, actor: User, move: ReferralMove, seen_move: Seen, reason: str) -> ReferralMove:
    """The receiving jobbtorg does not take the referral, and says why. Raises OperationRefused."""
    move = _locked_offer(actor, move)
    require_seen(seen_move, shown_move(move))
    to = require_move_step(move.status, MoveAct.RETURN)
    reason = given_reason(reason, "Skriv varför ni inte tar emot remissen.")
    number, is_protected = _referral_of(move)
    answer_move(move=move, to=to, actor=actor, reason=reason)
    text = f"{move.destination} har skickat tillbaka remiss {number}"
    senders = managers_of(move.origin, is_protected=is_protected)
    _notify(senders, move, "returned", text, reverse("referral_detail", args=[move.referral_id]))
    return move


@transaction.atomic
def accept_offer(*, actor: User, move: ReferralMove, seen_move: Seen) -> Referral:
    """The receiving jobbtorg takes the referral as it stands, with its clocks; the sender is told where it is now.

    Raises OperationRefused.
    """
    move = _locked_offer(actor, move)
    require_seen(seen_move, shown_move(move))
    to = require_move_step(move.status, MoveAct.ACCEPT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_take_over_referral(%s, %s)", [move.pk, timezone.localdate()])
        [taken] = cursor.fetchone()
    if not taken:
        raise OperationRefused(GONE)
    answer_move(move=move, to=to, actor=actor)
    referral: Referral = Referral.objects.select_related("person", "sent_by", "unit").get(pk=move.referral_id)
    number, is_protected = referral.number, referral.person.is_protected
    path = reverse("referral_detail", args=[referral.pk])
    _notify(
        managers_of(move.origin, is_protected=is_protected),
        move,
        "accepted",
        f"{move.destination} har tagit emot remiss {number}",
        "",
    )
    _notify(sender_of(referral=referral), move, "moved", f"Remiss {number} finns nu hos {move.destination}", path)
    return referral


def _locked_offer(actor: User, move: ReferralMove) -> ReferralMove:
    """The offer with its referral locked, for a manager of the jobbtorg to which it was offered.

    The referral is not the receiver's to lock, so the owner does (referrals/row_security/moves.py).
    """
    require(actor, Act.TRANSFER_CASE, at=move.destination_id, refusal=ONLY_MANAGERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_lock_offered_referral(%s)", [move.pk])
    offered = ReferralMove.objects.select_for_update(no_key=True, of=("self",))
    locked: ReferralMove | None = offered.select_related("origin", "destination").filter(pk=move.pk).first()
    if locked is None:
        raise OperationRefused(GONE)
    return locked


def _referral_of(move: ReferralMove) -> tuple[str, bool]:
    """The number of an offered referral, and whether its person is protected. Raises OperationRefused once gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, is_protected FROM referrals_offered_referral WHERE move_id = %s", [move.pk])
        found = cursor.fetchone()
    if found is None:
        raise OperationRefused(GONE)
    return found[0], found[1]


def _notify(recipients: Iterable[User], move: ReferralMove, what: str, text: str, path: str) -> None:
    notify(recipients, kind=NoticeKind.TRANSFER, event_key=f"move-{move.pk}-{what}", text=text, path=path)
