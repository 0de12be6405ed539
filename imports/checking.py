"""The verdict on each row of a list: brought in, skipped, or left to a person (docs/decisions/030-import.md).

An ERROR sends the row to manual handling; a WARNING or a NOTE lets it in and is shown. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from aspirants.identity import Identity, ages_on
from imports.matching import CoachNames, UnitNames
from imports.models import Verdict
from imports.reading.columns import Column, Field, is_header
from imports.reading.files import Line, Table
from imports.reading.values import (
    Finding,
    is_protected,
    is_subtotal,
    read_date,
    read_identity,
    read_name,
    says_nothing,
)
from imports.values.findings import Severity
from organisation.models import IncomeSupportUnit, Jobbtorg, User

YOUTH_AGES = range(16, 25)

DECISIVE = (Field.RECEIVED, Field.PLAN_APPROVED, Field.FOLLOW_UP, Field.CLOSED)
"""Dates that decide whether a clock was met: unless they can be read for certain, a person looks at the row."""

_DATES = (
    Field.RECEIVED,
    Field.GROUP_INFORMATION,
    Field.FIRST_MEETING,
    Field.PLAN_APPROVED,
    Field.FOLLOW_UP,
    Field.CLOSED,
)


@dataclass(frozen=True)
class Issue:
    """A finding and the column it is about; None for the row as a whole."""

    finding: Finding
    field: Field | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What a row says about one case, in the register's terms. Dates are local; None where the list says nothing."""

    identity: Identity
    first_name: str
    last_name: str
    received_on: date
    group_information_on: date | None
    first_meeting_on: date | None
    plan_approved_on: date | None
    follow_up_on: date | None
    coach: User | None
    unit: IncomeSupportUnit | None


@dataclass
class CheckedRow:
    """A row and what became of it. `facts` is there when everything needed for a case could be read."""

    number: int
    cells: dict[Field, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    identity: Identity | None = None
    facts: CaseFacts | None = None
    is_person: bool = True
    is_duplicate: bool = False
    protected: bool = False

    @property
    def verdict(self) -> Verdict:
        if any(issue.finding.severity == Severity.ERROR for issue in self.issues):
            return Verdict.MANUAL
        return Verdict.CREATE if self.is_person and not self.is_duplicate else Verdict.SKIP

    def add(self, code: str, severity: Severity, message: str, about: Field | None = None) -> None:
        self.issues.append(Issue(Finding(code, severity, message), about))

    def protect(self) -> None:
        """Remove everything the row says, except that somebody with protected access must handle it."""
        number_missing = self.is_person and self.identity is None and says_nothing(self.cells.get(Field.IDENTITY, ""))
        self.cells, self.issues, self.facts, self.protected = {}, [], None, True
        message = "Skyddade personuppgifter. Innehållet sparas inte och visas inte. Den som får öppna skyddade personer"
        self.add("I18", Severity.ERROR, f"{message} registrerar personen utifrån originalet.")
        if number_missing:
            self.add("I04", Severity.ERROR, "Personnummer saknas.")


@dataclass(frozen=True)
class Check:
    """Everything a row is judged by: the list's jobbtorg, its day, its columns, and who and what its names mean."""

    jobbtorg: Jobbtorg
    as_of: date
    fields: frozenset[Field]
    coaches: CoachNames
    units: UnitNames

    @classmethod
    def of(cls, jobbtorg: Jobbtorg, as_of: date, known: Iterable[Field]) -> Check:
        return cls(jobbtorg, as_of, frozenset(known), CoachNames(jobbtorg), UnitNames())

    def table(self, table: Table) -> list[CheckedRow]:
        """Every row below the header but the empty ones, in order, each judged by itself."""
        return [self.line(line, table.columns) for line in table.lines if not line.is_empty]

    def line(self, line: Line, columns: tuple[Column, ...]) -> CheckedRow:
        """One row of the file. Rows that are no person are skipped with a note, and their text is not kept."""
        cells = {c.field: line.cells[c.index] for c in columns if c.field and c.index < len(line.cells)}
        if is_header(line.cells):
            return _no_person(line, "", "Rubrikraden upprepas. Hoppas över.")
        if is_subtotal(line.cells):
            return _no_person(line, "I20", "Summarad. Hoppas över.")
        if is_protected(line.cells) or _is_note_about_nobody(cells):
            identity = read_identity(cells.get(Field.IDENTITY, ""), self.as_of).value
            row = CheckedRow(line.number, cells, identity=identity)
            row.protect()
            return row
        if _is_title(line):
            return _no_person(line, "", "Mellanrubrik. Hoppas över.")
        return self.person(line.number, cells)

    def person(self, number: int, cells: Mapping[Field, str]) -> CheckedRow:
        """A row about a person, judged by its own cells."""
        row = CheckedRow(number, dict(cells))
        identity = read_identity(cells.get(Field.IDENTITY, ""), self.as_of)
        row.identity = identity.value
        row.issues += [Issue(finding, Field.IDENTITY) for finding in identity.findings]
        name = read_name(
            cells.get(Field.FULL_NAME, ""), cells.get(Field.LAST_NAME, ""), cells.get(Field.FIRST_NAME, "")
        )
        split = Field.LAST_NAME in self.fields or Field.FIRST_NAME in self.fields
        for about, findings in ((Field.LAST_NAME, name.about_last), (Field.FIRST_NAME, name.about_first)):
            row.issues += [Issue(finding, about if split else Field.FULL_NAME) for finding in findings]
        coach = self._coach(row)
        dates = {about: self._date(row, about) for about in _DATES}
        self._check_order(row, dates)
        self._check_status(row, dates)
        self._suggest(row)
        received_on = dates[Field.RECEIVED]
        unit = self._unit(row, received_on or self.as_of)
        if identity.value is not None and received_on is not None:
            row.facts = CaseFacts(
                identity=identity.value,
                first_name=name.first_name,
                last_name=name.last_name,
                received_on=received_on,
                group_information_on=self._done(dates[Field.GROUP_INFORMATION]),
                first_meeting_on=self._done(dates[Field.FIRST_MEETING]),
                plan_approved_on=self._done(dates[Field.PLAN_APPROVED]),
                follow_up_on=self._done(dates[Field.FOLLOW_UP]),
                coach=coach,
                unit=unit,
            )
        return row

    def _coach(self, row: CheckedRow) -> User | None:
        alias = row.cells.get(Field.COACH, "")
        if says_nothing(alias):
            row.add("I12", Severity.WARNING, "Coach saknas. Ärendet förs in utan coach.", Field.COACH)
            return None
        coach = self.coaches.find(alias)
        if coach is None:
            message = "Ingen eller flera coacher vid jobbtorget heter så. Ärendet förs in utan coach."
            row.add("I11", Severity.WARNING, message, Field.COACH)
        elif not coach.is_in_service:
            row.add("", Severity.WARNING, "Coachen har slutat. Ärendet förs in utan coach.", Field.COACH)
        return coach

    def _unit(self, row: CheckedRow, day: date) -> IncomeSupportUnit | None:
        district = row.cells.get(Field.DISTRICT, "")
        unit = None if says_nothing(district) else self.units.find(district, day)
        if unit is None:
            message = "Stadsdelen känns inte igen. Ärendet förs in utan försörjningsstödsenhet."
            row.add("I19", Severity.WARNING, message, Field.DISTRICT)
        return unit

    def _date(self, row: CheckedRow, about: Field) -> date | None:
        cell = read_date(row.cells.get(about, ""), self.as_of)
        if cell.finding is not None:
            severity = Severity.ERROR if about in DECISIVE and cell.is_doubtful else cell.finding.severity
            row.add(cell.finding.code, severity, cell.finding.message, about)
        elif about == Field.RECEIVED and cell.value is None:
            row.add("I08", Severity.ERROR, "Dagen då remissen kom in saknas.", about)
        return cell.value

    def _done(self, day: date | None) -> date | None:
        """The date unless it lies after the list's own day: then it was only planned."""
        return day if day is not None and day <= self.as_of else None

    def _check_order(self, row: CheckedRow, dates: Mapping[Field, date | None]) -> None:
        received, approved, followed_up = (dates[about] for about in DECISIVE[:3])
        if received and received > self.as_of:
            row.add("I10", Severity.ERROR, "Remissen kom in efter den dag listan gäller.", Field.RECEIVED)
        if received and approved and approved < received:
            row.add("I10", Severity.ERROR, "Jobbplanen är godkänd innan remissen kom in.", Field.PLAN_APPROVED)
        if approved and followed_up and followed_up < approved:
            row.add("I10", Severity.ERROR, "Uppföljningen är gjord innan jobbplanen godkändes.", Field.FOLLOW_UP)
        if followed_up and not approved and says_nothing(row.cells.get(Field.PLAN_APPROVED, "")):
            row.add("I23", Severity.ERROR, "Uppföljning utan godkänd jobbplan.", Field.FOLLOW_UP)

    def _check_status(self, row: CheckedRow, dates: Mapping[Field, date | None]) -> None:
        status = row.cells.get(Field.STATUS, "").casefold()
        closed, says_closed = dates[Field.CLOSED], status.startswith(("avsl", "utskr"))
        if says_closed and closed is None:
            row.add("I23", Severity.ERROR, "Status säger avslutat, men avslutsdatum saknas.", Field.STATUS)
        elif closed and status and not says_closed:
            row.add(
                "I23", Severity.ERROR, "Status säger att ärendet pågår, men det finns ett avslutsdatum.", Field.STATUS
            )
        elif closed:
            row.add("I16", Severity.ERROR, "Avslutade ärenden kan inte föras in ännu. Registrera det för hand.")
        elif status.startswith("vänt") and dates[Field.PLAN_APPROVED]:
            row.add("I23", Severity.WARNING, "Status säger väntar, men jobbplanen är godkänd.", Field.STATUS)
        elif not says_nothing(status) and not status.startswith(("pågår", "pågående", "aktiv", "vänt")):
            row.add("I23", Severity.WARNING, "Status känns inte igen. Ärendet förs in som pågående.", Field.STATUS)

    def _suggest(self, row: CheckedRow) -> None:
        """Add notes for the coach; nothing is registered from them."""
        if "tolk" in row.cells.get(Field.NOTE, "").casefold():
            row.add("", Severity.NOTE, "Anteckningen nämner tolk. Fråga aspiranten och lägg in det.", Field.NOTE)
        ages = ages_on(self.as_of, row.identity.birth_date, row.identity.birth_year) if row.identity else range(0)
        # Where only the year is known the age is certain if everybody born in it was young.
        if ages and all(age in YOUTH_AGES for age in ages):
            age = f"{ages[0]} år" if len(ages) == 1 else f"{ages[0]} eller {ages[-1]} år"
            row.add("", Severity.NOTE, f"Aspiranten var {age} och hörde till de unga, 16–24 år.", Field.IDENTITY)


def _no_person(line: Line, code: str, message: str) -> CheckedRow:
    row = CheckedRow(line.number, is_person=False)
    row.add(code, Severity.NOTE, message)
    return row


def _is_title(line: Line) -> bool:
    """Words alone in the first cell, such as the name of a stadsdel above its rows."""
    first, *others = line.cells
    return not any(others) and not any(character.isdigit() for character in first)


def _is_note_about_nobody(cells: Mapping[Field, str]) -> bool:
    """Whether the row has a name and a remark but no number: old lists wrote protected persons so."""
    named = any(cells.get(about) for about in (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME))
    return named and says_nothing(cells.get(Field.IDENTITY, "")) and bool(cells.get(Field.NOTE))


def differing(first: CaseFacts, second: CaseFacts) -> list[str]:
    """Names of the facts that both rows state and state differently."""
    names = (f.name for f in fields(CaseFacts))
    return [name for name in names if None not in (a := getattr(first, name), b := getattr(second, name)) and a != b]
