"""What can be corrected: a registry, filled by the apps that hold the things when they are ready.

One form and one page serve all kinds; each app gives the fields, and the operation that corrects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from aspirants.corrections.rights import Recorded
from aspirants.forms.corrections import CorrectionForm
from aspirants.models import CorrectedKind, Correction, Enrolment
from core.seen import Seen


@dataclass(frozen=True)
class Correctable:
    """A kind of thing that can be corrected.

    `rows`: those of a case, newest first, with what was removed. `stands`: whether a row is there to be corrected now.
    `correct` and `remove` are operations on `row`, with the `seen` that the page showed; `remove` takes the right case
    as `to`. A kind without `remove` is never about another person than its case is. `said`: what a row says, as the
    keywords of `correct`. `asked_as`: what the form asks
    under another name than the operation.
    """

    kind: CorrectedKind
    rows: Callable[[Enrolment], QuerySet]
    stands: Callable[[Any], bool]
    title: Callable[[Any], str]
    shown: Callable[[Any], Seen]
    recorded: Callable[[Any], Recorded]
    form: type[CorrectionForm]
    correct: Callable[..., Correction]
    said: Callable[[Any], dict[str, Any]]
    remove: Callable[..., tuple[Correction, Any]] | None = None
    asked_as: tuple[tuple[str, str], ...] = ()


_correctables: dict[CorrectedKind, Correctable] = {}


def register_correctables(*correctables: Correctable) -> None:
    """Add kinds; called when an app is ready. Raises ValueError where another app has the kind already."""
    for one in correctables:
        if _correctables.setdefault(one.kind, one) is not one:
            raise ValueError(f"{one.kind} can be corrected in two ways.")


def correctables() -> Sequence[Correctable]:
    """All kinds, in the order of `CorrectedKind`."""
    return [_correctables[kind] for kind in CorrectedKind if kind in _correctables]


def correctable_of(kind: CorrectedKind) -> Correctable:
    """The kind's entry. Raises KeyError where it cannot be corrected."""
    return _correctables[kind]


def find_correctable(code: str) -> tuple[Correctable, int] | None:
    """The kind and the key that a page names as "MEETING-17"; None for anything else."""
    name, _, number = code.partition("-")
    if name not in CorrectedKind or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    correctable = _correctables.get(CorrectedKind(name))
    return (correctable, int(number)) if correctable else None
