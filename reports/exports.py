"""The statistics as a file that a Swedish Excel opens (core/spreadsheets/writing.py says how)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from core.spreadsheets import csv_text
from core.swedish.dates import long_date
from imports.left_out import left_out_rows
from measures.definition_version import DEFINITION_VERSION
from measures.publication import Publication
from measures.remarks import DOES_NOT_ADD_UP, MOVEMENTS_AT_HOME, remarks_on_hiding, remarks_on_units
from measures.statistics.measures import STATISTICS, Subject
from measures.statistics.statement import Row, Statement
from organisation.models import User
from reports import sentences, tables


def statistics_csv(publication: Publication[Statement], row: Row, *, user: User, now: datetime.datetime) -> str:
    """The whole statement as semicolon-separated text, with what it is at the top and definitions at the end."""
    return csv_text(_lines(publication, row, user, now))


def _lines(
    publication: Publication[Statement], row: Row, user: User, now: datetime.datetime
) -> Iterator[Sequence[str]]:
    period = publication.report.period
    yield "Statistik från Jobbtorg", str(period)
    yield "Period", period.first.isoformat(), period.last.isoformat()
    yield "Uttaget", f"{long_date(now.date())} {now:%H.%M}"
    yield "Uttaget av", user.get_full_name()
    yield "Vald enhet", row.name
    yield "Definitioner, version", DEFINITION_VERSION
    yield "Innehåller inga uppgifter om enskilda personer", ""
    for subject in tables.SUBJECTS_PER_UNIT:
        table = tables.per_unit(publication, STATISTICS, subject)
        yield ()
        yield (table.caption,)
        yield table.first_column, *table.file_columns
        for line in table.lines:
            yield indented(line), *(entry.file for entry in line.entries)
    yield ()
    yield f"{Subject.REASONS.value}, {row.name}", ""
    yield "Grupp", "Kod", "Orsak", "Antal"
    for group in tables.reason_groups(publication, row):
        yield group.name, "", "Summa", str(group.count)
        for code, label, count in group.reasons:
            yield group.name, str(code), label, str(count)
    yield ()
    yield "Så räknas det", "Formel", "Definition", "Vilka som räknas"
    for definition in STATISTICS.definitions:
        yield definition.name, definition.formula, definition.text, definition.population
    for remark in [*about_imports(publication, row), *remarks(publication)]:
        yield "Att tänka på", "", remark


def indented(line: tables.Line) -> str:
    """The name of a row as a file says it."""
    return f"varav {line.name}" if line.level else line.name


def about_imports(publication: Publication[Statement], row: Row) -> list[str]:
    """What imported lists mean for the figures of the chosen unit's row, here and on the screen."""
    report = publication.report
    waiting = left_out_rows(*report.period.days, report.units_of(row))
    said = (
        sentences.unknown_at_import(publication, row),
        sentences.rows_left_out(waiting, leaves_unit=report.scope.leaves_unit),
    )
    return [sentence for sentence in said if sentence]


def remarks(publication: Publication[Statement]) -> list[str]:
    """What a reader must know to read the tables right, here and on the screen."""
    statement = publication.report
    found = remarks_on_units(statement.scope, statement.rows)
    if statement.scope.leaves_unit:
        found.append(MOVEMENTS_AT_HOME)
    if statement.contradictions:
        found.append(DOES_NOT_ADD_UP)
    found += statement.certainty.sentences() if statement.certainty else []
    return found + remarks_on_hiding(publication)
