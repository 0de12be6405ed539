"""What was changed in what is stated, in words for a history."""

from __future__ import annotations

from collections.abc import Sequence

from referrals.choices import NAME_BEFORE
from referrals.facts.rows import Row
from referrals.models import Referral

PURPOSE = "Syfte"


def changes_in_words(before: Sequence[Row], now: Sequence[Row]) -> str:
    """What has become what: "Kan arbeta: Ja blev Nej; Syfte"; of the purpose only that it is another.

    "" where nothing has.
    """
    old = dict(before)
    changes = [
        label if label == PURPOSE else f"{label}: {old.get(label, '–')} blev {value}"
        for label, value in now
        if old.get(label) != value
    ]
    gone = [f"{label} togs bort" for label in old if label not in dict(now)]
    return "; ".join([*changes, *gone])


def name_before(referral: Referral, name: str) -> str:
    """What the referral called the person (`name`), where that is another now; else ""."""
    return f"{NAME_BEFORE}{name}" if name != referral.said_name else ""


def purpose_before(before: Sequence[Row], now: Sequence[Row]) -> str:
    """The purpose as it stood, where it is another now; else ""."""
    old = dict(before).get(PURPOSE)
    return f"Syftet var: {old}" if old and old != dict(now).get(PURPOSE) else ""
