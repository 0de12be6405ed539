"""What is counted beside the clocks: indicators that nobody is warned of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from aspirants.choices import Protection
from core.shares import Share
from deadlines.choices import ClockKind, ClockStatus
from oversight.links import DECIDED_IN_MONTH, KEPT_IN_MONTH, rows_behind
from oversight.watched import Watch


@dataclass(frozen=True)
class Indicator:
    """How many of those that fell due were done in time."""

    kind: ClockKind
    met: int
    whole: int

    @property
    def share(self) -> str:
        """The share in percent, "87 %"."""
        return Share(self.met, self.whole).whole_percent

    @property
    def url_of_met(self) -> str:
        """The rows of those done in time."""
        return self._rows(KEPT_IN_MONTH)

    @property
    def url(self) -> str:
        """The rows of all that fell due."""
        return self._rows(DECIDED_IN_MONTH)

    def _rows(self, state: str) -> str:
        return rows_behind(indicator=self.kind.value, state=state, covered=True)


def indicators(watch: Watch) -> list[Indicator]:
    """The indicators of what fell due in the last thirty days, up to yesterday; none of what nothing fell due of.

    In a unit's figures is what the jobbgaranti's are (`Watch.history`): what was decided here, of nobody protected.
    """
    due = [
        clock
        for clock in watch.indicators
        if clock.covered
        and clock.decided(watch.window.month)
        and clock.counted_at is None
        and clock.protection == Protection.NONE
    ]
    whole = Counter(clock.kind for clock in due)
    met = Counter(clock.kind for clock in due if clock.status == ClockStatus.MET)
    return [Indicator(kind, met[kind], whole[kind]) for kind in ClockKind if whole[kind]]
