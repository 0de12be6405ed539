"""Which forms are kept when they are not saved, and which never."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from organisation.access.written import FIELD, TOKEN
from workbench.unsaved.kept import FORMS_OWN

LONGEST_TEXT = 50_000
"""Characters in all fields of one form; more is refused, because no form is that long."""

LONG = 10
"""Characters: a text longer than this, and so than a date, is kept, whatever form it stands in."""

NEVER_KEPT = frozenset({TOKEN, FIELD, "kept_text"})
SECRET = re.compile(r"password|^code$", re.IGNORECASE)
"""Names of fields that prove who one is; a form with such a field is not kept."""


def is_kept_at_all(fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether a form may be kept: none that proves who one is, and none that is longer than any form."""
    if any(map(SECRET.search, fields)):
        return False
    return sum(len(text) for texts in fields.values() for text in texts) <= LONGEST_TEXT


def has_long_text(fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether something is written in a form that would have to be written again."""
    return any(True for _ in long_texts(fields))


def long_texts(fields: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What is written in a form and would have to be written again."""
    for name, texts in fields.items():
        if name not in FORMS_OWN and name not in NEVER_KEPT and not SECRET.search(name):
            yield from (text for text in texts if len(text.strip()) > LONG)
