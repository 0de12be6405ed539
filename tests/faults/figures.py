"""What a rehearsal has measured, and whether it is as promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal` is in words; without one the figure only tells how hard the rehearsal was."""

    what: str
    value: object
    goal: str = ""
    is_kept: bool = True


def exactly(what: str, value: object, goal: object) -> Figure:
    """A figure that must be that and nothing else."""
    return Figure(what, value, str(goal), value == goal)


def at_most(what: str, found: int, most: int) -> Figure:
    """A number that must not be larger."""
    return Figure(what, found, f"≤ {most}", found <= most)


def within(what: str, seconds: float, goal: float) -> Figure:
    """Seconds, at most so many."""
    return Figure(what, f"{seconds:.1f} s", f"≤ {goal:.0f} s", seconds <= goal)


def at_least(what: str, value: int, goal: int) -> Figure:
    """A count without which the rehearsal has shown nothing."""
    return Figure(what, value, f"≥ {goal}", value >= goal)


def table(figures: Iterable[Figure]) -> str:
    """The lines, with DEVIATES where a goal was missed."""
    return "\n".join(
        f"  {one.what:<52}{one.value!s:>14}   {one.goal:<14}{'' if one.is_kept else 'DEVIATES'}".rstrip()
        for one in figures
    )
