"""The tables of the statistics page: built once, shown on the screen and written to the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from aspirants.models import OutcomeGroup
from core.shares import Share
from reports.measures import Row
from reports.publication import Count, Publication
from reports.suppression import Mark

GROUP_LABELS = {OutcomeGroup.WORK: "Arbete", OutcomeGroup.STUDIES: "Studier", OutcomeGroup.OTHER: "Annan orsak"}


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
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReasonGroup:
    """Reasons of one outcome group for the chosen row, with their sum."""

    name: str
    count: Count
    share: Entry
    reasons: tuple[tuple[int, str, Count], ...] = field(default=())


Content = Callable[[Publication, Row], Count | Share | None]


def _count(name: str) -> Content:
    return lambda publication, row: publication.count(row, name)


def _share(name: str) -> Content:
    return lambda publication, row: publication.share(row, name)


MOVEMENTS: tuple[tuple[str, Content], ...] = (
    ("Ingående", _count("opening")),
    ("Nya", _count("new")),
    ("Överflyttade hit", _count("moved_in")),
    ("Ärenden under perioden", _count("handled")),
    ("Överflyttade härifrån", _count("moved_out")),
    ("Avslutade", _count("closed")),
    ("Utgående", _count("remaining")),
    ("Andel avslutade", _share("m1")),
)
RESULTS: tuple[tuple[str, Content], ...] = (
    ("Avslutade", _count("closed")),
    ("Personer", _count("persons")),
    ("Arbete", _count("work")),
    ("Studier", _count("studies")),
    ("Annan orsak", _count("other")),
    ("Andel arbete", _share("m2_work")),
    ("Andel studier", _share("m2_studies")),
    ("Andel till självförsörjning", _share("m2")),
)
PROMISES: tuple[tuple[str, Content], ...] = (
    ("Löften", _count("decided")),
    ("Hållna", _count("met")),
    ("Brutna", _count("breached")),
    ("Ursäktade", _count("excused")),
    ("Hållna, strikt", _share("m4")),
    ("Hållna, netto", _share("m4_net")),
)
MORE_SHARES: tuple[tuple[str, Content], ...] = (
    ("Utan avlidna och flyttade", _share("m2_without_neutral")),
    ("Av alla ärenden under perioden", _share("m3")),
)


def movements(publication: Publication) -> Table:
    return _table(publication, "Ärenden in och ut per enhet", MOVEMENTS)


def results(publication: Publication) -> Table:
    return _table(publication, "Avslutade ärenden per enhet och grupp", RESULTS)


def more_shares(publication: Publication) -> Table:
    return _table(publication, "Fler andelar till självförsörjning per enhet", MORE_SHARES)


def promises(publication: Publication) -> Table:
    return _table(publication, "Jobbgarantins löften per enhet", PROMISES)


def _table(publication: Publication, caption: str, columns: tuple[tuple[str, Content], ...]) -> Table:
    lines = tuple(
        Line(
            row.name,
            tuple(entry(content(publication, row)) for _, content in columns),
            unit=row.key,
            level=row.level,
            is_total=row.is_total,
        )
        for row in publication.statement.rows
    )
    return Table(caption, "Enhet", tuple(label for label, _ in columns), lines)


def entry(content: Count | Share | None) -> Entry:
    """How a number or share is written; None is a share that would give a hidden number away."""
    if content is None:
        return Entry(Mark.HIDDEN.value, Mark.HIDDEN.value, is_exact=False)
    if isinstance(content, Share):
        return Entry(content.whole_percent, content.one_decimal)
    return Entry(str(content), str(content), content.is_exact)


def reason_groups(publication: Publication, row: Row) -> list[ReasonGroup]:
    """The reasons used in the scope, arbete first, with the row's numbers; those of the row that are 0 are left out."""
    groups = []
    for group, column, share in (
        (OutcomeGroup.WORK, "work", "m2_work"),
        (OutcomeGroup.STUDIES, "studies", "m2_studies"),
        (OutcomeGroup.OTHER, "other", "other_share"),
    ):
        reasons = tuple(
            (reason.code, reason.label, count)
            for reason in publication.statement.reasons
            if reason.group == group and (count := publication.reason(row, reason.code)).needs_a_line
        )
        part = entry(publication.share(row, share))
        groups.append(ReasonGroup(GROUP_LABELS[group], publication.count(row, column), part, reasons))
    return groups
