"""What the check found, grouped by cause, with the first rows of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, BigIntegerField, Count, Q, QuerySet

from imports.choices import SEVERITIES
from imports.models import ImportBatch, ImportIssue
from imports.pages.lists.cells import cell_of, hidden_rows
from imports.pages.lists.meanings import expected_in, heading_of, masked
from imports.values.findings import Severity

PROTECTED_CODE = "I18"

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


def shown_issues(issues: QuerySet[ImportIssue]) -> QuerySet[ImportIssue]:
    """Of what was found those that are told: of a row about somebody protected only that it is."""
    return issues.exclude(Q(row__protected=True) & ~Q(code=PROTECTED_CODE))


class _First(Aggregate):
    """The keys of the first findings of a cause, by their rows."""

    template = f'(ARRAY_AGG(%(expressions)s ORDER BY "imports_importissue"."row_id"))[1:{FEW}]'
    output_field = ArrayField(BigIntegerField())


def causes_of(batch: ImportBatch, *, chosen: str = "", typed: Mapping[str, str] | None = None) -> list[Cause]:
    """The causes, errors first and the most common first; of the one whose key is `chosen` many rows.

    `typed`: what was sent in and not saved, by the names of fields.
    """
    issues = shown_issues(ImportIssue.objects.filter(row__batch=batch))
    proposes = Q(column__isnull=False, row__protected=False) & ~Q(proposed="")
    found = (
        issues.order_by()
        .values("severity", "code", "message")
        .annotate(rows=Count("row", distinct=True), proposals=Count("pk", filter=proposes), first=_First("pk"))
    )
    groups = sorted(found, key=lambda group: (_ORDER[group["severity"]], -group["rows"], group["message"]))
    shown = {_key(group): group["first"] for group in groups}
    for group in groups:
        if _key(group) == chosen:
            of_cause = issues.filter(severity=group["severity"], code=group["code"], message=group["message"])
            shown[chosen] = list(of_cause.order_by("row_id", "pk").values_list("pk", flat=True)[:MANY])
    examples = _examples([key for keys in shown.values() for key in keys], typed or {})
    return [_cause(group, [examples[key] for key in shown[_key(group)]]) for group in groups]


def _key(group: Mapping[str, Any]) -> str:
    return key_of(group["severity"], group["code"], group["message"])


def _cause(group: Mapping[str, Any], examples: list[Example]) -> Cause:
    return Cause(
        key=_key(group),
        code=group["code"],
        severity=Severity(group["severity"]),
        message=group["message"],
        rows=group["rows"],
        proposals=group["proposals"],
        examples=examples,
    )


def _examples(keys: list[int], typed: Mapping[str, str]) -> dict[int, Example]:
    """Findings as shown, by their keys."""
    issues = list(
        ImportIssue.objects.filter(pk__in=keys).select_related("row__list__file").prefetch_related("row__corrections")
    )
    hidden = hidden_rows(issue.row for issue in issues)
    return {issue.pk: _example(issue, hidden, typed) for issue in issues}


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
