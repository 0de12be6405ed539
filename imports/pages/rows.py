"""The rows of one list as a table: the cells that are used, with what was found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from imports.choices import SEVERITIES, Verdict
from imports.models import ImportBatch, ImportIssue, ImportList, ImportRow
from imports.pages.figures import WITH_WARNING
from imports.pages.findings import PROTECTED_CODE, SEVERITY_COLORS, Cause
from imports.pages.lists.cells import cells_of, hidden_rows, with_corrections
from imports.pages.lists.meanings import heading_of, masked
from imports.values.findings import Severity

VERDICT_COLORS = {
    Verdict.NEW: "success",
    Verdict.UPDATE: "info",
    Verdict.WAITING: "warning",
    Verdict.MANUAL: "danger",
    Verdict.ERROR: "danger",
}
SEVERITY_WORDS = dict(SEVERITIES)
LONGEST_CELL = 80


@dataclass(frozen=True)
class ShownIssue:
    """A finding of a row; `anchor` is what its cell is described by."""

    anchor: str
    color: str
    severity: str
    heading: str
    message: str


@dataclass(frozen=True)
class ShownCell:
    """A cell with the gravest finding in it: its colour and its word, and the anchors of all."""

    text: str
    color: str = ""
    severity: str = ""
    described_by: str = ""


@dataclass(frozen=True)
class ShownRow:
    line: int
    cells: list[ShownCell]
    issues: list[ShownIssue]
    verdict: str
    color: str
    case_no: str


def used_columns(imported: ImportList) -> list[tuple[int, str]]:
    """The columns that are used, with their headings."""
    return [(number, heading_of(imported, number)) for number, name in enumerate(imported.fields) if name]


def rows_of(batch: ImportBatch, imported: ImportList | None, verdict: str, cause: Cause | None) -> QuerySet[ImportRow]:
    """The rows of one list of an import, with one verdict, or a warning, and one cause where these are given."""
    rows = ImportRow.objects.filter(batch=batch, list=imported) if imported else ImportRow.objects.none()
    if verdict == WITH_WARNING:
        warnings = ImportIssue.objects.filter(severity=Severity.WARNING, row__batch=batch)
        rows = rows.filter(pk__in=warnings.values("row"))
    elif verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    if cause is not None:
        issues = ImportIssue.objects.filter(severity=cause.severity, code=cause.code, message=cause.message)
        rows = rows.filter(pk__in=issues.filter(row__batch=batch).values("row"))
    return with_corrections(rows.order_by("line")).prefetch_related("issues")


def shown_rows(imported: ImportList, rows: Iterable[ImportRow]) -> list[ShownRow]:
    """The rows as shown; identity numbers are hidden, and all of a row about a protected person."""
    rows = list(rows)
    hidden = hidden_rows(rows)
    columns = used_columns(imported)
    return [_shown(imported, columns, row, is_hidden=row.protected or row.pk in hidden) for row in rows]


def _shown(imported: ImportList, columns: list[tuple[int, str]], row: ImportRow, *, is_hidden: bool) -> ShownRow:
    told = [issue for issue in row.issues.all() if not row.protected or issue.code == PROTECTED_CODE]
    issues = sorted(told, key=lambda issue: issue.pk)
    texts = [] if is_hidden else cells_of(row)
    shown = [
        ShownIssue(
            anchor=f"fel-{row.pk}-{number}",
            color=SEVERITY_COLORS[Severity(issue.severity)],
            severity=SEVERITY_WORDS[issue.severity],
            heading=heading_of(imported, issue.column) if issue.column is not None else "",
            message=issue.message,
        )
        for number, issue in enumerate(issues)
    ]
    cells = [_cell(imported, column, texts, issues, shown) for column, _ in columns]
    if is_hidden and cells:
        cells[0] = ShownCell("Skyddade personuppgifter")
    verdict = Verdict(row.verdict) if row.verdict else None
    return ShownRow(
        line=row.line,
        cells=cells,
        issues=shown,
        verdict=verdict.label if verdict else "–",
        color=VERDICT_COLORS.get(verdict, "neutral") if verdict else "neutral",
        case_no=row.case_no,
    )


def _cell(
    imported: ImportList, column: int, texts: list[str], issues: list[ImportIssue], shown: list[ShownIssue]
) -> ShownCell:
    text = masked(imported, column, texts[column].strip())[:LONGEST_CELL] if column < len(texts) else ""
    about = [place for place, issue in enumerate(issues) if issue.column == column]
    grave = [place for place in about if issues[place].severity != Severity.NOTE]
    if not grave:
        return ShownCell(text)
    worst = min(grave, key=lambda place: issues[place].severity != Severity.ERROR)
    return ShownCell(text, shown[worst].color, shown[worst].severity, " ".join(shown[place].anchor for place in about))
