"""A table as a CSV or XLSX file to download; the access log has a row of who fetched it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse

from audit.file_requests import require_agreement
from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import XLSX_TYPE, Cell, csv_text, xlsx_bytes
from organisation.access.rules import StaffRequest

MOST_ROWS_IN_FILE = 5_000


def file_of(
    request: StaffRequest, name: str, subject: str, lines: Iterable[Iterable[Cell]], *, persons: int
) -> HttpResponse:
    """The lines as the kind of file that `?format=` asks for, by default CSV.

    `persons`: how many are in it, 0 where it holds figures alone. Raises AgreementRequiredError where these are many.
    """
    log_file(request, subject, persons=persons)
    if request.GET.get("format") == "xlsx":
        return _attached(xlsx_bytes(lines), XLSX_TYPE, f"{name}.xlsx")
    return _attached(csv_text(lines), "text/csv; charset=utf-8", f"{name}.csv")


def log_file(request: StaffRequest, subject: str, *, persons: int) -> None:
    """Every file passes here before it is given out: what is in the log is who fetched it, and who agreed and why."""
    agreed = require_agreement(request, subject, persons)
    reason = f"{agreed.reason} (högst {agreed.most_persons} personer, godkänt av {agreed.decided_by})" if agreed else ""
    log_access(request, AccessKind.EXPORT, subject=subject, reason=reason[:300])


def _attached(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
