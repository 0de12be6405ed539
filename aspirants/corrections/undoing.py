"""Taking back what one did a moment ago: the token that the message carries, and what can be taken back (FC-30).

The page says *Ångra* beside what was just saved. The token names the user, the case, the rows and the version each row
had then; it is signed with its time. Whoever presses later than ALLOWED_FOR, or after anybody has changed one of the
rows, is told so, and corrects instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Max, Model
from django.http import HttpRequest

from aspirants.models import CorrectedKind, Enrolment
from core.history.tracking import changes_of
from organisation.models import User

ALLOWED_FOR = 60
"""Seconds. Ten are promised; a minute is allowed, since finding a button by ear or with one switch takes longer than by
eye, and a page without scripts loads again first. No script takes the button away: a control that vanishes is a time
limit of its own (WCAG 2.2.1). That nobody has built on it meanwhile is asked besides."""

SALT = "jobbtorg.undo"


@dataclass(frozen=True)
class Undoable:
    """A kind of row whose latest change can be taken back: `undo` gets the actor, the case and the row's key."""

    kind: CorrectedKind
    model: type[Model]
    undo: Callable[..., Any]


_undoables: dict[CorrectedKind, Undoable] = {}


def register_undoables(*undoables: Undoable) -> None:
    """Add kinds; called when an app is ready. Raises ValueError where another app has the kind already."""
    for one in undoables:
        if _undoables.setdefault(one.kind, one) is not one:
            raise ValueError(f"{one.kind} is taken back in two ways.")


def undoable(kind: str) -> Undoable:
    """The kind; raises KeyError where it cannot be taken back."""
    return _undoables[CorrectedKind(kind)]


def versions_of(model: type[Model], numbers: Iterable[int]) -> Mapping[int, int]:
    """The key of the latest version of each of some rows, by the rows' keys; a row without history is left out."""
    versions = changes_of(model).objects.filter(pgh_obj__in=list(numbers)).order_by()
    return dict(versions.values_list("pgh_obj").annotate(Max("pgh_id")))


@dataclass(frozen=True)
class Done:
    """What was done and can be taken back: by whom, in which case, and each row with the version it had then."""

    user: int
    case: int
    rows: tuple[tuple[str, int, int], ...]

    def token(self) -> str:
        """The value of the hidden field: signed, with its time. It names nobody."""
        return signing.dumps([self.user, self.case, self.rows], salt=SALT)

    @classmethod
    def from_token(cls, token: str) -> Done | None:
        """What was done; None where the token is too old or was not made here."""
        try:
            user, case, rows = signing.loads(token, salt=SALT, max_age=ALLOWED_FOR)
        except signing.BadSignature:
            return None
        return cls(user, case, tuple((kind, number, version) for kind, number, version in rows))


def done(actor: User, enrolment: Enrolment, rows: Iterable[Model]) -> Done:
    """What an act has just written, in the order in which it did."""
    kinds = {one.model: kind for kind, one in _undoables.items()}
    written = list(rows)
    latest = {
        model: versions_of(model, [row.pk for row in written if type(row) is model])
        for model in {type(row) for row in written}
    }
    named = tuple((kinds[type(row)].value, row.pk, latest[type(row)].get(row.pk, 0)) for row in written)
    return Done(actor.pk, enrolment.pk, named)


def say_undoable(request: HttpRequest, text: str, enrolment: Enrolment, *rows: Model) -> None:
    """A message that something is done, with the button that takes it back."""
    assert isinstance(request.user, User)
    messages.success(request, text, extra_tags=done(request.user, enrolment, rows).token())
