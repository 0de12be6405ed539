"""A reader who adds and subtracts: from printed numbers, and sums that are known to hold, to those that are hidden.

Written apart from the product's hiding, and on purpose without any of it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

Name = Hashable
PRIME = 2**61 - 1
"""Elimination is done modulo this, which for sums of ones is as good as with fractions, and quicker."""


@dataclass
class Knowledge:
    """What a reader knows: numbers, the bounds of those that are hidden, and sums that are 0."""

    known: dict[Name, int] = field(default_factory=dict)
    bounds: dict[Name, tuple[float, float]] = field(default_factory=dict)
    sums: list[dict[Name, int]] = field(default_factory=list)

    def number(self, name: Name, value: int) -> None:
        """A number that is printed, or that follows from one. It must agree with what is known."""
        assert self.known.setdefault(name, value) == value, f"{name}: {self.known[name]} and {value}"
        self.bounds.pop(name, None)

    def hidden(self, name: Name, low: float = 0, high: float = math.inf) -> None:
        """A number that is not printed, within bounds."""
        if name not in self.known:
            before = self.bounds.get(name, (0, math.inf))
            self.bounds[name] = (max(low, before[0]), min(high, before[1]))

    def adds_up(self, parts: Iterable[Name], whole: Iterable[Name]) -> None:
        """That parts added up give the whole, which may have several terms too."""
        terms: dict[Name, int] = {}
        for names, sign in ((parts, 1), (whole, -1)):
            for name in names:
                terms[name] = terms.get(name, 0) + sign
        self.sums.append({name: factor for name, factor in terms.items() if factor})

    def worked_out(self) -> dict[Name, int]:
        """The hidden numbers that have one value only, by bounds and by all sums together."""
        found: dict[Name, int] = {}
        for terms in self.sums:
            for name in terms:
                if name not in self.known:
                    self.hidden(name)
        while new := self._next():
            for name, value in new.items():
                self.known[name] = found[name] = value
                del self.bounds[name]
        return found

    def _next(self) -> dict[Name, int]:
        left = []
        for terms in self.sums:
            unknown = {name: factor for name, factor in terms.items() if name in self.bounds}
            rest = -sum(factor * self.known[name] for name, factor in terms.items() if name in self.known)
            if unknown:
                left.append((unknown, rest))
            else:
                assert rest == 0, f"a sum does not hold: {terms}"
        self._narrow(left)
        by_bounds = {name: int(low) for name, (low, high) in self.bounds.items() if low == high}
        return by_bounds or _by_elimination(left)

    def _narrow(self, sums: list[tuple[dict[Name, int], int]]) -> None:
        changed = True
        for _ in range(60):
            if not changed:
                return
            changed = False
            for terms, rest in sums:
                ends = {name: _times(self.bounds[name], factor) for name, factor in terms.items()}
                lows, highs = [end[0] for end in ends.values()], [end[1] for end in ends.values()]
                for name, factor in terms.items():
                    low, high = ends[name]
                    others_low, others_high = _without(lows, low), _without(highs, high)
                    narrowed = _times((rest - others_high, rest - others_low), factor)
                    old = self.bounds[name]
                    new = (max(old[0], narrowed[0]), min(old[1], narrowed[1]))
                    if new != old:
                        assert new[0] <= new[1], f"{name} cannot be between {new[0]} and {new[1]}"
                        self.bounds[name], changed = new, True


def _without(numbers: list[float], one: float) -> float:
    infinite = [number for number in numbers if math.isinf(number)]
    if math.isinf(one):
        return infinite[0] if len(infinite) > 1 else sum(number for number in numbers if not math.isinf(number))
    return infinite[0] if infinite else sum(numbers) - one


def _times(bounds: tuple[float, float], factor: int) -> tuple[float, float]:
    assert factor in (1, -1)
    return bounds if factor > 0 else (-bounds[1], -bounds[0])


def _by_elimination(sums: list[tuple[dict[Name, int], int]]) -> dict[Name, int]:
    """Unknowns with one single solution: rows that end up with one unknown."""
    pivots: dict[Name, tuple[dict[Name, int], int]] = {}
    holds: dict[Name, set[Name]] = {}
    for terms, rest in sums:
        row, right = {name: factor % PRIME for name, factor in terms.items()}, rest % PRIME
        for name in [name for name in row if name in pivots]:
            row, right = _minus(row, right, *pivots[name], row[name])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, PRIME)
        row, right = {name: factor * inverse % PRIME for name, factor in row.items()}, right * inverse % PRIME
        for other in holds.pop(pivot, set()):
            pivots[other] = _minus(*pivots[other], row, right, pivots[other][0][pivot])
            for name in row:
                _mark(holds, name, other, pivots[other][0])
        pivots[pivot] = row, right
        for name in row:
            if name != pivot:
                holds.setdefault(name, set()).add(pivot)
    return {
        pivot: right if right < PRIME // 2 else right - PRIME for pivot, (row, right) in pivots.items() if len(row) == 1
    }


def _mark(holds: dict[Name, set[Name]], name: Name, other: Name, row: Mapping[Name, int]) -> None:
    if name in row and name != other:
        holds.setdefault(name, set()).add(other)
    elif name in holds:
        holds[name].discard(other)


def _minus(
    row: dict[Name, int], right: int, other: dict[Name, int], other_right: int, factor: int
) -> tuple[dict[Name, int], int]:
    result = dict(row)
    for name, value in other.items():
        rest = (result.get(name, 0) - factor * value) % PRIME
        if rest:
            result[name] = rest
        else:
            result.pop(name, None)
    return result, (right - factor * other_right) % PRIME
