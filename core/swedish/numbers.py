"""Numbers in Swedish sentences."""

from __future__ import annotations

from decimal import Decimal

from core.shares import Share, half_up


def counted(number: int, singular: str, plural: str) -> str:
    """ "1 frist", "3 frister", "3 635 frister"."""
    return f"{spaced(number)} {singular if number == 1 else plural}"


def spaced(number: int) -> str:
    """A number with its thousands apart: "5 020", with a thin space that does not break."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def change_in_words(now: int, before: int, than: str) -> str:
    """How a number has changed: "3 fler än förra veckan", "Lika många som förra veckan"."""
    if now == before:
        return f"Lika många som {than}"
    return f"{spaced(abs(now - before))} {'fler' if now > before else 'färre'} än {than}"


def points(number: int) -> str:
    """ "1 procentenhet", "3 procentenheter"."""
    return counted(number, "procentenhet", "procentenheter")


def share_change_in_words(now: Share, before: Share, than: str) -> str:
    """How a share has changed, in the whole percent that are shown; empty when one of them is a share of nothing."""
    if not now.whole or not before.whole:
        return ""
    difference = percent(now) - percent(before)
    if difference == 0:
        return f"Oförändrat mot {than}"
    return f"{points(abs(difference))} {'högre' if difference > 0 else 'lägre'} än {than}"


def goal_in_words(share: Share, goal: int) -> str:
    """Whether a share reaches the goal (whole percent); the goal is compared with the unrounded share."""
    if share.whole and 100 * share.part >= goal * share.whole:
        return f"Målet {goal}\N{NO-BREAK SPACE}% är nått"
    if not share.whole:
        return f"Målet är {goal}\N{NO-BREAK SPACE}%"
    missing = goal - percent(share)
    return f"{points(missing) if missing else 'Strax'} under målet {goal}\N{NO-BREAK SPACE}%"


def percent(share: Share) -> int:
    """The share in the whole percent that are shown; its whole is not 0."""
    return int(half_up(Decimal(100 * share.part) / share.whole, Decimal(1)))
