"""The statistics as a file that a Swedish Excel opens (core/spreadsheets.py says how)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from core.dates import long_date
from core.spreadsheets import csv_text
from organisation.models import User
from reports import definitions, tables
from reports.measures import Row
from reports.publication import Publication
from reports.scope import Scope
from reports.units import UnitRow


def statistics_csv(publication: Publication, row: Row, *, user: User, now: datetime.datetime) -> str:
    """The whole statement as semicolon-separated text, with what it is at the top and definitions at the end."""
    return csv_text(_lines(publication, row, user, now))


def _lines(publication: Publication, row: Row, user: User, now: datetime.datetime) -> Iterator[Sequence[str]]:
    period = publication.statement.period
    yield "Statistik från Jobbtorg", str(period)
    yield "Period", period.first.isoformat(), period.last.isoformat()
    yield "Uttaget", f"{long_date(now.date())} {now:%H.%M}"
    yield "Uttaget av", user.get_full_name()
    yield "Vald enhet", row.name
    yield "Definitioner, version", definitions.DEFINITION_VERSION
    yield "Innehåller inga uppgifter om enskilda personer", ""
    for table in (
        tables.movements(publication),
        tables.results(publication),
        tables.more_shares(publication),
        tables.promises(publication),
    ):
        yield ()
        yield (table.caption,)
        yield table.first_column, *(_with_unit(label) for label in table.columns)
        for line in table.lines:
            yield indented(line), *(entry.file for entry in line.entries)
    yield ()
    yield f"Avslutsorsaker, {row.name}", ""
    yield "Grupp", "Kod", "Orsak", "Antal"
    for group in tables.reason_groups(publication, row):
        yield group.name, "", "Summa", str(group.count)
        for code, label, count in group.reasons:
            yield group.name, str(code), label, str(count)
    yield ()
    yield "Så räknas det", "Formel", "Definition", "Vilka som räknas"
    for definition in definitions.ALL:
        yield definition.name, definition.formula, definition.text, definition.population
    for remark in remarks(publication):
        yield "Att tänka på", "", remark


def _with_unit(label: str) -> str:
    is_share = label.startswith(("Andel", "Utan", "Av ")) or label in ("Hållna, strikt", "Hållna, netto")
    return f"{label}, procent" if is_share else label


def indented(line: tables.Line) -> str:
    """The name of a row as a file says it."""
    return f"varav {line.name}" if line.level else line.name


def remarks(publication: Publication) -> list[str]:
    """What a reader must know to read the tables right, here and on the screen."""
    statement = publication.statement
    found = remarks_on_units(statement.scope, statement.rows)
    if statement.contradictions:
        found.append(definitions.DOES_NOT_ADD_UP)
    if publication.hides_something:
        found.append(definitions.SMALL_NUMBERS)
    return found


def remarks_on_units(scope: Scope, rows: Sequence[UnitRow[Any]]) -> list[str]:
    """What a reader must know about the rows of any table over jobbtorg."""
    found = [definitions.PARENT_INCLUDES_BRANCHES] if any(row.level for row in rows) else []
    return [*found, definitions.PROTECTED_IN_TOTAL if scope.counts_protected else definitions.PROTECTED_LEFT_OUT]
