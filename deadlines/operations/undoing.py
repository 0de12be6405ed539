"""Taking back a contact attempt (FC-30)."""

from __future__ import annotations

from django.db import transaction

from aspirants.models import CorrectedKind, Enrolment
from aspirants.operations.corrections import note_undoing
from deadlines.clocks.judging import judged_again
from deadlines.models import ContactAttempt
from organisation.access.permissions import Act, require
from organisation.models import User


@transaction.atomic
def undo_attempt(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """An attempt that was recorded a moment ago is taken away. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    attempts = ContactAttempt.objects.select_for_update(of=("self",))
    attempt = attempts.get(pk=number, clock__enrolment=enrolment)
    with judged_again(actor, enrolment, because="Bröts när något ångrades."):
        undone = note_undoing(
            actor=actor, enrolment=enrolment, kind=CorrectedKind.ATTEMPT, number=attempt.pk, title="Kontaktförsök"
        )
        attempt.removed_at = undone.made_at
        attempt.save(update_fields=["removed_at"])
