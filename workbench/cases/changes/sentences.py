"""A version of a row against the one before it, in sentences a coach reads."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils import timezone

from aspirants.models.identifying import CONTACT, NUMBERS
from core.history.reading import Difference
from core.history.tracking import INSERTED, REMOVED
from core.swedish.dates import moment_in_words, short_weekday_date, weekday_date
from meetings.topics import topics_in_words
from workbench.cases.changes.told import PUT_RIGHT, Told
from workbench.cases.changes.words import NOT_SHOWN, TOLD

NameOf = Callable[[type[models.Model], int | None], str]
"""The name of what a fact points to."""

LONGEST_IN_SENTENCE = 60
"""Characters of a text that stands within a sentence; a longer one stands below it."""


@dataclass(frozen=True)
class Sentence:
    """One change: what happened to what, and what is quoted below: a text before and now, or the facts of a new row."""

    what: str
    change: str
    values: str = ""
    quoted: tuple[tuple[str, str], ...] = ()
    by: str = ""

    def made_by(self, by: str) -> Sentence:
        """The same, saying who did it; unchanged where nobody is known."""
        return replace(self, by=by)

    @property
    def text(self) -> str:
        """ "Telefonnumret ändrades från 070-174 06 11 till 070-174 06 99 av Anna Lund, coach"."""
        what = self.what[:1].upper() + self.what[1:]
        by = f"av {self.by}" if self.by else ""
        return " ".join(part for part in (what, self.change, self.values, by) if part)


def changed_fields(difference: Difference) -> Iterator[models.Field]:
    """The facts that changed; of a new row those that say something, of a removed one none."""
    version, before = difference.version, difference.before
    for field in version.pgh_tracked_model._meta.concrete_fields:
        if field.name in NOT_SHOWN or not hasattr(version, field.attname):
            continue
        now = getattr(version, field.attname)
        if before is None:
            if version.pgh_label == INSERTED and now not in (None, "", [], False):
                yield field
        elif getattr(before, field.attname) != now:
            yield field


def sentences_of(difference: Difference, name_of: NameOf, *, protected: bool) -> Iterator[Sentence]:
    """A sentence for each fact that changed; one for a row that is new, with its facts, or gone.

    A number is said to have changed, never what it was; so are the contact details of a protected person.
    """
    version, before = difference.version, difference.before
    told = TOLD[version.pgh_tracked_model._meta.label]
    which = _which(told, version, name_of)
    if version.pgh_label == REMOVED:
        yield Sentence(f"{told.thing}{which}", "togs bort")
    elif before is None:
        yield Sentence(f"{told.thing}{which}", told.came, quoted=_facts(difference, name_of, protected=protected))
    else:
        for field in changed_fields(difference):
            what, change = told.fact(field.name)
            what += which
            if _is_secret(field, protected=protected):
                yield Sentence(what, change)
            else:
                yield _from_to(what, change, in_words(field, before, name_of), in_words(field, version, name_of))


def _from_to(what: str, change: str, before: str, now: str) -> Sentence:
    if not before:
        is_long = _is_long(now)
        return Sentence(what, "skrevs", quoted=(("Nu", now),)) if is_long else Sentence(what, "angavs till", now)
    if not now:
        return Sentence(what, "togs bort", quoted=(("Tidigare", before),))
    if change == PUT_RIGHT or _is_long(before) or _is_long(now):
        return Sentence(what, change, quoted=(("Tidigare", before), ("Nu", now)))
    return Sentence(what, change, f"från {before} till {now}")


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_IN_SENTENCE or "\n" in text


def _is_secret(field: models.Field, *, protected: bool) -> bool:
    return field.name in NUMBERS or (protected and field.name in CONTACT)


def _facts(difference: Difference, name_of: NameOf, *, protected: bool) -> tuple[tuple[str, str], ...]:
    """What a new row says, each fact by its name."""
    facts = []
    for field in changed_fields(difference):
        secret = _is_secret(field, protected=protected)
        words = "angivet" if secret else in_words(field, difference.version, name_of)
        label = str(field.verbose_name)
        facts.append((label[:1].upper() + label[1:], words))
    return tuple(facts)


def _which(told: Told, version: Any, name_of: NameOf) -> str:
    """Which one it is, " (mån 23 nov)"; "" where nothing says so."""
    if not told.which:
        return ""
    field = version.pgh_tracked_model._meta.get_field(told.which)
    value = getattr(version, field.attname)
    if isinstance(value, datetime.datetime):
        name = short_weekday_date(timezone.localdate(value))
    elif isinstance(value, datetime.date):
        name = short_weekday_date(value)
    elif told.which == "number":
        name = f"version {value}"
    else:
        name = in_words(field, version, name_of).partition(" från ")[0]  # "Jobbgarantin från 2026-01-01"
    return f" ({name})" if name else ""


def in_words(field: models.Field, version: Any, name_of: NameOf) -> str:
    """A fact in words, as its pages show it; "" where there is none."""
    value = getattr(version, field.attname)
    if value in (None, "", []):
        return ""
    if field.related_model is not None:
        return name_of(field.related_model, value) or "ett annat"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime.datetime):
        return moment_in_words(timezone.localtime(value))
    if isinstance(value, datetime.date):
        return weekday_date(value)
    if isinstance(value, list):
        return ", ".join(map(_within, topics_in_words(value, None).split(", ")))
    choices = dict(field.flatchoices)
    return _within(str(choices[value])) if value in choices else str(value)


def _within(label: str) -> str:
    """A choice as it stands within a sentence: "Närvarade" becomes "närvarade", an abbreviation stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
