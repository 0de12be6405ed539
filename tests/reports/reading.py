"""What a reader of *Statistik* gathers: every number of every page and file, and how they are known to add up."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from tests.reports.pages import table, text
from tests.reports.subtraction import Knowledge

PARTS = {"jan-aug": ("t1", "t2"), "helar": ("t1", "t2", "t3")}
BEGINS = {"t1": 0, "jan-aug": 0, "helar": 0, "t2": 1, "t3": 2}
ENDS = {"t1": 1, "t2": 2, "jan-aug": 2, "t3": 3, "helar": 3}
LABELS = {
    "Ingående": "opening",
    "Nya": "new",
    "Överflyttade hit": "moved_in",
    "Ärenden under perioden": "handled",
    "Överflyttade härifrån": "moved_out",
    "Avslutade": "closed",
    "Utgående": "remaining",
    "Arbete": "work",
    "Studier": "studies",
    "Annan orsak": "other",
    "Löften": "decided",
    "Hållna": "met",
    "Brutna": "breached",
    "Ursäktade": "excused",
}
SHARES = {
    "Andel avslutade, procent": (("closed",), ("handled",)),
    "Andel arbete, procent": (("work",), ("closed",)),
    "Andel studier, procent": (("studies",), ("closed",)),
    "Andel till självförsörjning, procent": (("work", "studies"), ("closed",)),
    "Av alla ärenden under perioden, procent": (("work", "studies"), ("handled",)),
    "Hållna, strikt, procent": (("met",), ("decided",)),
    "Hållna, netto, procent": (("met",), ("met", "breached")),
}
GROUPS = ("work", "studies", "other")
FLOWS = ("new", "closed", *GROUPS, "met", "breached", "excused", "decided")
"""Columns whose tertials add up to the year, and whose jobbtorg add up to the total."""

When = tuple[int, str]


@dataclass
class Reader:
    """One who has asked for everything. A number's name is (year, period, row, column)."""

    client: Client
    total: str
    numbers: dict[tuple[int, str, str, object], str] = field(default_factory=dict)
    shares: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=dict)
    """The jobbtorg of each branch."""
    groups: dict[int, str] = field(default_factory=dict)
    """The group of each reason."""
    periods: list[When] = field(default_factory=list)
    requests: int = 0

    def read(self, years: list[int], *, pages: bool = True) -> None:
        """Ask for every period of the years, and in each for every unit, as a page and as a file."""
        offered, units = self._choices()
        for year in years:
            for period in offered:
                self._read_period(year, period, units, pages=pages)

    def _choices(self) -> tuple[list[str], list[str]]:
        html = self.client.get(reverse("statistics")).content.decode()
        periods = [one for one in _options(html, "period") if one in BEGINS]
        return periods, _options(html, "enhet")

    def _read_period(self, year: int, period: str, units: list[str], *, pages: bool) -> None:
        for unit in units:
            query = {"period": period, "ar": year, "enhet": unit}
            response = self.client.get(reverse("statistics_csv"), query)
            self.requests += 1
            if response.status_code == 422:
                return
            name = self._read_file(year, period, response.content.decode("utf-8-sig"))
            if pages and unit == units[0]:
                self._read_page(year, period, self.client.get(reverse("statistics"), query).content.decode(), name)
                self.requests += 1
        self.periods.append((year, period))

    def _read_file(self, year: int, period: str, body: str) -> str:
        lines = list(csv.reader(io.StringIO(body), delimiter=";"))
        [chosen] = [line[1] for line in lines if line[:1] == ["Vald enhet"]]
        head: list[str] = []
        above = ""
        for line in lines:
            if line[:1] in (["Enhet"], ["Grupp"]):
                head = line
            elif len(line) < 2 or line[0] == "Så räknas det":
                head = []
            elif head[:1] == ["Enhet"]:
                name = line[0].removeprefix("varav ")
                if name != line[0]:
                    self.branches[name] = above
                else:
                    above = name
                for label, cell in zip(head[1:], line[1:], strict=True):
                    if label in LABELS:
                        self._note((year, period, name, LABELS[label]), cell)
                    elif label in SHARES:
                        self.shares.append((year, period, name, label, cell))
            elif head[:1] == ["Grupp"] and line[1]:
                self.groups[int(line[1])] = LABELS[line[0]]
                self._note((year, period, chosen, int(line[1])), line[3])
        return chosen

    def _read_page(self, year: int, period: str, html: str, chosen: str) -> None:
        if "Inga ärenden uppfyller filtret" in html:
            return
        for caption in ("Ärenden in och ut", "Avslutade ärenden per enhet", "Jobbgarantins löften"):
            rows = table(html, caption)
            for row, cells in rows.items():
                if row != "Enhet":
                    for label, cell in zip(rows["Enhet"], cells, strict=True):
                        if label in LABELS:
                            self._note((year, period, row.removeprefix("varav "), LABELS[label]), cell)

    def _note(self, name: tuple[int, str, str, object], cell: str) -> None:
        """Page and file, and the files of all units, say the same."""
        assert self.numbers.setdefault(name, cell) == cell, f"{name}: {self.numbers[name]} and {cell}"

    # --- What is known ------------------------------------------------------------------------------------------------

    def knowledge(self, guessed: dict[tuple[int, str, object], int] | None = None) -> Knowledge:
        """All of it together. `guessed`: what the reader takes for granted of those who are in the total alone."""
        found = Knowledge()
        rows = sorted({name[2] for name in self.numbers})
        heads = [row for row in rows if row != self.total and row not in self.branches]
        for when in self.periods:
            self._cells(found, when, rows)
            for row in rows:
                self._along(found, when, row)
            self._down(found, when, heads, guessed)
        for row in rows:
            self._over_time(found, row)
        for share in self.shares:
            self._share(found, *share)
        return found

    def _cells(self, found: Knowledge, when: When, rows: list[str]) -> None:
        for row in rows:
            for column in (*LABELS.values(), *self.groups):
                # A row or a reason that a table leaves out has nothing.
                cell = self.numbers.get((*when, row, column), "0")
                name = self.name(when, row, column)
                if cell.isdecimal():
                    found.number(name, int(cell))
                else:
                    found.hidden(name, *((1, 4) if cell == "färre än 5" else ()))

    def name(self, when: When, row: str, column: object) -> tuple[object, ...]:
        """The name of a number; what one period ends with is what the next begins with."""
        if column in ("opening", "remaining"):
            return ("stock", 3 * when[0] + (BEGINS if column == "opening" else ENDS)[when[1]], row)
        return (*when, row, column)

    def _along(self, found: Knowledge, when: When, row: str) -> None:
        def named(*columns: object) -> list[tuple[object, ...]]:
            return [self.name(when, row, column) for column in columns]

        found.adds_up(named("opening", "new", "moved_in"), named("handled"))
        found.adds_up(named("remaining", "moved_out", "closed"), named("handled"))
        found.adds_up(named(*GROUPS), named("closed"))
        found.adds_up(named("met", "breached", "excused"), named("decided"))
        for group in GROUPS:
            found.adds_up(named(*(code for code, of in self.groups.items() if of == group)), named(group))

    def _down(
        self,
        found: Knowledge,
        when: When,
        heads: list[str],
        guessed: dict[tuple[int, str, object], int] | None,
    ) -> None:
        for column in ("opening", "remaining", *FLOWS, *self.groups):
            for head in set(self.branches.values()):
                under = [row for row, of in self.branches.items() if of == head]
                own = ("own", *self.name(when, head, column))
                found.adds_up([own, *(self.name(when, row, column) for row in under)], [self.name(when, head, column)])
            alone = ("alone", *self.name(when, self.total, column))
            if guessed is not None and (number := guessed.get((*when, column), 0)) not in range(1, 5):
                found.number(alone, number)
            parts = [alone, *(self.name(when, row, column) for row in heads)]
            found.adds_up(parts, [self.name(when, self.total, column)])
        found.adds_up(
            [self.name(when, row, "moved_in") for row in heads], [self.name(when, row, "moved_out") for row in heads]
        )

    def _over_time(self, found: Knowledge, row: str) -> None:
        for year in {year for year, _ in self.periods}:
            for whole, parts in PARTS.items():
                if all((year, one) in self.periods for one in (whole, *parts)):
                    for column in ("moved_in", "moved_out", *FLOWS, *self.groups):
                        found.adds_up(
                            [self.name((year, part), row, column) for part in parts],
                            [self.name((year, whole), row, column)],
                        )

    def _share(self, found: Knowledge, year: int, period: str, row: str, label: str, cell: str) -> None:
        """A share with one decimal says something of a part whose whole is known."""
        parts, wholes = SHARES[label]
        if cell in ("dolt", "–"):
            return
        named = [self.name((year, period), row, column) for column in wholes]
        hidden = [
            self.name((year, period), row, one) for one in parts if self.name((year, period), row, one) in found.bounds
        ]
        assert not hidden, f"{label} of {row} is printed although {hidden} is not"
        assert all(name in found.known for name in named), f"{label} of {row} is printed without its whole"


def _options(html: str, name: str) -> list[str]:
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.S)
    assert select, text(html)[:500]
    return re.findall(r'<option value="([^"]*)"', select.group())


def tertials_of(reader: Reader) -> Iterator[When]:
    """Its periods."""
    yield from reader.periods
