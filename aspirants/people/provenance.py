"""Where a case comes from, in sentences, as the packages tell that bring cases in."""

from __future__ import annotations

from collections.abc import Callable

from aspirants.models import Enrolment

Source = Callable[[Enrolment], list[str]]
"""Sentences about where what is known of a case comes from, for a user who may open it."""

_sources: list[Source] = []


def register_provenance(source: Source) -> None:
    """Have a source asked about each case; packages call this when they are ready."""
    if source not in _sources:
        _sources.append(source)


def provenance_of(enrolment: Enrolment) -> list[str]:
    """All that is told of where a case comes from; empty for one that was registered here."""
    return [sentence for source in _sources for sentence in source(enrolment)]
