"""Whom and what an old list means: a coach by initials or name, a stadsdel's unit by the stadsdel's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from core.swedish.names import search_form
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, UnitFunction, User


class CoachNames:
    """The coaches of a jobbtorg, former ones too, found by what colleagues called them in lists."""

    def __init__(self, jobbtorg: Jobbtorg) -> None:
        self._coaches = list(User.objects.filter(jobbtorg=jobbtorg, role=Role.COACH))

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

    def find(self, district: str, day: date) -> IncomeSupportUnit | None:
        """The one unit of the stadsdel with that name that existed on the day; None if none or several did."""
        name = search_form(district)
        found = [unit for unit in self._units if search_form(unit.district.name) == name and unit.is_valid_on(day)]
        return found[0] if len(found) == 1 else None


def _words(text: str) -> str:
    return search_form(text.replace(".", " ").replace(",", " "))


def _letters(text: str) -> str:
    return _words(text).replace(" ", "")


def _initials(coach: User) -> str:
    return "".join(word[0] for word in _words(coach.get_full_name()).split())


def _names(coach: User) -> Iterable[str]:
    first, last = _words(coach.first_name), _words(coach.last_name)
    return {f"{first} {last}", f"{last} {first}", f"{first[:1]} {last}", f"{last} {first[:1]}"}
