"""What is kept of a form that was not saved, for the pages that offer it again; and its end after some days."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.reading.statements import Asked
from organisation.access.acting import System, acting_for
from organisation.access.written import Written
from organisation.models import User
from workbench.models import UnsavedText

UNSAVED_LIFETIME = datetime.timedelta(days=14)

LONGER_THAN_A_CHOICE = 12
"""Shorter values are choices and dates; what is shown again is text."""

WRITTEN_IN = "written_in"
"""Beside the fields: the names of those that text was written in, however short, as the page's script tells."""


@dataclass(frozen=True)
class Kept:
    """One form as it stood."""

    key: int
    address: str
    """Where the form is sent to, with its query."""
    saved_at: datetime.datetime
    was_sent: bool
    """It was sent in, but nobody was signed in or something failed: it is whole, and can be sent again."""
    fields: dict[str, list[str]]
    shown: frozenset[str]
    """The names of what the author saw and typed; the others are the form's own (a key, what the page showed)."""

    @property
    def texts(self) -> list[str]:
        """What was written, to be read."""
        return [
            text
            for name, values in self.fields.items()
            if name in self.shown
            for text in values
            if len(text) > LONGER_THAN_A_CHOICE or name in self.fields.get(WRITTEN_IN, ())
        ]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """All fields as names and values, to be sent again as they were."""
        return [(name, value) for name, values in self.fields.items() for value in values]

    @property
    def typed(self) -> dict[str, list[str]]:
        """What the page's script puts into the form again."""
        return {name: values for name, values in self.fields.items() if name in self.shown}


def kept_for(author: User, path: str) -> list[Kept]:
    """What is kept of the forms of a page, the newest first: those that stood on it, and those that are sent to it.

    They are offered to the author by this: from now on no other text takes their place.
    """
    of_the_page = Q(page=path) | Q(address=path) | Q(address__startswith=f"{path}?")
    texts = list(kept_of(author).filter(of_the_page).order_by("-saved_at"))
    if new := [text.pk for text in texts if not text.offered]:
        kept_of(author).filter(pk__in=new).update(offered=True)
    return [_kept(text) for text in texts]


def _kept(text: UnsavedText) -> Kept:
    fields = {name: list(values) for name, values in json.loads(text.fields).items()}
    return Kept(
        text.pk,
        text.address,
        text.saved_at,
        text.was_sent,
        fields,
        frozenset(name for name in fields if name not in FORMS_OWN),
    )


FORMS_OWN = frozenset({"seen", "submission_id", "kept_text", WRITTEN_IN})
"""Fields of a form that nobody types."""


LONGEST_KEY = 17
"""Digits; a longer number is no key."""


def put_back_in(request: HttpRequest) -> int | None:
    """The key of the kept text that was put back into the form which is sent; None where there is none."""
    key = request.POST.get("kept_text", "")
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY else None


def author_of(written: Written) -> User | None:
    """The user who was shown a form, if they still have an account."""
    return User.objects.filter(pk=written.author, is_active=True).first()


def drop_old() -> int:
    """Remove texts older than their lifetime; returns how many."""
    with acting_for(System.RETENTION):
        removed, _ = UnsavedText.objects.filter(saved_at__lt=kept_since()).delete()
    return removed


def kept_since() -> datetime.datetime:
    """What was saved earlier is too old by now."""
    return timezone.now() - UNSAVED_LIFETIME


def kept_of(author: User, since: datetime.datetime | Asked | None = None) -> QuerySet[UnsavedText]:
    """All that is kept for an author and not yet too old, or since a moment that is `Asked` for later."""
    return UnsavedText.objects.filter(author=author, saved_at__gte=since or kept_since())
