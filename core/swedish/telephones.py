"""Telephone numbers as people write them: kept as they stand, refused only where nobody could be called by them.

Each way of writing a number has one key, by which it is found: +46 70-174 06 05, 0046701740605 and 070-174 06 05 are
all 701740605. The database makes the same key of a column, so that a number is found whoever writes it.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Func, TextField, Value

from core.swedish.pasted import PastedField

FEWEST_DIGITS = 5
"""Fewer are no number that anybody outside answers by."""

MOST_DIGITS = 15
"""No number in the world has more, its country's prefix included (ITU-T E.164)."""

NO_NUMBER = "Skriv ett telefonnummer med siffror, till exempel 070-174 06 05."
TOO_SHORT = "Telefonnumret är för kort. Skriv hela numret, till exempel 070-174 06 05."

HAS_LETTERS = "Telefonnumret har bokstäver i sig. Skriv det med siffror, till exempel 070-174 06 05."

# What the key is made by, in this order, in Python and in the database. Migrations run it: a change is a new column.
_SECOND_NUMBER = "([,;]| / | eller | och ).*$"
_NO_DIGIT = "[^0-9]"
_PREFIXES = "^(00)?(46)?0?"

_LETTER = re.compile(r"[^\W\d_]")
_LETTER_AT_A_DIGIT = re.compile(r"[0-9][^\W\d_]|[^\W\d_][0-9]")
_WRITTEN = re.compile(r"\+?[0-9 ()./-]+")


def is_telephone(text: str) -> bool:
    """Whether a text may be a telephone number and nothing besides."""
    digits = sum(character in "0123456789" for character in text)
    return FEWEST_DIGITS <= digits <= MOST_DIGITS and _WRITTEN.fullmatch(text) is not None


def telephone_key(text: str) -> str:
    """The digits of the first number in the text without 0, 00, +46 or 0046 before them; empty without digits."""
    digits = re.sub(_NO_DIGIT, "", re.sub(_SECOND_NUMBER, "", text, flags=re.DOTALL))
    return re.sub(_PREFIXES, "", digits)


def telephone_key_of(field: str) -> Func:
    """The key of the number in a field, as the database makes it."""
    first = _replaced(F(field), _SECOND_NUMBER)
    return _replaced(_replaced(first, _NO_DIGIT, Value("g")), _PREFIXES)


def _replaced(text: Any, pattern: str, *flags: Value) -> Func:
    return Func(text, Value(pattern), Value(""), *flags, function="regexp_replace", output_field=TextField())


class TelephoneField(PastedField):
    """A telephone number: spaces, plus signs, hyphens, parentheses and a word beside it are kept as written."""

    def validate(self, value: object) -> None:
        super().validate(value)
        text = str(value or "")
        digits = sum(character in "0123456789" for character in text)
        if text and not digits:
            raise ValidationError(NO_NUMBER, code="invalid")
        if _LETTER_AT_A_DIGIT.search(text) or (digits < FEWEST_DIGITS and _LETTER.search(text)):
            raise ValidationError(HAS_LETTERS, code="invalid")
        if text and digits < FEWEST_DIGITS:
            raise ValidationError(TOO_SHORT, code="invalid")
