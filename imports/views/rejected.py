"""The rejected rows of a list as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from audit.files import file_of
from imports.models import ImportList
from imports.pages.rejected import name_of_file, rejected_lines, rejected_rows
from imports.views.finding import the_import
from organisation.access.rules import StaffRequest, access, administrators


@access(administrators)
@require_safe
def import_rejected(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows of the list `lista`, or of the first, that were not taken in; one with many persons needs two."""
    batch = the_import(pk)
    lists = ImportList.objects.filter(file__batch=batch)
    wanted = request.GET.get("lista", "")
    if wanted.isdecimal():
        lists = lists.filter(pk=wanted)
    imported = lists.order_by("file_id", "number").first()
    if imported is None:
        raise Http404
    rows = rejected_rows(batch, imported)
    return file_of(
        request,
        name_of_file(batch, imported),
        f"Felrader, import {batch.pk}",
        rejected_lines(imported, rows),
        persons=len(rows),
        comes_back=True,
    )
