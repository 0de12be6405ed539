"""Whom and what the words of a list mean: a coach, a stadsdel's unit, a jobbtorg."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from core.swedish.names import search_form
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, UnitFunction, User

SHORTEST_CUT = 3
"""Letters that a part of a stadsdel's name is cut off to at the least."""


class CoachNames:
    """The coaches of a jobbtorg, former ones too, found by what colleagues called them in lists."""

    def __init__(self, jobbtorg: Jobbtorg) -> None:
        self._coaches = list(User.objects.filter(jobbtorg=jobbtorg, role=Role.COACH))

    def by_key(self, key: str) -> User | None:
        """The coach with this key, as a person chose; None if there is no such coach here."""
        return next((coach for coach in self._coaches if str(coach.pk) == key), None)

    def find(self, alias: str) -> User | None:
        """The one coach the alias fits; None if it fits nobody or several. A signature goes before other initials.

        "AL" and "A.L." (signature or initials), "A Lund", "A. Lund", "Lund A", "Lund Anna", "Anna Lund".
        """
        letters, words = _letters(alias), _words(alias)
        readings: tuple[Callable[[User], bool], ...] = (
            lambda coach: bool(coach.signature) and _letters(coach.signature) == letters,
            lambda coach: words in _names(coach),
            lambda coach: _initials(coach) == letters,
        )
        for fits in readings:
            found = [coach for coach in self._coaches if fits(coach)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


class UnitNames:
    """The income support units of the stadsdelar, found by the stadsdel's name on a day."""

    def __init__(self) -> None:
        units = IncomeSupportUnit.objects.filter(function=UnitFunction.INCOME_SUPPORT).select_related("district")
        self._units = list(units)

    def by_key(self, key: str) -> IncomeSupportUnit | None:
        """The unit with this key, as a person chose."""
        return next((unit for unit in self._units if str(unit.pk) == key), None)

    def find(self, district: str, day: date) -> IncomeSupportUnit | None:
        """The one unit of the stadsdel that existed on the day; None if none or several fit.

        The stadsdel may be written out ("Hässelby-Vällingby"), cut off ("Hässelby/Väll.") or as its letters ("HV").
        """
        there = [unit for unit in self._units if unit.is_valid_on(day)]
        said = _parts(district)
        readings: tuple[Callable[[IncomeSupportUnit], bool], ...] = (
            lambda unit: _parts(unit.district.name) == said,
            lambda unit: ["".join(part[0] for part in _parts(unit.district.name))] == said,
            lambda unit: _begins_with(_parts(unit.district.name), said),
        )
        for fits in readings:
            found = [unit for unit in there if said and fits(unit)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


class JobbtorgNames:
    """The jobbtorg of the city, found by code or name."""

    def __init__(self) -> None:
        self._jobbtorg = list(Jobbtorg.objects.all())

    def find(self, text: str) -> Jobbtorg | None:
        """The one jobbtorg that is meant; None if none or several are.

        By its code ("KI") or its name, which may be cut off: "Jobbtorg Kista", "JT Kista", "Kista", "Hässelby/Väll.".
        """
        said = _place(text)
        readings: tuple[Callable[[Jobbtorg], bool], ...] = (
            lambda jobbtorg: [search_form(jobbtorg.code)] == said,
            lambda jobbtorg: _place(jobbtorg.name) == said,
            lambda jobbtorg: _begins_with(_place(jobbtorg.name), said),
        )
        for fits in readings:
            found = [jobbtorg for jobbtorg in self._jobbtorg if said and fits(jobbtorg)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def _place(name: str) -> list[str]:
    """The words of a jobbtorg's name without the word for what it is."""
    return [part for part in _parts(name) if part not in ("jobbtorg", "jobbtorget", "jt")]


def _parts(name: str) -> list[str]:
    return search_form(re.sub(r"[-/.,]+", " ", name)).split()


def _begins_with(name: list[str], said: list[str]) -> bool:
    return len(name) == len(said) and all(
        part.startswith(cut) and len(cut) >= SHORTEST_CUT for part, cut in zip(name, said, strict=True)
    )


def _words(text: str) -> str:
    return search_form(text.replace(".", " ").replace(",", " "))


def _letters(text: str) -> str:
    return _words(text).replace(" ", "")


def _initials(coach: User) -> str:
    return "".join(word[0] for word in _words(coach.get_full_name()).split())


def _names(coach: User) -> Iterable[str]:
    first, last = _words(coach.first_name), _words(coach.last_name)
    return {f"{first} {last}", f"{last} {first}", f"{first[:1]} {last}", f"{last} {first[:1]}"}
