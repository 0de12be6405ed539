"""*Uteblev* in one press, from a row of a list: the meeting is logged as it was booked, and a new time is proposed."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.swedish.dates import moment
from core.way_back import leads_back_to, way_back
from core.workdays import ONE_DAY
from jobplans.models import FollowUp
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from meetings.operations import log_meeting
from meetings.planning.around import Around, around, said_time
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.telling.matters import FOLLOW_UP

ONE_ACT = uuid.UUID("6a3f6f0e-6f0d-4f5b-9a7b-2f1f8f0f9d1a")
"""Within it each booking has one number for being missed: a key that is pressed twice logs once."""

DAYS_TRIED = 10


@access(jobbtorg_staff)
@require_POST
def meeting_missed(request: StaffRequest, pk: int) -> HttpResponse:
    """Log that the aspirant did not come to a booked meeting, with *Ångra* and the way to a new time."""
    booking = get_object_or_404(Meeting.with_removed.visible_to(request.user), pk=pk)
    enrolment = open_case(request, booking.enrolment_id)
    end = way_back(request, reverse("case_meetings", args=[enrolment.pk]))
    try:
        missed = log_meeting(
            actor=request.user,
            enrolment=enrolment,
            status=MeetingStatus.ABSENT_INVALID,
            starts_at=booking.starts_at,
            kind=MeetingKind(booking.kind),
            channel=Channel(booking.channel),
            submission_id=uuid.uuid5(ONE_ACT, str(booking.pk)),
            booked=booking,
        )
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        text = about(enrolment, f"Mötet {said_time(missed.starts_at)} är loggat: uteblev.", end)
        say_undoable(request, with_new_time(text, request, enrolment, missed, end), enrolment, missed)
    return redirect(end)


def about(enrolment: Enrolment, text: str, end: str) -> str:
    """A message, with whom it is about where it is shown (`end`) on another page than the case's.

    A person with protected identity is not named there.
    """
    if enrolment.person.is_protected or end.startswith(reverse("case", args=[enrolment.pk])):
        return text
    return f"{text} Det gäller {enrolment.person.name}."


def with_new_time(text: str, request: StaffRequest, enrolment: Enrolment, missed: Meeting, end: str) -> SafeString:
    """A message that a meeting was missed, with the link to book another one at a time that is proposed."""
    begins = timezone.localtime(proposed_time(missed, around(enrolment, actor=request.user)))
    address = f"{reverse('book_meeting', args=[enrolment.pk])}?dag={begins:%Y-%m-%d}&tid={begins:%H.%M}"
    return format_html('{} <a class="ds-link" href="{}&amp;{}">Boka ny tid</a>', text, address, leads_back_to(end))


def with_telling(text: str, enrolment: Enrolment, follow_up: FollowUp, end: str) -> SafeString:
    """A message that a follow-up was held, with the link to tell the case's unit what came of it."""
    address = f"{reverse('case_tell', args=[enrolment.pk])}?vad={FOLLOW_UP}-{follow_up.pk}"
    return format_html(
        '{} <a class="ds-link" href="{}&amp;{}">Meddela stadsdelen</a>', text, address, leads_back_to(end)
    )


def proposed_time(missed: Meeting, surroundings: Around) -> datetime.datetime:
    """The same time of day a week from today or, where that cannot be, on one of the days after it."""
    at = timezone.localtime(missed.starts_at).time().replace(second=0, microsecond=0, fold=0)
    day = first = surroundings.open_day(timezone.localdate() + ONE_DAY * 7)
    for _ in range(DAYS_TRIED):
        if surroundings.is_free(moment(day, at)):
            return moment(day, at)
        day = surroundings.open_day(day + ONE_DAY)
    return moment(first, at)
