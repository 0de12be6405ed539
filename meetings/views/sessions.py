"""The weekly group information: sessions, and who came."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import moment
from meetings.choices import BookingStatus
from meetings.forms import NewSessionForm
from meetings.models import GroupInformationSession
from meetings.operations import plan_group_information
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def group_information_list(request: StaffRequest) -> HttpResponse:
    """Coming sessions of the jobbtorg, and the last two weeks'."""
    recent = timezone.now() - datetime.timedelta(days=14)
    sessions = GroupInformationSession.objects.filter(jobbtorg=request.user.jobbtorg_id, starts_at__gte=recent)
    sessions = sessions.annotate(
        invited=Count("bookings"), attended=Count("bookings", filter=Q(bookings__status=BookingStatus.ATTENDED))
    )
    sessions = sessions.order_by("starts_at")  # a model's own order does not survive counting
    return render(request, "meetings/group_information_list.html", {"sessions": sessions, "now": timezone.now()})


@access(jobbtorg_staff)
def group_information_new(request: StaffRequest) -> HttpResponse:
    """Plan a session."""
    form = NewSessionForm(request.POST or None)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            plan_group_information(
                actor=request.user,
                starts_at=moment(answers["day"], answers["time"]),
                place=answers["place"],
                language=answers["language"],
                capacity=answers["capacity"],
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Gruppinformationen är inlagd.")
            return redirect("group_information_list")
    return render_form(request, "meetings/group_information_new.html", form)
