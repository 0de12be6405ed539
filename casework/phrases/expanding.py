"""Short words written out in a note: `;cv` becomes the phrase, where no script has done it while one typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from casework.phrases.offered import OfferedPhrase, phrases_of
from organisation.models import User

_SHORT = re.compile(r"(?<![\w;]);([a-zåäö0-9-]+)", re.IGNORECASE)


def written_out(text: str, phrases: Iterable[OfferedPhrase]) -> str:
    """The text with each short word that is known written out; a full stop typed after a sentence is not doubled."""
    texts = {phrase.key: phrase.text for phrase in phrases}

    def phrase(found: re.Match[str]) -> str:
        whole = texts.get(found[1].lower())
        if whole is None:
            return found[0]
        return whole.removesuffix(".") if text[found.end() : found.end() + 1] == "." else whole

    return _SHORT.sub(phrase, text)


def with_phrases(text: str, *, author: User, longest: int) -> str:
    """What a note says once its short words are written out. One statement, and none where there are no short words.

    Raises ValidationError where it is longer than a note may be then.
    """
    if not _SHORT.search(text):
        return text
    whole = written_out(text, phrases_of(author))
    if len(whole) > longest:
        raise ValidationError(f"Med fraserna utskrivna är texten {len(whole)} tecken, men får vara högst {longest}.")
    return whole
