"""All imports."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imports.pages.batches import batch_rows, finished, going_on, undone
from organisation.access.rules import StaffRequest, access, administrators

IMPORTS_A_PAGE = 50


@access(administrators)
@require_safe
def import_list(request: StaffRequest) -> HttpResponse:
    """The imports that are going on, whoever began them, those that were brought in, and those that were undone."""
    page = Paginator(finished(), IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "going_on": batch_rows(going_on()),
        "page": page,
        "rows": batch_rows(page.object_list),
        "undone": batch_rows(undone()[:IMPORTS_A_PAGE]),
    }
    return render(request, "imports/list.html", context)
