"""What people paste along with a number, a telephone number or an address and never see (FC-07).

A page, a letter or a chat puts soft hyphens, marks of direction and characters without width into what is copied from
it. They are known by their Unicode category and not by a list, so that one nobody has thought of is taken away too.
"""

from __future__ import annotations

import re
import unicodedata

from django import forms

FORMAT, CONTROL = "Cf", "Cc"
"""The categories of what shows nothing: soft hyphen, directions, zero width; line breaks and other controls."""

_TRAILING = ".,;:"
_VARIATIONS = {"\ufe0e", "\ufe0f", "\u034f"}  # marks (Mn) that choose how the character before them is drawn


def without_unseen(text: str) -> str:
    """The text without characters that show nothing; what separates words, also a tab or a line break, as a space."""
    seen = []
    for character in text:
        category = unicodedata.category(character)
        if category == FORMAT or character in _VARIATIONS:
            continue
        seen.append(" " if category == CONTROL or category.startswith("Z") else character)
    return "".join(seen)


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x01-\x08\x0b\x0c\x0e-\x1f]")


def without_turning(text: str) -> str:
    """The text without marks that turn the direction of what follows, and without control characters.

    Line breaks and tabs stay; so does the null character, which every field refuses.
    """
    return _TURNING.sub("", text)


def tidied(text: str) -> str:
    """What was meant by something pasted: without what shows nothing, blanks around it, and the full stop after it.

    Full-width and other compatible characters become the plain ones. For numbers, telephone numbers, addresses of mail
    and what is searched for; not for names, in some of which a character without width is part of the spelling.
    """
    return without_unseen(unicodedata.normalize("NFKC", text)).strip().rstrip(_TRAILING).strip()


class PastedField(forms.CharField):
    """A line that people paste: a number, a telephone number, what is searched for. Tidied before it is judged."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return tidied(text) if text else text


class PastedEmailField(forms.EmailField):
    """An address of mail, tidied before it is judged."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return tidied(text) if text else text
