"""The weekly group information: sessions, invitations and who came."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.forms import BookingOutcomeForm, GroupInformationForm, NewSessionForm
from aspirants.models import BookingStatus, GroupInformationBooking, GroupInformationSession
from aspirants.operations import book_group_information, record_group_information
from organisation.access import StaffRequest, access, jobbtorg_staff
from organisation.forms import moment, render_form, show_refusal
from organisation.operations import OperationRefused


@access(jobbtorg_staff)
def case_group_information(request: StaffRequest, pk: int) -> HttpResponse:
    """One case's invitations, and a form to invite it to a session."""
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
    bookings = enrolment.group_information_bookings.select_related("session")
    promise = enrolment.clocks.filter(policy__kind="PLAN_GUARANTEE").first()
    return render_form(
        request,
        "aspirants/case_group_information.html",
        form,
        enrolment=enrolment,
        bookings=bookings,
        promise=promise,
        now=timezone.now(),
    )


@access(jobbtorg_staff)
@require_POST
def group_information_outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """Record whether the aspirant came."""
    booking = get_object_or_404(
        GroupInformationBooking.objects.visible_to(request.user).select_related("session", "enrolment"), pk=pk
    )
    form = BookingOutcomeForm(request.POST)
    if form.is_valid():
        status = BookingStatus(form.cleaned_data["status"])
        try:
            record_group_information(actor=request.user, booking=booking, status=status)
            messages.success(request, f"Gruppinformation: {status.label.lower()}.")
        except OperationRefused as refusal:
            messages.error(request, refusal.message)
    return redirect("case_group_information", pk=booking.enrolment_id)


@access(jobbtorg_staff)
def group_information_list(request: StaffRequest) -> HttpResponse:
    """Coming sessions of the jobbtorg, and the last two weeks'."""
    recent = timezone.now() - datetime.timedelta(days=14)
    sessions = GroupInformationSession.objects.filter(jobbtorg=request.user.jobbtorg_id, starts_at__gte=recent)
    sessions = sessions.annotate(
        invited=Count("bookings"), attended=Count("bookings", filter=Q(bookings__status=BookingStatus.ATTENDED))
    )
    sessions = sessions.order_by("starts_at")  # a model's own order does not survive counting
    return render(request, "aspirants/group_information_list.html", {"sessions": sessions, "now": timezone.now()})


@access(jobbtorg_staff)
def group_information_new(request: StaffRequest) -> HttpResponse:
    """Plan a session."""
    form = NewSessionForm(request.POST or None)
    if form.is_valid():
        answers = form.cleaned_data
        _, created = GroupInformationSession.objects.get_or_create(
            jobbtorg=request.user.jobbtorg,
            starts_at=moment(answers["day"], answers["time"]),
            language=answers["language"],
            defaults={"place": answers["place"], "capacity": answers["capacity"]},
        )
        if created:
            messages.success(request, "Gruppinformationen är inlagd.")
            return redirect("group_information_list")
        form.add_error("day", "Det finns redan en gruppinformation den tiden.")
    return render_form(request, "aspirants/group_information_new.html", form)
