"""Telephone numbers as people write them: kept as they stand, refused only where nobody could be called by them."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from core.swedish.pasted import PastedField

FEWEST_DIGITS = 5
"""Fewer are no number that anybody outside answers by."""

NO_NUMBER = "Skriv ett telefonnummer med siffror, till exempel 070-174 06 05."
TOO_SHORT = "Telefonnumret är för kort. Skriv hela numret, till exempel 070-174 06 05."


class TelephoneField(PastedField):
    """A telephone number: spaces, plus signs, hyphens, parentheses and a word beside it are kept as written."""

    def validate(self, value: object) -> None:
        super().validate(value)
        text = str(value or "")
        digits = sum(character in "0123456789" for character in text)
        if text and digits < FEWEST_DIGITS:
            raise ValidationError(TOO_SHORT if digits else NO_NUMBER, code="invalid")
