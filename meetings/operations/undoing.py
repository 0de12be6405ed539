"""Taking back a booking, a meeting that was logged, or who came to a group information (FC-30)."""

from __future__ import annotations

from django.db import transaction

from aspirants.models import CorrectedKind, Enrolment
from aspirants.operations.corrections import note_undoing
from aspirants.operations.undoing import restore
from deadlines.clocks.judging import judged_again
from meetings.corrections.visits import group_visit_day, visit_day
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations.correcting import empty_meeting
from meetings.operations.visits import follow_first_visit
from meetings.shown import title_of
from organisation.access.permissions import Act, require
from organisation.models import User

UNDONE = "Bröts när något ångrades."


@transaction.atomic
def undo_meeting(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """A meeting that was logged is booked again; one that was new is taken away. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    visited, title = visit_day(meeting), title_of(meeting)
    with judged_again(actor, enrolment, because=UNDONE):
        if restore(row=meeting):
            meeting.save()
        else:
            empty_meeting(actor=actor, meeting=meeting)
        note_undoing(actor=actor, enrolment=enrolment, kind=CorrectedKind.MEETING, number=meeting.pk, title=title)
        follow_first_visit(enrolment=enrolment, before=visited, after=visit_day(meeting))


@transaction.atomic
def undo_group_outcome(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """What was registered about a group information is as it was before. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    bookings = GroupInformationBooking.objects.select_for_update(of=("self",)).select_related("session")
    booking = bookings.get(pk=number, enrolment=enrolment)
    visited = group_visit_day(booking)
    with judged_again(actor, enrolment, because=UNDONE):
        restore(row=booking)
        booking.save()
        note_undoing(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.GROUP,
            number=booking.pk,
            title=str(booking.session),
        )
        follow_first_visit(enrolment=enrolment, before=visited, after=group_visit_day(booking))
