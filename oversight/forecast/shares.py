"""The share that breaks, by working days left and by whether a meeting is booked: the own one, drawn to the city's.

Few promises say little. A jobbtorg's shares are drawn towards those of all jobbtorg as strongly as the jobbtorg are
alike (empirical Bayes, beta-binomial): where they differ much the own ones count more, where they do not the city's do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.shares import Share
from oversight.forecast.chances import Chance

MOST_LEFT = 5
"""Working days left from which on it makes no difference how many more there are; so many has a new promise."""

WEIGHT_OF_WHOLE = 2.0
"""For how many promises the share of all counts in the city's share of some: enough where the city has none of them."""

LEAST_ALIKE, MOST_ALIKE = 5.0, 500.0
"""Bounds of the strength, in promises: that one jobbtorg is no guide to another, and that all are the same."""

AS_ALIKE_AS_ANY = 30.0
"""The strength where a city has too little to tell how much its jobbtorg differ."""

Cell = tuple[int, bool]
"""Working days left (0 to MOST_LEFT), and whether a meeting was booked in time."""

Cells = Mapping[Cell, Share]
"""Of the promises that stood there: how many were broken."""

CELLS: tuple[Cell, ...] = tuple((left, booked) for left in range(MOST_LEFT + 1) for booked in (False, True))
NONE = Share(0, 0)


@dataclass(frozen=True)
class City:
    """The shares of all jobbtorg together (0 to 1), how many promises they come from, and how alike jobbtorg are."""

    means: Mapping[Cell, float]
    totals: Cells
    strength: float
    """For how many promises of its own the city's share counts at a jobbtorg."""

    @classmethod
    def of(cls, units: Iterable[Cells]) -> City:
        """From the cells of each jobbtorg."""
        lists = list(units)
        totals = {cell: added(unit.get(cell, NONE) for unit in lists) for cell in CELLS}
        return cls(_means(totals), totals, _strength(lists, totals))

    def chances(self, own: Cells) -> dict[Cell, Chance]:
        """A jobbtorg's shares, drawn towards the city's.

        The city's share counts for less where it comes from few promises of other jobbtorg: it is not surer than they.
        """
        return {cell: self._chance(own.get(cell, NONE), self.totals[cell], self.means[cell]) for cell in CELLS}

    def chance_of_new(self, own: Cells) -> Chance:
        """The share of those that have just begun, booked or not."""
        of_city = of_new(self.totals)
        return self._chance(of_new(own), of_city, _drawn(of_city, _drawn(added(self.totals.values()), 0.5, 1)))

    def _chance(self, here: Share, of_city: Share, mean: float) -> Chance:
        """A share of the jobbtorg's own, drawn to the city's `mean`, which comes from the promises `of_city`."""
        elsewhere = max(of_city.whole - here.whole, 0)
        weight = 1 / (1 / self.strength + 1 / (elsewhere + WEIGHT_OF_WHOLE))
        return Chance(mean * weight + here.part, (1 - mean) * weight + here.whole - here.part)


def of_new(cells: Cells) -> Share:
    """Of the promises that had just begun, booked or not."""
    return added(cells.get((MOST_LEFT, booked), NONE) for booked in (False, True))


def added(shares: Iterable[Share]) -> Share:
    """Several shares as one."""
    found = list(shares)
    return Share(sum(share.part for share in found), sum(share.whole for share in found))


def _drawn(share: Share, towards: float, weight: float = WEIGHT_OF_WHOLE) -> float:
    return (share.part + weight * towards) / (share.whole + weight)


def _means(totals: Cells) -> dict[Cell, float]:
    """Each cell's share, drawn to that of its column (booked or not), and that to the share of all."""
    whole = _drawn(added(totals.values()), 0.5, 1)
    columns = {
        booked: _drawn(added(share for (_, has), share in totals.items() if has == booked), whole)
        for booked in (False, True)
    }
    return {cell: _drawn(totals[cell], columns[cell[1]]) for cell in CELLS}


def _strength(units: list[Cells], totals: Cells) -> float:
    """How alike the jobbtorg are, by moments: what their shares differ more than chance alone makes them differ.

    Kleinman (1973): of each cell the weighted spread between jobbtorg, less what the number of promises explains; added
    up over the cells, because they are too few one by one.
    """
    more, most = 0.0, 0.0
    for cell in CELLS:
        spread, by_chance, at_most = _spread([unit.get(cell, NONE) for unit in units], totals[cell])
        more += spread - by_chance
        most += at_most - by_chance
    if most <= 0:
        return AS_ALIKE_AS_ANY
    correlation = more / most
    if correlation <= 0:
        return MOST_ALIKE
    return min(max(1 / correlation - 1, LEAST_ALIKE), MOST_ALIKE)


def _spread(units: list[Share], total: Share) -> tuple[float, float, float]:
    """Of one cell the spread between jobbtorg, what chance explains of it, and the most it could be.

    All nothing where fewer than two have such promises, or where all or none were broken.
    """
    shares = [share for share in units if share.whole]
    if len(shares) < 2 or total.part in (0, total.whole):
        return 0.0, 0.0, 0.0
    mean = total.part / total.whole
    weights = [share.whole / total.whole for share in shares]
    of_one = mean * (1 - mean)
    pairs = list(zip(weights, shares, strict=True))
    spread = sum(weight * (share.part / share.whole - mean) ** 2 for weight, share in pairs)
    by_chance = of_one * sum(weight * (1 - weight) / share.whole for weight, share in pairs)
    return spread, by_chance, of_one * sum(weight * (1 - weight) for weight in weights)
