"""A table as a CSV or XLSX file to download; the access log has a row of who fetched it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from django.utils import timezone

from audit.file_requests import require_agreement
from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import NO_PERSONS, XLSX_TYPE, About, Cell, Line, Table, csv_text, lines_of, xlsx_bytes
from organisation.access.rules import StaffRequest

MOST_ROWS_IN_FILE = 5_000

WITH_PERSONS = "Innehåller personuppgifter. Sekretess enligt 26 kap. 1 § offentlighets- och sekretesslagen (OSL)."
ALL_OF_IT = "Inget urval"


def file_of(
    request: StaffRequest,
    name: str,
    subject: str,
    lines: Table | Iterable[Table] | Iterable[Line],
    *,
    persons: int,
    asked: Sequence[str] | None = None,
    columns: str = "",
    definitions: str = "",
    comes_back: bool = False,
) -> HttpResponse:
    """The lines as the kind of file that `?format=` asks for, by default CSV. Several tables are one sheet each.

    `subject`: the page it comes from. `persons`: how many are in it, 0 where it holds figures alone. A workbook says on
    its cover what was `asked` (the filters in words; left out, the address says it), which `columns` of the list it
    has, and by which version of the `definitions` its figures are counted. `comes_back`: it is filled in and read
    again. Raises AgreementRequiredError where the persons are many.
    """
    log_file(request, subject, persons=persons)
    tables = _tables(lines)
    if request.GET.get("format") == "xlsx":
        about = About(
            title=subject,
            facts=list(_facts(request, asked, columns, definitions)),
            mark=WITH_PERSONS if persons else NO_PERSONS,
            author=request.user.get_full_name(),
            comes_back=comes_back,
        )
        return _attached(xlsx_bytes(tables, about), XLSX_TYPE, f"{name}.xlsx")
    return _attached(csv_text(lines_of(tables)), "text/csv; charset=utf-8", f"{name}.csv")


def _tables(lines: Table | Iterable[Table] | Iterable[Line]) -> Sequence[Table]:
    if isinstance(lines, Table):
        return [lines]
    tables: list[Table] = []
    loose: list[Line] = []
    for one in lines:
        if isinstance(one, Table):
            tables.append(one)
        else:
            loose.append(one)
    return tables or [Table.of(loose)]


def _facts(
    request: StaffRequest, asked: Sequence[str] | None, columns: str, definitions: str
) -> Iterator[tuple[str, Cell]]:
    user = request.user
    if asked is None:
        yield "Adress", request.get_full_path()
    for number, words in enumerate((asked or [ALL_OF_IT]) if asked is not None else []):
        yield "" if number else "Urval", words
    if columns:
        yield "Kolumner", columns
    yield "Uttaget", timezone.localtime()
    yield "Uttaget av", ", ".join(filter(None, [user.get_full_name(), user.get_role_display(), user.unit_name]))
    if definitions:
        yield "Definitioner, version", definitions


def log_file(request: StaffRequest, subject: str, *, persons: int) -> None:
    """Every file passes here before it is given out: what is in the log is who fetched it, and who agreed and why."""
    agreed = require_agreement(request, subject, persons)
    reason = f"{agreed.reason} (högst {agreed.most_persons} personer, godkänt av {agreed.decided_by})" if agreed else ""
    log_access(request, AccessKind.EXPORT, subject=subject, reason=reason[:300])


def _attached(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
