"""Taking back that a follow-up was held (FC-30)."""

from __future__ import annotations

from django.db import transaction

from aspirants.models import CorrectedKind, Enrolment
from aspirants.operations.corrections import note_undoing
from deadlines.clocks.judging import judged_again
from jobplans.models import FollowUp
from jobplans.operations.correcting import plan_again
from organisation.access.permissions import Act, require
from organisation.models import User


@transaction.atomic
def undo_follow_up(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """A follow-up is still to be held, and the one after it is not planned. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    follow_up = FollowUp.objects.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    with judged_again(actor, enrolment, because="Bröts när något ångrades."):
        plan_again(enrolment=enrolment, follow_up=follow_up)
        note_undoing(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.FOLLOW_UP,
            number=follow_up.pk,
            title="Uppföljning",
        )
