"""What hangs on an open referral, read at once: its steps, attachments and moves, and its clock's pauses."""

from __future__ import annotations

from django.db.models import BigIntegerField, Q

from core.reading.statements import Asked
from core.reading.together import Together, hold
from deadlines.models import ClockPause
from organisation.models import Jobbtorg, User
from referrals.models import Attachment, MoveStatus, Referral, ReferralEvent, ReferralMove

_REFERRAL = Asked("referral", BigIntegerField())
_MOVES = ReferralMove.objects.filter(referral=_REFERRAL).order_by("-sent_at", "-pk")
_ATTACHMENTS = Attachment.objects.filter(referral=_REFERRAL)
_STEPS = ReferralEvent.objects.filter(referral=_REFERRAL).order_by("-at", "-pk")

READ = Together(
    steps=_STEPS,
    moves=_MOVES,
    attachments=_ATTACHMENTS,
    people=User.objects.filter(
        Q(pk__in=_STEPS.order_by().values("actor"))
        | Q(pk__in=_MOVES.order_by().values("sent_by"))
        | Q(pk__in=_MOVES.order_by().values("answered_by"))
        | Q(pk__in=_ATTACHMENTS.order_by().values("hidden_by"))
    ).only("first_name", "last_name"),
    places=Jobbtorg.objects.filter(
        Q(pk__in=_MOVES.order_by().values("origin")) | Q(pk__in=_MOVES.order_by().values("destination"))
    ),
    offers=ReferralMove.objects.filter(status=MoveStatus.SENT, destination=Asked("unit", BigIntegerField())),
    pauses=ClockPause.objects.filter(clock=Asked("clock", BigIntegerField())),
)


def read_around(referral: Referral) -> bool:
    """Give a referral its steps and moves, newest first, and its clock the pauses, in one statement.

    Returns whether another jobbtorg offers a referral to the one that has this: most often there is none to ask for.
    """
    found = READ.read(referral=referral.pk, clock=referral.clock_id, unit=referral.jobbtorg_id)
    hold("events", [referral], found["steps"])
    hold("moves", [referral], found["moves"])
    hold("attachments", [referral], found["attachments"])
    hold("pauses", [referral.clock], found["pauses"])
    return bool(found["offers"])


def pending_move(referral: Referral) -> ReferralMove | None:
    """The offer to another jobbtorg that waits for an answer, if there is one."""
    return next((move for move in referral.moves.all() if move.status == MoveStatus.SENT), None)
