"""The tables of the statistics page: built once, shown on the screen and written to the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from core.shares import Share
from measures.publication import Count, Publication, Report
from measures.registry import Registry
from measures.small_numbers.suppression import Mark
from measures.statistics.measures import CLOSED_GROUPS, Subject
from measures.statistics.statement import Row, Statement


@dataclass(frozen=True)
class Entry:
    """One cell: what the screen shows, and what the file gets."""

    screen: str
    file: str
    is_exact: bool = True


@dataclass(frozen=True)
class Line:
    """One line of a table; `unit` is the jobbtorg it is about, for the link."""

    name: str
    entries: tuple[Entry, ...]
    unit: int
    level: int = 0
    is_total: bool = False
    has_branches: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    first_column: str
    columns: tuple[str, ...]
    file_columns: tuple[str, ...]
    """The same names with the unit, where the numbers do not say it."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReasonGroup:
    """Reasons of one outcome group for the chosen row, with their sum."""

    name: str
    count: Count
    share: Entry
    reasons: tuple[tuple[int, str, Count], ...] = field(default=())


SUBJECTS_PER_UNIT = tuple(subject for subject in Subject if subject is not Subject.REASONS)
"""The subjects of Statistik with a table over units, in the order of the file."""


def per_unit(publication: Publication[Report], registry: Registry, subject: Enum) -> Table:
    """The table of a subject: its measures, for every unit."""
    measures = registry.columns(subject)
    lines = tuple(
        Line(
            row.name,
            tuple(entry(publication.shown(row, measure)) for measure in measures),
            unit=row.key,
            level=row.level,
            is_total=row.is_total,
        )
        for row in publication.report.rows
    )
    return Table(
        subject.value,
        "Enhet",
        tuple(measure.label for measure in measures),
        tuple(f"{measure.label}, procent" if measure.is_share else measure.label for measure in measures),
        lines,
    )


def entry(content: Count | Share | None) -> Entry:
    """How a number or share is written; None is a share that would give a hidden number away."""
    if content is None:
        return Entry(Mark.HIDDEN.value, Mark.HIDDEN.value, is_exact=False)
    if isinstance(content, Share):
        return Entry(content.whole_percent, content.one_decimal)
    return Entry(str(content), str(content), content.is_exact)


def reason_groups(publication: Publication[Statement], row: Row) -> list[ReasonGroup]:
    """The reasons used in the scope, arbete first, with the row's numbers; those of the row that are 0 are left out."""
    groups = []
    for group in CLOSED_GROUPS:
        reasons = tuple(
            (reason.code, reason.label, count)
            for reason in publication.report.reasons
            if reason.group == group.group and (count := publication.count(row, reason.code)).needs_a_line
        )
        cases, part = publication.count(row, group.cases.key), entry(publication.share(row, group.share))
        groups.append(ReasonGroup(group.cases.label, cases, part, reasons))
    return groups
