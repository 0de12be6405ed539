"""Inviting a case to a group information, and who came, with the last day of the clock it is part of."""

from __future__ import annotations

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
from meetings.forms import BookingOutcomeForm, GroupInformationForm
from meetings.models import GroupInformationBooking
from meetings.operations import book_group_information, record_group_information
from meetings.shown import shown_booking
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def case_group_information(request: StaffRequest, pk: int) -> HttpResponse:
    """One case's invitations, with the day its plan is promised for, and a form to invite it to a session."""
    enrolment = open_case(request, pk)
    form = GroupInformationForm(request.POST or None, enrolment=enrolment)
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
    corrected = corrections_of(enrolment, CorrectedKind.GROUP)
    bookings = enrolment.group_information_bookings.select_related("session")
    clock = enrolment.clocks.of_kind(ClockKind.PLAN_GUARANTEE).first()
    response = render_form(
        request,
        "meetings/case_group_information.html",
        form,
        enrolment=enrolment,
        bookings=[(booking, shown_booking(booking), corrected.get(booking.pk, [])) for booking in bookings],
        clock=clock,
        now=timezone.now(),
        changed=changed,
        action_url=reverse("case_group_information", args=[enrolment.pk]),
    )
    if changed:
        response.status_code = HTTPStatus.CONFLICT
    return response


@access(jobbtorg_staff)
@require_POST
def group_information_outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """Record whether the aspirant came."""
    booking = get_object_or_404(
        GroupInformationBooking.objects.visible_to(request.user).select_related("session", "enrolment__person"), pk=pk
    )
    reason_to_read(request, booking.enrolment.person)
    form = BookingOutcomeForm(request.POST)
    if form.is_valid():
        status = BookingStatus(form.cleaned_data["status"])
        try:
            record_group_information(actor=request.user, booking=booking, seen_booking=seen_in(request), status=status)
            say_undoable(request, f"Gruppinformation: {status.label.lower()}.", booking.enrolment, booking)
        except ChangedMeanwhileError as changed:
            enrolment = open_case(request, booking.enrolment_id)
            return _group_information_page(request, enrolment, GroupInformationForm(enrolment=enrolment), changed)
        except OperationRefused as refusal:
            messages.error(request, refusal.message)
    return redirect("case_group_information", pk=booking.enrolment_id)
