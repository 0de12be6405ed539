"""Booking, moving and cancelling a meeting."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from aspirants.models import Enrolment
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_moment
from core.way_back import way_back
from deadlines.models import ClockKind
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.operations import book_meeting, cancel_booking, move_booking
from meetings.planning.forms import BookMeetingForm, CancelForm, MoveMeetingForm
from meetings.shown import shown_meeting
from meetings.views.warned import answer_of
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def book_meeting_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Book a coming meeting; what speaks against the time is shown first, and answered by sending it again.

    `?dag=2026-12-01&tid=10.00`: the time that the link proposes.
    """
    enrolment = open_case(request, pk)
    form = BookMeetingForm(request.POST or None, initial=_proposed(request))
    if form.is_valid():
        meeting = answer_of(
            form, lambda: book_meeting(actor=request.user, enrolment=enrolment, **form.as_operation()), starts_at="day"
        )
        if meeting is not None:
            say_undoable(request, f"Mötet är bokat till {_when(meeting)}.", enrolment, meeting)
            return redirect(way_back(request, reverse("case", args=[enrolment.pk])))
    return render_form(
        request,
        "meetings/booking_form.html",
        form,
        enrolment=enrolment,
        heading="Boka möte",
        submit_label="Boka",
        promised_on=_promised_on(enrolment),
    )


def _proposed(request: StaffRequest) -> dict[str, object]:
    """Day and time that the address proposes, where they can be read; the page shows them as if they were typed."""
    found: dict[str, object] = {}
    for name, parameter in (("day", "dag"), ("time", "tid")):
        with suppress(ValidationError):
            if proposed := BookMeetingForm.base_fields[name].to_python(request.GET.get(parameter, "")):
                found[name] = proposed
    return found


@access(jobbtorg_staff)
def move_booking_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a booked meeting another time, with on whose wish and why."""
    booking, enrolment = _booking(request, pk)
    if _was_removed(request, booking):
        return redirect(_meetings_of(enrolment))
    begins = timezone.localtime(booking.starts_at)
    initial = {"day": begins.date(), "time": begins.time()}
    form = MoveMeetingForm(request.POST or None, now=shown_meeting(booking), initial=initial)
    if form.is_valid():
        moved = answer_of(
            form,
            lambda: move_booking(actor=request.user, booking=booking, seen_booking=form.seen, **form.as_operation()),
            starts_at="day",
            reason="why",
        )
        if moved is not None:
            messages.success(request, f"Mötet är flyttat till {_when(moved)}.")
            return redirect(way_back(request, _meetings_of(enrolment)))
    return _page(request, form, enrolment, booking, heading="Flytta möte", submit_label="Flytta")


@access(jobbtorg_staff)
def cancel_booking_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a booked meeting will not take place, with on whose wish and why."""
    booking, enrolment = _booking(request, pk, also_closed=True)
    if _was_removed(request, booking):
        return redirect(_meetings_of(enrolment))
    form = CancelForm(request.POST or None, now=shown_meeting(booking))
    if form.is_valid():
        try:
            cancelled = cancel_booking(
                actor=request.user, booking=booking, seen_booking=form.seen, **form.as_operation()
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal, reason="why")
        else:
            messages.success(request, f"Mötet {_when(booking)} är {cancelled.get_status_display().lower()}.")
            return redirect(way_back(request, _meetings_of(enrolment)))
    return _page(request, form, enrolment, booking, heading="Avboka möte", submit_label="Avboka mötet")


def _booking(request: StaffRequest, pk: int, *, also_closed: bool = False) -> tuple[Meeting, Enrolment]:
    """The booking, also one that was taken away since the page was shown, and its case."""
    booking = get_object_or_404(Meeting.with_removed.visible_to(request.user), pk=pk)
    return booking, open_case(request, booking.enrolment_id, also_closed=also_closed)


def _was_removed(request: StaffRequest, booking: Meeting) -> bool:
    """Whether a page is only being opened about a booking that is gone, which is said then. A form is answered."""
    gone = booking.status == MeetingStatus.REMOVED and request.method != "POST"
    if gone:
        messages.error(request, "Mötet är borttaget. Det var registrerat på fel person.")
    return gone


def _page(
    request: StaffRequest,
    form: MoveMeetingForm | CancelForm,
    enrolment: Enrolment,
    booking: Meeting,
    *,
    heading: str,
    submit_label: str,
) -> HttpResponse:
    if form.is_bound:
        # Whoever was first may have cancelled it since the request began.
        booking.refresh_from_db(fields=["status", "starts_at"])
    is_booked = booking.status == MeetingStatus.BOOKED
    return render_form(
        request,
        "meetings/booking_form.html",
        form,
        enrolment=enrolment,
        booking=booking,
        is_booked=is_booked,
        is_settled=not is_booked,
        is_past=booking.starts_at <= timezone.now(),
        heading=heading,
        submit_label=submit_label,
        anyway_label="Flytta ändå",
        promised_on=_promised_on(enrolment),
    )


def _promised_on(enrolment: Enrolment) -> object:
    """The last day of the aspirant's promise, while it is still to be kept."""
    clock = enrolment.clocks.of_kind(ClockKind.PLAN_GUARANTEE).first()
    return clock.due_on if clock is not None and clock.is_open else None


def _when(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.starts_at)
    return short_moment(begins, timezone.localdate())


def _meetings_of(enrolment: Enrolment) -> str:
    """The meetings of the case; by name, since that page stands above this package."""
    return reverse("case_meetings", args=[enrolment.pk])
