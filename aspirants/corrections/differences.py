"""What differs between two things that a page shows."""

from __future__ import annotations

from core.seen import Seen


def differences_of(before: Seen, after: Seen) -> list[list[str]]:
    """Rows of label, before, after, for the facts that are not the same."""
    then, now = dict(before.facts), dict(after.facts)
    compared = [[label, then.get(label, ""), now.get(label, "")] for label in dict.fromkeys([*then, *now])]
    return [[label, was, is_now] for label, was, is_now in compared if was != is_now]
