"""The keyboard shortcuts that help tells a user of: those that lead somewhere in the user's role."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from organisation.access.permissions import Act, may
from organisation.models import Role, User

if TYPE_CHECKING:
    from workbench.frame.shell import Shell


class Shortcut(NamedTuple):
    """Keys, pressed one after the other or one of them, and what they do."""

    keys: tuple[str, ...]
    does: str
    is_single: bool = True
    """Whether it is switched off with the single keys (`User.shortcuts`)."""


SAVE = Shortcut(("Ctrl", "Enter"), "Spara eller skicka formuläret, eller gå till nästa steg", is_single=False)
CLOSE = Shortcut(("Esc",), "Stäng menyn eller rutan", is_single=False)


def shortcuts_of(shell: Shell) -> list[Shortcut]:
    """What works for the user now, in the order of the list; without the single keys where these are switched off."""
    user = shell.user
    if not isinstance(user, User):
        return []
    found = [
        *_of_lists(shell, user),
        *_of_cases(user),
        *_of_places(shell),
        SAVE,
        CLOSE,
        Shortcut(("?",), "Visa listan"),
    ]
    return [shortcut for shortcut in found if user.shortcuts or not shortcut.is_single]


def _of_lists(shell: Shell, user: User) -> list[Shortcut]:
    found = [Shortcut(("j", "k"), "Nästa och föregående rad i en lista"), Shortcut(("Enter",), "Öppna raden", False)]
    if shell.may_search:
        found.insert(0, Shortcut(("/",), f"Sök {shell.searched}"))
    if "f" in shell.place_keys:
        found.append(Shortcut(("x",), "Markera raden, i listor där flera kan väljas"))
    if may(user, Act.SEND_REFERRAL):
        found.append(Shortcut(("n",), "Ny remiss, i Mina remisser och när en är skickad"))
    if may(user, Act.CHANGE_COACH):
        found.append(Shortcut(("a",), "Tilldela coach för markerade rader, på Frister och i Remisser"))
    elif may(user, Act.RECEIVE_REFERRAL):
        found.append(Shortcut(("a",), "Ta emot markerade rader, eller välj coach för den öppna, i Remisser"))
    return found


def _of_cases(user: User) -> list[Shortcut]:
    if not user.works_with_cases:
        return []
    found = [Shortcut(("l",), "Logga möte")]
    if user.role == Role.COACH:
        found.append(Shortcut(("u",), "Uteblev, på raden för ett möte på Min dag"))
    return [
        *found,
        Shortcut(("n",), "Ny anteckning i ärendet"),
        Shortcut(("[", "]"), "Föregående och nästa ärende i listan du kom från"),
    ]


def _of_places(shell: Shell) -> list[Shortcut]:
    return [Shortcut(("g", place.key), f"Gå till {place.label}") for place in shell.navigation if place.key]
