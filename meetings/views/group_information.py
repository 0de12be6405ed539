"""Inviting a case to a group information, cancelling, and who came, with the last day of the clock it is part of."""

from __future__ import annotations

import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aspirants.access import open_case, reason_to_read
from aspirants.corrections.told import corrections_of
from aspirants.corrections.undoing import say_undoable
from aspirants.models import CorrectedKind, Enrolment
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from deadlines.models import ClockKind
from meetings.choices import BookingStatus
from meetings.models import GroupInformationBooking
from meetings.operations import book_group_information, cancel_invitation, record_group_information
from meetings.planning.forms import CancelForm
from meetings.planning.session_forms import GroupInformationForm, PlaceOutcomeForm
from meetings.shown import shown_booking
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def case_group_information(request: StaffRequest, pk: int) -> HttpResponse:
    """One case's invitations, with the day its plan is promised for, and a form to invite it to a session."""
    enrolment = open_case(request, pk, also_closed=True)
    form = GroupInformationForm(request.POST or None, enrolment=enrolment, promised_on=_promised_on(enrolment))
    if form.is_valid():
        try:
            book_group_information(actor=request.user, enrolment=enrolment, session=form.cleaned_data["session"])
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Aspiranten är kallad till gruppinformationen.")
            return redirect("case_group_information", pk=enrolment.pk)
    return _group_information_page(request, enrolment, form)


def _group_information_page(
    request: StaffRequest,
    enrolment: Enrolment,
    form: GroupInformationForm,
    changed: ChangedMeanwhileError | None = None,
) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that."""
    promised_on = _promised_on(enrolment)
    bookings = enrolment.group_information_bookings.select_related("session__moved_to")
    corrected = corrections_of(enrolment, CorrectedKind.GROUP)
    response = render_form(
        request,
        "meetings/case_group_information.html",
        form,
        enrolment=enrolment,
        promised_on=promised_on,
        later=[one for one in bookings if _is_too_late(one, promised_on)],
        bookings=[(booking, shown_booking(booking), corrected.get(booking.pk, [])) for booking in bookings],
        now=timezone.now(),
        changed=changed,
        action_url=reverse("case_group_information", args=[enrolment.pk]),
    )
    if changed:
        response.status_code = HTTPStatus.CONFLICT
    return response


PROMISES = (ClockKind.PLAN_GUARANTEE, ClockKind.GROUP_INFO_OFFER)
"""What a group information must come in time for."""


def _promised_on(enrolment: Enrolment) -> datetime.date | None:
    """The last day by which the aspirant has been promised this; None where nothing is left to keep."""
    clocks = enrolment.clocks.of_kinds(PROMISES)
    return min((clock.due_on for clock in clocks if clock.is_open and clock.due_on is not None), default=None)


def _is_too_late(booking: GroupInformationBooking, promised_on: datetime.date | None) -> bool:
    """Whether an invitation is to a session after the promise."""
    if promised_on is None or booking.status != BookingStatus.INVITED:
        return False
    return timezone.localdate(booking.session.starts_at) > promised_on


@access(jobbtorg_staff)
def invitation_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back one aspirant's place, with on whose wish and why."""
    bookings = GroupInformationBooking.objects.visible_to(request.user).select_related("session")
    booking = get_object_or_404(bookings, pk=pk)
    enrolment = open_case(request, booking.enrolment_id, also_closed=True)
    form = CancelForm(request.POST or None, now=shown_booking(booking))
    if form.is_valid():
        try:
            place = cancel_invitation(
                actor=request.user, booking=booking, seen_booking=form.seen, **form.as_operation()
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal, reason="why")
        else:
            messages.success(request, f"Aspirantens plats är {place.get_status_display().lower()}.")
            return redirect("case_group_information", pk=enrolment.pk)
    return render_form(
        request,
        "meetings/invitation_cancel.html",
        form,
        enrolment=enrolment,
        booking=booking,
        is_invited=booking.status == BookingStatus.INVITED,
        heading="Avboka plats",
        submit_label="Avboka platsen",
        promised_on=_promised_on(enrolment),
    )


@access(jobbtorg_staff)
@require_POST
def group_information_outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """Record whether the aspirant came."""
    booking = get_object_or_404(
        GroupInformationBooking.objects.visible_to(request.user).select_related("session", "enrolment__person"), pk=pk
    )
    reason_to_read(request, booking.enrolment.person)
    outcome = PlaceOutcomeForm(request.POST)
    if outcome.is_valid():
        status = BookingStatus(outcome.cleaned_data["status"])
        try:
            record_group_information(actor=request.user, booking=booking, seen_booking=seen_in(request), status=status)
            say_undoable(request, f"Gruppinformation: {status.label.lower()}.", booking.enrolment, booking)
        except ChangedMeanwhileError as changed:
            enrolment = open_case(request, booking.enrolment_id)
            form = GroupInformationForm(enrolment=enrolment, promised_on=_promised_on(enrolment))
            return _group_information_page(request, enrolment, form, changed)
        except OperationRefused as refusal:
            messages.error(request, refusal.message)
    return redirect("case_group_information", pk=booking.enrolment_id)
