"""What every step of a referral does: lock the row, set the status, add an event, notify the other side."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aspirants.offers.model import store_answer
from core.refusals import OperationRefused
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, may
from organisation.models import Role, User
from referrals.choices import WAITING
from referrals.models import MoveStatus, Referral, ReferralEvent, ReferralMove, ReferralStatus, Source
from referrals.moving.workflow import MoveAct, require_move_step
from referrals.workflow import ReferralAct, require_step

MOVED_AWAY = "Remissen finns inte längre hos er. Den har flyttats till ett annat jobbtorg. Ingenting är sparat."


def lock_referral(*, referral: Referral) -> Referral:
    """The referral as it is now, kept from others until the transaction ends.

    Raises OperationRefused once it has moved to another jobbtorg.

    Part of: `accept_referral`, `return_referral`, `complete_referral`, `enrol_referral`, `decline_referral`,
    `take_back_decline`, `withdraw_referral`, `lapse_referral`, `correct_referral`, `correct_received_on`,
    `record_decision`, `register_death`, `end_referral_of_dead`, `take_in_referral`, `offer_referral`,
    `take_back_offer`, `note_deviation`, `attach_to_referral`.
    """
    found: Referral | None = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("person", "jobbtorg", "unit", "target_group")
        .with_clock()
        .filter(pk=referral.pk)
        .first()
    )
    if found is None:
        raise OperationRefused(MOVED_AWAY)
    return found


def take_step(
    *,
    actor: User,
    referral: Referral,
    act: ReferralAct,
    comment: str = "",
    changes: str = "",
    back_to: ReferralStatus | None = None,
) -> ReferralEvent:
    """Take a step that the table allows and add the event; the referral's reason and case are saved too.

    `back_to`: where a decline that is taken back leads; any other act leads to one place.

    Checked by: `accept_referral`, `return_referral`, `enrol_referral` (RECEIVE_REFERRAL), `decline_referral`,
    `take_back_decline`, `lapse_referral` (DECLINE_REFERRAL), `complete_referral`, `withdraw_referral` (SEND_REFERRAL),
    `register_death`, `end_referral_of_dead` (WORK_IN_CASE).
    """
    [to] = require_step(referral.status, act) & ({back_to} if back_to else set(ReferralStatus))
    referral.status = to
    referral.save(update_fields=["status", "decline_reason", "enrolment"])
    if to not in WAITING:
        _end_offers(referral, actor)
    return add_event(
        actor=actor, referral=referral, status=to, comment=comment, changes=changes, takes_back=back_to is not None
    )


def answer_move(*, move: ReferralMove, to: MoveStatus, actor: User, reason: str = "") -> None:
    """Store what became of an offer to another jobbtorg. The referral, or the offer, is locked.

    Checked by: `take_back_offer`, `return_offer`, `accept_offer` (TRANSFER_CASE), `take_step`.
    """
    store_answer(move, to, actor, reason)


def _end_offers(referral: Referral, actor: User) -> None:
    """A referral that waits no more is offered to nobody. Its sender, who reads no offers, has the owner end them."""
    if may(actor, Act.SEND_REFERRAL):
        with connection.cursor() as cursor:
            cursor.execute("SELECT jobbtorg_end_offers(%s, %s)", [referral.pk, timezone.now()])
        return
    for move in referral.moves.filter(status=MoveStatus.SENT):
        answer_move(move=move, to=require_move_step(move.status, MoveAct.END), actor=actor)


def add_event(
    *,
    actor: User,
    referral: Referral,
    status: ReferralStatus,
    comment: str = "",
    changes: str = "",
    takes_back: bool = False,
) -> ReferralEvent:
    """Add to the events of the referral. `changes` is what it said before and says now, where that was changed.

    Checked by: `take_step`, `submit_referral` (SEND_REFERRAL, or RECEIVE_REFERRAL for one on paper).
    """
    return ReferralEvent.objects.create(
        referral=referral,
        status=status,
        actor=actor,
        at=timezone.now(),
        comment=comment,
        changes=changes,
        takes_back=takes_back,
    )


def senders_of(*, referral: Referral) -> Iterable[User]:
    """The stadsdel's users who may follow the referral; for a protected person only the one who sent it.

    Part of: `return_referral`, `decline_referral`, `lapse_referral`.
    """
    theirs = User.objects.in_service().filter(role=Role.CASEWORKER, income_support_unit=referral.unit_id)
    return theirs.filter(pk=referral.sent_by_id) if referral.person.is_protected else theirs


def sender_of(*, referral: Referral) -> Iterable[User]:
    """The user who sent it; for a referral on paper, all at the stadsdel who may follow it.

    Part of: `decline_referral`, `take_back_decline`, `lapse_referral`, `accept_offer`, `note_deviation`.
    """
    if referral.source == Source.PAPER:
        return senders_of(referral=referral)
    return [referral.sent_by]


def notify_of_step(*, recipients: Iterable[User], referral: Referral, event: ReferralEvent, text: str) -> None:
    """Send a notice of a step, with the number and without a name.

    Part of: `return_referral`, `complete_referral`, `decline_referral`, `take_back_decline`, `lapse_referral`.
    """
    path = reverse("referral_detail", args=[referral.pk])
    notify(recipients, kind=NoticeKind.REFERRAL, event_key=f"referral-event-{event.pk}", text=text, path=path)
