"""What kind of list a file is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from imports.profiles.fields import Profile
from imports.profiles.headings import guess_columns

_FEWEST_FIELDS = 2
_NAMED = {
    Profile.CLOSINGS: ("avslut", "utskriv"),
    Profile.REFERRALS: ("remiss",),
    Profile.MEETINGS: ("möte", "mote", "närvaro"),
    Profile.ASPIRANTS: ("aspirantlista", "aspirant"),
}
"""Words in the name of a file or above its header."""


def guess_profile(
    headings: Sequence[str], upper: Sequence[str], titles: Iterable[str], file_name: str
) -> Profile | None:
    """The kind of list whose fields most of the columns are; the file's name and its titles decide between equals.

    None if neither headings nor names show a kind. `upper` is a row of group headings above the headings, or empty.
    """
    named = _named([file_name, *titles])
    found = {profile: sum(f is not None for f in guess_columns(profile, headings, upper, {})) for profile in Profile}
    most = max(found.values())
    if most < _FEWEST_FIELDS:
        return named
    best = [profile for profile in Profile if found[profile] == most]
    return named if named in best else best[0]


def _named(texts: Iterable[str]) -> Profile | None:
    """The kind that the first telling text names."""
    for text in texts:
        written = unicodedata.normalize("NFC", text).casefold()
        for profile, words in _NAMED.items():
            if any(word in written for word in words):
                return profile
    return None
