"""How many of a number of promises will be broken, as exact distributions: a list whose place is the number broken."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PROMISED = 0.80
"""How often the interval is meant to hold."""

Distribution = Sequence[float]
"""The probability of 0, 1, 2 … broken; they add up to 1."""

NOTHING: Distribution = (1.0,)
"""Of no promises none is broken."""

NEGLIGIBLE = 1e-9
"""What is less probable than that is left out of a tail."""


@dataclass(frozen=True)
class Chance:
    """What is known of the share that breaks: a beta distribution of so many broken and so many kept promises."""

    broken: float
    kept: float

    @property
    def mean(self) -> float:
        """The share to expect, between 0 and 1."""
        return self.broken / (self.broken + self.kept)


def of_open(promises: int, chance: Chance) -> Distribution:
    """How many of so many open promises will be broken: beta-binomial, since the share itself is not known exactly."""
    whole = _log_beta(chance.broken, chance.kept)
    return [
        math.exp(
            math.log(math.comb(promises, broken))
            + _log_beta(chance.broken + broken, chance.kept + promises - broken)
            - whole
        )
        for broken in range(promises + 1)
    ]


def of_coming(begun: int, working_days: int, days: int, chance: Chance) -> Distribution:
    """How many will be broken of those that `days` working days will bring.

    `begun` promises began in so many working days before; the number to come is as uncertain as that makes it (a gamma
    distribution of the rate, a negative binomial one of the number).
    """
    if not days or not working_days or not begun:
        return NOTHING
    found: list[float] = []
    for number, probability in enumerate(_numbers_to_come(begun, working_days, days)):
        found.extend([0.0] * (number + 1 - len(found)))
        for broken, share in enumerate(of_open(number, chance)):
            found[broken] += probability * share
    return found


def _numbers_to_come(begun: int, working_days: int, days: int) -> list[float]:
    """The probability of 0, 1, 2 … new ones, until next to nothing is left."""
    shape, stays = begun + 0.5, working_days / (working_days + days)
    probability = stays**shape
    found, left = [probability], 1 - probability
    while left > NEGLIGIBLE and probability > 0:
        number = len(found)
        probability *= (shape + number - 1) / number * (1 - stays)
        found.append(probability)
        left -= probability
    return found


def together(distributions: Iterable[Distribution]) -> Distribution:
    """The number broken of several groups that know nothing of each other."""
    found: list[float] = [1.0]
    for one in distributions:
        summed = [0.0] * (len(found) + len(one) - 1)
        for place, probability in enumerate(found):
            if probability < NEGLIGIBLE:
                continue
            for broken, share in enumerate(one):
                summed[place + broken] += probability * share
        found = summed
    return found


def mean_of(distribution: Distribution) -> float:
    """The number to expect."""
    return sum(number * probability for number, probability in enumerate(distribution))


def interval_of(distribution: Distribution, promised: float = PROMISED) -> tuple[int, int]:
    """The fewest and the most that are likely: around the middle, as near to the promised share as it goes.

    Numbers are whole, so that no interval holds exactly so often: the next number is taken in where that comes nearer.
    """
    low = high = _median(distribution)
    held = distribution[low]
    while True:
        below = distribution[low - 1] if low else 0.0
        above = distribution[high + 1] if high + 1 < len(distribution) else 0.0
        taken = max(below, above)
        if taken <= 0 or abs(held + taken - promised) >= abs(held - promised):
            return low, high
        held += taken
        if above >= below:
            high += 1
        else:
            low -= 1


def _median(distribution: Distribution) -> int:
    summed = 0.0
    for number, probability in enumerate(distribution):
        summed += probability
        if summed >= 1 / 2:
            return number
    return len(distribution) - 1


def _log_beta(one: float, other: float) -> float:
    return math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)
