"""The register of breaches. Nothing is ever removed from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import MOST_ROWS_IN_FILE, file_of
from audit.models import AccessKind
from audit.operations import log_access
from core.reading.near_pages import NearPaginator
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.lists.file_columns import file_columns
from organisation.lists.filters import ORDER
from oversight.groups import Coaches
from oversight.lists.filters import BreachFilter
from oversight.lists.orders import BREACH_ORDERS, LATEST_FIRST, headings
from oversight.lists.pages import BREACHES, breaches_asked_for
from oversight.lists.rows import BreachRow, breach_columns, breaches_table
from oversight.lists.shown import list_context

PAGE_SIZE = 50

LOGGED_AS = "Brutna frister"


@access(jobbtorg_staff)
@require_safe
def breaches(request: StaffRequest) -> HttpResponse:
    """Each breach once, with cause, comment and who gave them."""
    today = timezone.localdate()
    listed = _asked_for(request)
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    pages = NearPaginator(listed.qs, PAGE_SIZE, request.GET.get("page", ""))
    context = {
        "headings": headings(request.GET.get(ORDER, ""), BREACH_ORDERS, LATEST_FIRST),
        **list_context(request, BREACHES, listed, pages),
    }
    context["rows"] = [BreachRow.of(breach, today) for breach in context["page"]]
    return render(request, "oversight/breaches.html", context)


def _asked_for(request: StaffRequest) -> BreachFilter:
    return breaches_asked_for(request.user, request.GET, Coaches.watched_by(request.user))


@access(jobbtorg_staff)
@require_safe
def breaches_file(request: StaffRequest) -> HttpResponse:
    """The register as filtered, as a file, without protected persons."""
    today = timezone.localdate()
    listed = _asked_for(request)
    found = list(listed.qs[: MOST_ROWS_IN_FILE + 1])
    if len(found) > MOST_ROWS_IN_FILE:
        messages.error(request, "Urvalet är för stort för en fil. Välj en kortare period.")
        return redirect(reverse("breaches", query=request.GET))
    persons = len({breach.clock.person_id for breach in found})
    columns = file_columns(request.user, BREACHES, request.GET, breach_columns(today))
    table, said = breaches_table(found, columns), listed.in_words()
    return file_of(
        request, f"brutna-frister-{today}", LOGGED_AS, table, persons=persons, asked=said, columns=columns.in_words
    )
