"""How the cells of a table of reference data are read and written, by the kind of column.

What goes out is a day, a number or a text as such; `core.spreadsheets` writes it. What comes in is a text. A cell that
cannot be read is a ValueError with one Swedish sentence; nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from import_export import widgets

from core.swedish.dates import HOW_TO_WRITE_A_DATE, parse_swedish_date

LARGEST, LONGEST_NUMBER = 32_767, 20
"""What a column of small numbers holds, and the digits that are looked at to find out."""

_YEAR = re.compile(r"[0-9]{4}")
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?")


class TextWidget(widgets.Widget):
    """Any text of at most so many signs; blanks around it are no part of it."""

    explanation = "Text."

    def __init__(self, longest: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        if longest:
            self.explanation = f"Text, högst {longest} tecken."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str("" if value is None else value).strip()
        if self.longest and len(text) > self.longest:
            raise ValueError(f"Texten har {len(text)} tecken men får ha högst {self.longest}.")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """The value as it goes out: "", where there is none."""
        return "" if value is None else value


class WholeNumberWidget(TextWidget):
    """Digits only; empty is None."""

    explanation = "Heltal."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = super().clean(value)
        if text and not (text.isascii() and text.isdigit()):
            raise ValueError(f"Skriv ett heltal i stället för ”{text}”.")
        if len(text) > LONGEST_NUMBER or int(text or 0) > LARGEST:
            raise ValueError(f"Talet ”{text}” är för stort.")
        return int(text) if text else None


class YesOrNoWidget(TextWidget):
    """`ja` or `nej`; anything else is refused, never guessed."""

    explanation = "ja eller nej."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = super().clean(value).lower()
        if text not in {"ja", "nej"}:
            raise ValueError(f"Skriv ja eller nej i stället för ”{text}”." if text else "Skriv ja eller nej.")
        return text == "ja"

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else "ja" if value else "nej"


class DayWidget(TextWidget):
    """A day with its year, as Swedish readers write it; empty is None."""

    explanation = "Datum som 2026-11-23."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.date | None:
        text = super().clean(value)
        if not text:
            return None
        # Whoever reads the file next year would get another day from one without a year.
        if not _YEAR.search(text):
            raise ValueError(f"Skriv datumet med år, som 2026-11-23, i stället för ”{text}”.")
        try:
            return parse_swedish_date(text, timezone.localdate())
        except ValueError as error:
            sentence = f"Skriv datumet som 2026-11-23 i stället för ”{text}”."
            raise ValueError(sentence if str(error) == HOW_TO_WRITE_A_DATE else str(error)) from None


class ClockTimeWidget(TextWidget):
    """A time of day; empty is None."""

    explanation = "Klockslag som 08:00."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.time | None:
        text = super().clean(value)
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValueError(f"Skriv klockslaget som 08:00 i stället för ”{text}”.")
        return datetime.time(int(match[1]), int(match[2]))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else f"{value:%H:%M}"


class ChoiceWidget(TextWidget):
    """One of some words: the Swedish one goes out, that and the stored one come in."""

    def __init__(self, choices: Iterable[tuple[str, Any]], *, blank: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.labels = {str(stored): str(label).rstrip(",") for stored, label in choices if stored != ""}
        self.blank = blank
        self.explanation = f"Något av {', '.join(_quoted(self.labels.values()))}."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text: str = super().clean(value)
        if text in self.labels or (not text and self.blank):
            return text
        for stored, label in self.labels.items():
            if label.casefold() == text.casefold():
                return stored
        instead = f" i stället för ”{text}”" if text else ""
        raise ValueError(f"Skriv {_or(self.labels.values())}{instead}.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return self.labels.get(value, "" if value is None else value)


class SomeOfWidget(ChoiceWidget):
    """Some of a list of words, with semicolons between; an empty cell is none."""

    def __init__(self, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(choices, blank=True, **kwargs)
        self.explanation = f"Ett eller flera av {', '.join(_quoted(self.labels.values()))}, med semikolon mellan."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        words = (word for word in str("" if value is None else value).split(";") if word.strip())
        return [super(SomeOfWidget, self).clean(word) for word in words]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "; ".join(self.labels.get(word, word) for word in value or ())


class CodeWidget(TextWidget):
    """A row of another table, named by its code. Looked up once a file: every resource has its own widgets."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model = model
        self.plural = model._meta.verbose_name_plural
        self.explanation = f"Koden för en rad bland {self.plural}."
        self.found: dict[str, models.Model] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        code = super().clean(value)
        if not code:
            return None
        if code not in self.found:
            row_named = self.model._default_manager.filter(code=code).first()
            if row_named is None:
                raise ValueError(f"Koden ”{code}” finns inte bland {self.plural}.")
            self.found[code] = row_named
        return self.found[code]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.code


def widget_for(model_field: models.Field) -> TextWidget:
    """How a cell of the column is read and written."""
    if isinstance(model_field, models.ForeignKey):
        return CodeWidget(model_field.related_model)
    if isinstance(model_field, ArrayField):
        return SomeOfWidget(model_field.base_field.flatchoices)
    if model_field.choices:
        return ChoiceWidget(model_field.choices, blank=model_field.blank)
    for kind, widget in _BY_KIND:
        if isinstance(model_field, kind):
            return widget()
    text = TextWidget(model_field.max_length)
    if isinstance(model_field, models.EmailField):
        text.explanation = "E-postadress."
    return text


_BY_KIND: list[tuple[type[models.Field], type[TextWidget]]] = [
    (models.BooleanField, YesOrNoWidget),
    (models.DateField, DayWidget),
    (models.TimeField, ClockTimeWidget),
    (models.IntegerField, WholeNumberWidget),
]


def explanation_of(model_field: models.Field, widget: TextWidget) -> str:
    """What may stand in a column, for somebody who fills in an empty table."""
    empty = "Får vara tom." if model_field.blank and not isinstance(widget, YesOrNoWidget) else ""
    return " ".join(part for part in (widget.explanation, empty, str(model_field.help_text)) if part)


def _or(words: Iterable[str]) -> str:
    *most, last = _quoted(words)
    return f"{', '.join(most)} eller {last}" if most else last


def _quoted(words: Iterable[str]) -> list[str]:
    return [f"”{word}”" for word in words]
