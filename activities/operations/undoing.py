"""Taking back a job offer, its answer, an insats or the yes to it (FC-30)."""

from __future__ import annotations

from django.db import transaction

from activities.models import Activity, JobOffer
from activities.operations.correcting import empty_activity, empty_offer
from aspirants.models import CorrectedKind, Enrolment
from aspirants.operations.corrections import note_undoing
from aspirants.operations.undoing import restore
from deadlines.clocks.judging import judged_again
from organisation.access.permissions import Act, require
from organisation.models import User

UNDONE = "Bröts när något ångrades."


@transaction.atomic
def undo_job_offer(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """A job offer has no answer again; one that was new is taken away. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    offer = JobOffer.objects.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    title = f"Jobberbjudande {offer.offered_on}"
    with judged_again(actor, enrolment, because=UNDONE):
        if restore(row=offer):
            offer.save()
        else:
            empty_offer(offer=offer)
        note_undoing(actor=actor, enrolment=enrolment, kind=CorrectedKind.OFFER, number=offer.pk, title=title)


@transaction.atomic
def undo_activity(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """An insats waits for the aspirant's yes again; one that was new is taken away. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    title = f"Insats från {activity.starts_on}"
    with judged_again(actor, enrolment, because=UNDONE):
        if restore(row=activity):
            activity.save()
        else:
            empty_activity(activity=activity)
        note_undoing(actor=actor, enrolment=enrolment, kind=CorrectedKind.ACTIVITY, number=activity.pk, title=title)
