"""Which column of a list means what: the place of the header row, headings in two rows, choices made before."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from imports.profiles.fields import Field, Profile, allows
from imports.profiles.synonyms import KNOWN, MEANINGS, bare

KNOWN_HEADINGS_NEEDED = 4
"""A row with so many known headings is the header row."""

_HEADINGS_IN_SECOND_ROW = 2
_TITLE_LENGTH = 40


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from the left, its heading as written, and its meaning, if it is known."""

    index: int
    title: str
    field: Field | None


def known_headings(cells: Sequence[str]) -> int:
    """How many of the cells are headings we know from any list."""
    return sum(bare(cell) in KNOWN for cell in cells)


def is_header(cells: Sequence[str]) -> bool:
    """Whether the row is a header row, the first or one repeated further down."""
    return known_headings(cells) >= KNOWN_HEADINGS_NEEDED


def is_second_header_row(upper: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the row below a header row goes on with headings ("godkänd" under "Jobbplan") instead of a person."""
    pairs = list(zip(_stretched(upper, len(cells)), cells, strict=True))
    others = [cell for group, cell in pairs if _known_as(group, cell, KNOWN) is None]
    has_numbers = any(character.isdigit() for cell in others for character in cell)
    known = sum(bool(cell) and _known_as(group, cell, KNOWN) is not None for group, cell in pairs)
    return not has_numbers and known >= _HEADINGS_IN_SECOND_ROW


def guess_columns(
    profile: Profile, headings: Sequence[str], upper: Sequence[str], remembered: Mapping[str, Field | None]
) -> list[Field | None]:
    """What each column means in a list of this kind, from left to right; None for one that is not read.

    `upper` is a row of group headings above the headings, or empty: "Jobbplan" above "godkänd" stands over its columns
    up to the next group. The lower heading decides if it is known, then both together, then the upper one alone.
    `remembered` are choices made before, by `heading_key`; they go before every guess, and None among them means that
    the column was left out. Of two columns with one meaning the left one counts.
    """
    keys = [heading_key(group, heading) for group, heading in _pairs(upper, headings)]
    chosen = [_allowed(profile, remembered[key]) if key in remembered else None for key in keys]
    fields = _each_once(chosen, set())
    guesses = [
        None if key in remembered else _meaning(profile, group, heading)
        for key, (group, heading) in zip(keys, _pairs(upper, headings), strict=True)
    ]
    guesses = _each_once(guesses, {field for field in fields if field})
    return [field or guess for field, guess in zip(fields, guesses, strict=True)]


def read_header(
    upper: Sequence[str], header: Sequence[str], profile: Profile = Profile.ASPIRANTS
) -> tuple[Column, ...]:
    """The columns of a header row with what they mean in a list of this kind (see `guess_columns`)."""
    fields = guess_columns(profile, header, upper, {})
    pairs = zip(_pairs(upper, header), fields, strict=True)
    return tuple(Column(index, title(*pair), field) for index, (pair, field) in enumerate(pairs))


def titles_of(upper: Sequence[str], headings: Sequence[str]) -> list[str]:
    """What each column is called on pages, from left to right."""
    return [title(group, heading) for group, heading in _pairs(upper, headings)]


def title(group: str, heading: str) -> str:
    """What a column is called on pages: both headings only where it takes both to know what they mean."""
    needs_both = group and heading and bare(heading) not in KNOWN and bare(group) + bare(heading) in KNOWN
    return (f"{group} / {heading}" if needs_both else heading or group)[:_TITLE_LENGTH]


def heading_key(group: str, heading: str) -> str:
    """The bare heading under which a choice for the column is remembered."""
    return bare(title(group, heading))


def _pairs(upper: Sequence[str], headings: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(_stretched(upper, len(headings)), headings, strict=True))


def _stretched(groups: Sequence[str], width: int) -> list[str]:
    """Group headings repeated over the columns they stand above."""
    stretched, current = [], ""
    for index in range(width):
        current = (groups[index] if index < len(groups) else "") or current
        stretched.append(current)
    return stretched


def _known_as(group: str, heading: str, known: Container[str]) -> str | None:
    """The bare heading that is known: the lower one, else both together."""
    below = bare(heading)
    return next((one for one in (below, bare(group) + below) if one in known), None)


def _meaning(profile: Profile, group: str, heading: str) -> Field | None:
    known = _known_as(group, heading, MEANINGS[profile])
    return MEANINGS[profile][known] if known is not None else None


def _allowed(profile: Profile, field: Field | None) -> Field | None:
    return field if field is not None and allows(profile, field) else None


def _each_once(fields: Sequence[Field | None], taken: set[Field]) -> list[Field | None]:
    """The fields without those that stand further left or are taken already."""
    seen, once = set(taken), []
    for field in fields:
        once.append(None if field in seen else field)
        if field is not None:
            seen.add(field)
    return once
