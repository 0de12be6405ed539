"""The weekly group information: sessions, and who came."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import render_form
from core.swedish.dates import moment
from meetings.choices import BookingStatus
from meetings.forms import NewSessionForm
from meetings.models import GroupInformationSession
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
    return render_form(request, "meetings/group_information_new.html", form)
