"""Lists to bring in: 3 % of the rows faulty, 5 % known already, 1 % there twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from aspirants.identity import display
from aspirants.models import Person
from core.encryption import lookup_hash
from demo.identities import nth_number
from demo.names import ALL_SURNAMES, ALL_WOMEN
from organisation.models import Jobbtorg, Role, User

NUMBERS = 102_000
"""Test numbers there are (demo/identities.py)."""

FAULTY, KNOWN, TWICE = 33, 20, 100
"""One row of so many."""

HEADER = "Pnr;Efternamn;Förnamn;Coach;Fr SDF;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån;Avsl.datum;Orsak"
COACHES = ("Anna Lund", "Petra Lindgren", "Mona Berg")
REASONS = ("jobb", "komvux", "sjukskr", "flyttat t Malmö", "tillsv anst")


def staffed(jobbtorg: Jobbtorg) -> Jobbtorg:
    """The jobbtorg with the coaches whom the lists name."""
    for name in COACHES:
        first, last = name.split()
        User.objects.create_user(
            f"{first}.{last}@list.example.se", first_name=first, last_name=last, role=Role.COACH, jobbtorg=jobbtorg
        )
    return jobbtorg


class Lists:
    """Lists of one jobbtorg, about persons whom the register does not know."""

    def __init__(self, jobbtorg: Jobbtorg) -> None:
        self._district = jobbtorg.name
        numbers = [nth_number(n) for n in range(NUMBERS)]
        hashes = dict(zip(map(lookup_hash, numbers), numbers, strict=True))
        taken = set(Person.objects.exclude(identity_hash=None).values_list("identity_hash", flat=True))
        self._free = [number for digest, number in hashes.items() if digest not in taken]

    def of(self, size: int) -> bytes:
        """A list of so many rows."""
        return _file(self._row(n, faulty=n % FAULTY == 0) for n in self._places(size))

    def known_already(self, size: int) -> bytes:
        """The list that was brought in before: what a list of that size finds in the register."""
        return _file(self._row(n) for n in range(1, size, KNOWN))

    def library_rows(self, size: int) -> list[tuple[str, str, str]]:
        """Number, last and first name of so many persons."""
        return [(self._free[-n], *_name(n)) for n in range(1, size + 1)]

    @staticmethod
    def _places(size: int) -> Iterator[int]:
        for n in range(size):
            yield n - 1 if n and n % TWICE == 0 else n

    def _row(self, n: int, *, faulty: bool = False) -> str:
        # A person whose turn comes again had another case some years later.
        again, person = divmod(n, len(self._free))
        began = datetime.date(2008 + 4 * again, 1, 7) + datetime.timedelta(days=n % 300)
        days = [(began + datetime.timedelta(days=after)).isoformat() for after in (0, 2, 3, 4, 95, 150)]
        number = display(self._free[person])
        if faulty:
            number = number[:-1] + str((int(number[-1]) + 1) % 10)
        last, first = _name(person)
        received, group, met, approved, followed_up, closed = days
        coach, reason = COACHES[n % len(COACHES)], REASONS[n % len(REASONS)]
        cells = (number, last, first, coach, "", received, group, met, approved, followed_up, closed, reason)
        return ";".join(cells)


def _name(n: int) -> tuple[str, str]:
    return ALL_SURNAMES[n % len(ALL_SURNAMES)], ALL_WOMEN[n // len(ALL_SURNAMES) % len(ALL_WOMEN)]


def _file(rows: Iterator[str]) -> bytes:
    return "\r\n".join([HEADER, *rows, ""]).encode()
