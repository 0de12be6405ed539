"""What came of an act on several rows: kept for the list that one comes back to, and shown beside its rows.

The session keeps keys and reasons and no name: the list asks for the names of those its reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.swedish.numbers import counted
from organisation.access.rules import StaffRequest

RESULT = "resultat"
"""The id of the place on the page, to which one comes back."""

_SESSION_KEY = "list_result"
UNSEEN = "En rad som du inte ser"
MARKED = "valda"
"""The parameter with the keys of the rows that are marked when the page opens; `alla` for all of the page."""


@dataclass(frozen=True)
class LeftOut:
    """A row by its key that the act was not done for, and why, in a sentence without a name."""

    key: int
    why: str


@dataclass
class BulkResult:
    """For how many it was done, and for which rows it was not."""

    done: int = 0
    refused: list[LeftOut] = field(default_factory=list)
    given: dict[int, str] = field(default_factory=dict)
    """What a row got by it, by the row's key, where that is not the same for all; without a person's name."""
    more: str = ""
    """What else came of it for all of them, as a sentence."""

    def leave_out(self, key: int, why: str) -> None:
        self.refused.append(LeftOut(key, why))


@dataclass(frozen=True)
class NamedResult:
    """A result in words: what was done, and by name who was left out and why."""

    said: str
    left_out: list[tuple[str, str]]
    is_done: bool
    given: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the page's title begins with."""
        return self.said if self.is_done else f"Fel: {self.said}"


def keep_result(
    request: StaffRequest,
    list_key: str,
    said: str,
    refused: Iterable[LeftOut] = (),
    *,
    done: bool,
    given: Mapping[int, str] | None = None,
) -> None:
    """Keep what came of an act until its list is shown."""
    rows = [[one.key, one.why] for one in refused]
    got = [[key, what] for key, what in (given or {}).items()]
    request.session[_SESSION_KEY] = {"list": list_key, "said": said, "refused": rows, "done": done, "given": got}


def take_result(
    request: StaffRequest, list_key: str, names: Callable[[list[int]], Mapping[int, str]]
) -> NamedResult | None:
    """What came of the last act on a list, once. `names`: asks for the names of rows that the reader may see."""
    kept = request.session.get(_SESSION_KEY)
    if not kept or kept["list"] != list_key:
        return None
    del request.session[_SESSION_KEY]
    refused, given = kept["refused"], kept.get("given", [])
    named = names([key for key, _ in [*refused, *given]]) if refused or given else {}
    left_out, got = ([(named.get(key, UNSEEN), words) for key, words in rows] for rows in (refused, given))
    return NamedResult(kept["said"], left_out, kept["done"], got)


def said_of(result: BulkResult, done: tuple[str, str]) -> str:
    """ "3 ärenden har fått ny coach. 2 lämnades utanför." """
    words = f"{counted(result.done, *done)}. {result.more}".rstrip()
    return f"{words} {counted(len(result.refused), 'rad', 'rader')} lämnades utanför." if result.refused else words


def marked_keys(value: str) -> set[int]:
    """The keys that `?valda=12-13` names."""
    return {int(part) for part in value.split("-") if part.isascii() and part.isdecimal() and len(part) < 19}


def marked_value(keys: Iterable[int]) -> str:
    """The value of the parameter for keys."""
    return "-".join(map(str, keys))
