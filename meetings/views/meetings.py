"""Logging and booking meetings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from aspirants.models import Enrolment
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from meetings.choices import MeetingStatus
from meetings.forms import BookMeetingForm, LogMeetingForm
from meetings.models import Meeting
from meetings.operations import book_meeting, log_meeting
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.models import User


@access(jobbtorg_staff)
def log_meeting_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how a meeting went; `?meeting=` names the booking it is about."""
    enrolment = open_case(request, pk)
    booked = _booking(request, enrolment)
    form = LogMeetingForm(request.POST or None, booked=booked)
    if form.is_valid():
        try:
            meeting = log_meeting(actor=request.user, enrolment=enrolment, booked=booked, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, starts_at="day", next_meeting_at="next_day", status="outcome")
        else:
            when = weekday_date(timezone.localdate(meeting.starts_at))
            text = f"Mötet {when} är loggat: {meeting.get_status_display().lower()}."
            say_undoable(request, text, enrolment, *filter(None, (meeting, meeting.booked_next)))
            return redirect(_after(request, enrolment))
    return render_form(request, "meetings/log_meeting.html", form, enrolment=enrolment, booked=booked)


def _booking(request: StaffRequest, enrolment: Enrolment) -> Meeting | None:
    number = request.GET.get("meeting", "")
    if not number.isdecimal():
        return None
    # No key is longer than twenty digits, and Python refuses to read thousands of them.
    return get_object_or_404(Meeting, pk=number[:20], enrolment=enrolment)


def _after(request: StaffRequest, enrolment: Enrolment) -> str:
    following = next_to_log(request.user) if "save_and_next" in request.POST else None
    if following is None:
        return reverse("case", args=[enrolment.pk])
    return f"{reverse('log_meeting', args=[following.enrolment_id])}?meeting={following.pk}"


def next_to_log(coach: User) -> Meeting | None:
    """The coach's oldest booked meeting that has begun and is not logged."""
    waiting = Meeting.objects.visible_to(coach).filter(
        coach=coach, status=MeetingStatus.BOOKED, starts_at__lte=timezone.now(), enrolment__closed_on=None
    )
    meeting: Meeting | None = waiting.order_by("starts_at", "pk").first()
    return meeting


@access(jobbtorg_staff)
def book_meeting_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Book a coming meeting."""
    enrolment = open_case(request, pk)
    form = BookMeetingForm(request.POST or None)
    if form.is_valid():
        try:
            meeting = book_meeting(actor=request.user, enrolment=enrolment, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, starts_at="day")
        else:
            text = f"Mötet är bokat till {weekday_date(timezone.localdate(meeting.starts_at))}."
            say_undoable(request, text, enrolment, meeting)
            return redirect("case", pk=enrolment.pk)
    return render_form(
        request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Boka möte", submit_label="Boka"
    )
