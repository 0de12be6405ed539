"""Åtkomstlogg: who has looked at what. For the log reviewer, who opens no case and meets no name here."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import log_file
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form
from core.spreadsheets import csv_text
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from organisation.models import Role
from workbench.access_log.entries import (
    MOST_LOG_ROWS_IN_FILE,
    LogRow,
    events_about,
    events_where,
    file_lines,
    person_in_log,
    shown,
)
from workbench.access_log.forms import DaysForm, LogFilterForm, PersonInLogForm
from workbench.access_log.summaries import days_where, months_with_reviews, reviewed_months

PAGE_SIZE = 50
MONTHS_ON_A_PAGE = 6
LOGGED_AS = "Åtkomstlogg"

log_reviewers = allowed_to(Act.READ_LOG)


@access(log_reviewers)
@require_safe
def access_log(request: StaffRequest) -> HttpResponse:
    """The events of a period, narrowed by event, employee and number of a case or referral."""
    form = LogFilterForm(request.GET.dict())
    if not form.is_valid():
        return render_form(request, "workbench/access_log/access_log.html", form)
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    page = Paginator(events_where(form.cleaned_data), PAGE_SIZE).get_page(request.GET.get("page"))
    return render_form(
        request, "workbench/access_log/access_log.html", form, page=page, rows=list(shown(page.object_list))
    )


@access(log_reviewers)
@require_safe
def access_log_csv(request: StaffRequest) -> HttpResponse:
    """The same events as a file, all of them; when they are too many, a shorter period is asked for."""
    form = LogFilterForm(request.GET.dict())
    if not form.is_valid():
        return render_form(request, "workbench/access_log/access_log.html", form)
    events = list(events_where(form.cleaned_data)[: MOST_LOG_ROWS_IN_FILE + 1])
    if len(events) > MOST_LOG_ROWS_IN_FILE:
        messages.error(request, "Urvalet är för stort för en fil. Välj en kortare period.")
        return redirect(reverse("access_log", query=request.GET))
    log_file(request, LOGGED_AS, persons=len({event.person_id for event in events} - {None}))
    return _file(f"atkomstlogg-{form.cleaned_data['fran']}-{form.cleaned_data['till']}.csv", shown(events))


@access(log_reviewers)
@require_safe
def access_log_days(request: StaffRequest) -> HttpResponse:
    """What each employee did on each day: persons opened, look-ups, files, acts, and the reasons that were given."""
    form, template = DaysForm(request.GET.dict()), "workbench/access_log/access_log_days.html"
    if not form.is_valid():
        return render_form(request, template, form)
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    page = Paginator(days_where(form.cleaned_data), PAGE_SIZE).get_page(request.GET.get("page"))
    days = [{**day, "position": Role(day["user__role"]).label} for day in page.object_list]
    return render_form(request, template, form, page=page, days=days)


@access(log_reviewers)
@require_safe
def access_log_reviews(request: StaffRequest) -> HttpResponse:
    """Whether the managers have gone through each month, and what it gave."""
    page = Paginator(months_with_reviews(request.user), MONTHS_ON_A_PAGE).get_page(request.GET.get("page"))
    months = reviewed_months(request.user, list(page.object_list))
    return render(request, "workbench/access_log/access_log_reviews.html", {"page": page, "months": months})


def _file(name: str, rows: Iterable[LogRow]) -> HttpResponse:
    return HttpResponse(
        csv_text(file_lines(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access(log_reviewers)
@get_or_post
def access_log_person(request: StaffRequest) -> HttpResponse:
    """Who has seen the person with an identity number, or searched for it. The question itself is logged.

    By POST, also from page to page and for the file: the number is in no address.
    """
    form = PersonInLogForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render_form(request, "workbench/access_log/access_log_person.html", form)
    person = person_in_log(form.cleaned_data["nummer"])
    as_file = "fil" in request.POST
    kind = AccessKind.EXPORT if as_file else AccessKind.SEARCH
    page = Paginator(events_about(person), MOST_LOG_ROWS_IN_FILE if as_file else PAGE_SIZE).get_page(
        request.POST.get("page")
    )
    rows = list(shown(page.object_list))
    log_access(request, kind, subject=LOGGED_AS, person_id=person.person_id, sought=person.sought)
    if as_file:
        return _file(f"atkomstlogg-person-{timezone.localdate()}.csv", rows)
    return render_form(request, "workbench/access_log/access_log_person.html", form, page=page, rows=rows)
