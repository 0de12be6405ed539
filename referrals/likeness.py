"""Who may be the same person as somebody, for whoever may see both: "liknar R-2026-00012: samma person?".

A stadsdel is asked about the referrals it follows itself. A jobbtorg is asked about its cases and the referrals it has
received; of a case that is open at another jobbtorg it learns at which, and no more without a reason. Across
authorities nothing is said, as if there were nothing. The rule is aspirants/likeness/rule.py.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db import connection

from aspirants.models import Person
from organisation.models import User
from referrals.models import Referral


@dataclass
class Alike:
    """A record that may be about the same person: by which numbers it is known here, or only where a case is open.

    `elsewhere` is the name of that other jobbtorg.
    """

    person_id: int
    elsewhere: str = ""
    cases: list[str] = field(default_factory=list)
    referrals: list[str] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        """Whether the user may see by what number it is known; then the words say which."""
        return bool(self.cases or self.referrals)

    @property
    def words(self) -> str:
        """What it is alike to: "ärende KI-2026-00017 och remiss R-2026-00003", "ett ärende vid Jobbtorg Kista"."""
        if not self.is_here:
            return f"ett ärende vid {self.elsewhere}"
        numbers = [f"ärende {number}" for number in self.cases] + [f"remiss {number}" for number in self.referrals]
        return ", ".join(numbers[:-1]) + (" och " if numbers[1:] else "") + numbers[-1]


def alike_to_person(user: User, person: Person) -> list[Alike]:
    """Records that may be about the same person as a stored one; see `alike_to`."""
    year = getattr(person, "birth_year", None)
    return alike_to(user, person.first_name, person.last_name, person.birth_date, year, but_not=person.pk)


def alike_to_said(user: User, referral: Referral) -> list[Alike]:
    """Records that may be about the same person as a referral, by what its sender wrote; see `alike_to`."""
    said = referral.said
    born, year = said.birth_date, said.birth_year
    return alike_to(user, said.first_name, said.last_name, born, year, but_not=referral.person_id)


def alike_to(
    user: User,
    first_name: str,
    last_name: str,
    birth_date: datetime.date | None,
    birth_year: int | None = None,
    *,
    but_not: int | None = None,
) -> list[Alike]:
    """Records that may be about the same person as somebody with that name and day or year of birth.

    One statement, whatever there is; never those of protected persons, and none that somebody has said is not the same
    as the record `but_not`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT who, away, cases, sent FROM jobbtorg_alike(%s, %s, %s, %s, %s)",
            [but_not, first_name, last_name, birth_date, birth_year],
        )
        return [Alike(who, away or "", cases or [], sent or []) for who, away, cases, sent in cursor.fetchall()]
