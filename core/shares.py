"""Shares: quotients kept unrounded until they are shown, then rounded half up (docs/statistics.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING_TO_COUNT = "–"


def half_up(number: Decimal, exponent: Decimal) -> Decimal:
    """Round as people expect: 42.5 becomes 43 (Python's `round` gives 42)."""
    return number.quantize(exponent, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Share:
    """A part of a whole, in cases or clocks. The quotient of nothing is None, shown as a dash."""

    part: int
    whole: int

    @property
    def quotient(self) -> Decimal | None:
        """The unrounded quotient (28 digits), or None if the whole is 0."""
        return Decimal(self.part) / Decimal(self.whole) if self.whole else None

    @property
    def whole_percent(self) -> str:
        """For screens: "42 %"."""
        if not self.whole:
            return NOTHING_TO_COUNT
        return f"{half_up(Decimal(100 * self.part) / self.whole, Decimal(1))}\N{NO-BREAK SPACE}%"

    @property
    def one_decimal(self) -> str:
        """For exports, in percent with a decimal comma: "42,5"."""
        if not self.whole:
            return NOTHING_TO_COUNT
        return str(half_up(Decimal(100 * self.part) / self.whole, Decimal("0.1"))).replace(".", ",")
