"""A 2008 of the whole city in three lists for each jobbtorg: 8 655 cases, 3 635 closed (the letter of 2009)."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aspirants.identity import display
from demo.identities import nth_number
from demo.names import ALL_SURNAMES, ALL_WOMEN

AS_OF = datetime.date(2008, 12, 31)
UNITS: dict[str, tuple[int, int]] = {
    "RS": (2_000, 860),
    "KU": (700, 406),
    "KI": (1_500, 597),
    "SK": (1_500, 597),
    "VB": (1_455, 578),
    "VT": (1_500, 597),
}
"""Cases and closed cases of each jobbtorg, by its code."""

COACHES = ("AL", "PL", "MB")
DISTRICTS = ("Östermalm", "Norrmalm", "Södermalm", "Kungsholmen")
REASONS = (
    ("Fått jobb", "A"),
    ("komvux", "S"),
    ("sjukskr", "Ö"),
    ("tillsv anst", "A"),
    ("flyttat t Malmö", "Ö"),
    ("vik", "A"),
    ("praktik -> anställd", "A"),
    ("uteblir", "Ö"),
    ("gymn", "S"),
    ("a-kassa", "Ö"),
)


@dataclass(frozen=True)
class Case:
    """One case as its lists tell of it; days are counted from the day it began."""

    number: str
    last_name: str
    first_name: str
    coach: str
    district: str
    began: datetime.date
    approved_after: int | None
    closed_after: int | None
    reason: tuple[str, str]

    def on(self, days: int | None) -> str:
        """The day as the lists write it; empty where it is not known, or lies after the lists."""
        if days is None:
            return ""
        day = self.began + datetime.timedelta(days=days)
        return day.isoformat() if day <= AS_OF else ""


def cases_of(code: str, *, part: int = 1) -> list[Case]:
    """The cases of a jobbtorg; one of `part` of them, with the same shares."""
    units = list(UNITS)
    first = sum(UNITS[unit][0] for unit in units[: units.index(code)])
    cases, closed = (count // part for count in UNITS[code])
    return [_case(first + n, n, is_closed=n < closed) for n in range(cases)]


def _case(person: int, n: int, *, is_closed: bool) -> Case:
    began = datetime.date(2008, 1, 2) + datetime.timedelta(days=n * 7 % 240)
    return Case(
        number=display(nth_number(person)),
        last_name=ALL_SURNAMES[person % len(ALL_SURNAMES)],
        first_name=ALL_WOMEN[person * 7 % len(ALL_WOMEN)],
        coach=COACHES[n % len(COACHES)],
        district=DISTRICTS[n % len(DISTRICTS)],
        began=began,
        approved_after=None if n % 10 == 0 else 4 + n % 5,
        closed_after=100 + n % 20 if is_closed else None,
        reason=REASONS[n % len(REASONS)],
    )


def lists_of(code: str, *, part: int = 1) -> dict[str, bytes]:
    """The three lists of a jobbtorg, by file name."""
    cases = cases_of(code, part=part)
    return {
        f"Aspirantlista {code} 2008.csv": _csv(_aspirants(cases)),
        f"Remisser {code} 2008.csv": _csv(_referrals(cases)),
        f"Avslut {code} 2008.csv": _csv(_closings(cases)),
    }


def _csv(rows: Iterator[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252", errors="replace")


def _aspirants(cases: Sequence[Case]) -> Iterator[Sequence[str]]:
    yield "Pnr", "Efternamn", "Förnamn", "Coach", "Fr SDF", "Inkom", "Coachmöte", "JP godkänd", "3 mån"
    for case in cases:
        followed_up = None if case.approved_after is None else case.approved_after + 88
        yield (
            case.number, case.last_name, case.first_name, case.coach, case.district, case.on(0), case.on(3),
            case.on(case.approved_after), case.on(followed_up),
        )  # fmt: skip


def _referrals(cases: Sequence[Case]) -> Iterator[Sequence[str]]:
    yield "Stadsdel", "Personnr", "Namn", "Inkom", "Handl. SDF", "Bokad gr.info", "Kom?", "Coach"
    for case in cases:
        name = f"{case.last_name}, {case.first_name}"
        yield case.district, case.number, name, case.on(0), "KB", case.on(2), "ja", case.coach


def _closings(cases: Sequence[Case]) -> Iterator[Sequence[str]]:
    yield "Nr", "Namn", "Personnr", "Inskr", "Avsl.datum", "Orsak", "A/S/Ö", "Coach", "Ant dagar"
    closed = [case for case in cases if case.closed_after is not None]
    for number, case in enumerate(closed, start=1):
        name = f"{case.last_name}, {case.first_name}"
        yield (
            str(number), name, case.number, case.on(0), case.on(case.closed_after), *case.reason, case.coach,
            str(case.closed_after),
        )  # fmt: skip
