"""A table as a CSV or XLSX file to download; the access log has a row of who fetched it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse

from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import XLSX_TYPE, Cell, csv_text, xlsx_bytes
from organisation.access.rules import StaffRequest

MOST_ROWS_IN_FILE = 5_000


def file_of(request: StaffRequest, name: str, subject: str, lines: Iterable[Iterable[Cell]]) -> HttpResponse:
    """The lines as the kind of file that `?format=` asks for, by default CSV."""
    log_access(request, AccessKind.EXPORT, subject=subject)
    if request.GET.get("format") == "xlsx":
        return _attached(xlsx_bytes(lines), XLSX_TYPE, f"{name}.xlsx")
    return _attached(csv_text(lines), "text/csv; charset=utf-8", f"{name}.csv")


def _attached(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
