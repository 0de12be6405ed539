"""What the check found, grouped by cause, with the first rows of each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from imports.choices import SEVERITIES
from imports.models import ImportBatch, ImportIssue
from imports.pages.cells import cell_of, hidden_rows
from imports.pages.meanings import expected_in, heading_of, masked
from imports.values.findings import Severity

FEW, MANY = 5, 100
"""So many rows of a cause are shown, and of the one that was chosen."""

SEVERITY_COLORS = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.NOTE: "neutral"}
_ORDER = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.NOTE.value: 2}


@dataclass(frozen=True)
class Example:
    """One row with the cause. `name` is of the field that corrects the cell, empty where it cannot be corrected."""

    line: int
    sheet: str
    heading: str
    cell: str
    expected: str
    proposed: str
    name: str
    value: str


@dataclass(frozen=True)
class Cause:
    """A finding in one or several rows. `proposals`: in how many cells the check proposes what to write."""

    key: str
    code: str
    severity: Severity
    message: str
    rows: int
    proposals: int
    examples: list[Example]

    @property
    def color(self) -> str:
        """The colour of its tag."""
        return SEVERITY_COLORS[self.severity]

    @property
    def severity_in_words(self) -> str:
        """The text of its tag."""
        return dict(SEVERITIES)[self.severity]

    @property
    def corrects(self) -> bool:
        """Whether a cell of the shown rows can be corrected."""
        return any(example.name for example in self.examples)


def key_of(severity: str, code: str, message: str) -> str:
    """What names a cause in an address and in a form."""
    return hashlib.sha256(f"{severity} {code} {message}".encode()).hexdigest()[:12]


def causes_of(batch: ImportBatch, *, chosen: str = "", typed: Mapping[str, str] | None = None) -> list[Cause]:
    """The causes, errors first and the most common first; of the one whose key is `chosen` many rows.

    `typed`: what was sent in and not saved, by the names of fields.
    """
    proposes = Q(column__isnull=False, row__protected=False) & ~Q(proposed="")
    found = (
        ImportIssue.objects.filter(row__batch=batch)
        .order_by()
        .values("severity", "code", "message")
        .annotate(rows=Count("row", distinct=True), proposals=Count("pk", filter=proposes))
    )
    groups = sorted(found, key=lambda group: (_ORDER[group["severity"]], -group["rows"], group["message"]))
    examples = _examples(batch, chosen, typed or {})
    return [_cause(group, examples) for group in groups]


def _cause(group: Mapping[str, Any], examples: dict[str, list[Example]]) -> Cause:
    key = key_of(group["severity"], group["code"], group["message"])
    return Cause(
        key=key,
        code=group["code"],
        severity=Severity(group["severity"]),
        message=group["message"],
        rows=group["rows"],
        proposals=group["proposals"],
        examples=examples.get(key, []),
    )


def _examples(batch: ImportBatch, chosen: str, typed: Mapping[str, str]) -> dict[str, list[Example]]:
    """The first rows of every cause, by its key."""
    place = Window(
        RowNumber(),
        partition_by=[F("severity"), F("code"), F("message")],
        order_by=[F("row_id").asc(), F("pk").asc()],
    )
    issues = (
        ImportIssue.objects.filter(row__batch=batch)
        .annotate(place=place)
        .filter(place__lte=MANY if chosen else FEW)
        .select_related("row__list__file")
        .prefetch_related("row__corrections")
        .order_by("place")
    )
    shown: dict[str, list[ImportIssue]] = defaultdict(list)
    for issue in issues:
        key = key_of(issue.severity, issue.code, issue.message)
        if key == chosen or len(shown[key]) < FEW:
            shown[key].append(issue)
    hidden = hidden_rows(issue.row for of_one in shown.values() for issue in of_one)
    return {key: [_example(issue, hidden, typed) for issue in of_one] for key, of_one in shown.items()}


def _example(issue: ImportIssue, hidden: set[int], typed: Mapping[str, str]) -> Example:
    row, column = issue.row, issue.column
    is_hidden = row.protected or row.pk in hidden
    if column is None or is_hidden:
        name = value = cell = proposed = ""
    else:
        text = cell_of(row, column)
        cell = masked(row.list, column, text)
        proposed = masked(row.list, column, issue.proposed)
        name = f"cell-{row.pk}-{column}"
        value = typed.get(name, shown_for_correction(cell, text))
    return Example(
        line=row.line,
        sheet=str(row.list),
        heading=heading_of(row.list, column) if column is not None else "",
        cell="Skyddade personuppgifter" if is_hidden else cell,
        expected=expected_in(row.list, column) if column is not None else "",
        proposed=proposed,
        name=name,
        value=value,
    )


def shown_for_correction(cell: str, text: str) -> str:
    """What stands in the field that corrects a cell: its text, or nothing where a number in it is hidden."""
    return text if cell == text else ""
