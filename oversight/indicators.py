"""What is counted beside the clocks: indicators that nobody is warned of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.shares import Share
from deadlines.choices import ClockKind, ClockStatus
from oversight.watched import Watch


@dataclass(frozen=True)
class Indicator:
    """How many of those that fell due were done in time."""

    kind: ClockKind
    met: int
    whole: int

    @property
    def sentence(self) -> str:
        """ "Plan kommunicerad i tid: 41 av 47 de senaste 30 dagarna (87 %)"."""
        if self.whole == 0:
            return f"{self.kind.label}: inget förföll de senaste 30 dagarna"
        share = Share(self.met, self.whole).whole_percent
        return f"{self.kind.label} i tid: {self.met} av {self.whole} de senaste 30 dagarna ({share})"


def indicators(watch: Watch) -> list[Indicator]:
    """The indicators of what fell due in the last thirty days, up to yesterday."""
    due = [
        clock
        for clock in watch.indicators
        if clock.covered and clock.status != ClockStatus.CANCELLED and clock.due_in(watch.window.month)
    ]
    whole = Counter(clock.kind for clock in due)
    met = Counter(clock.kind for clock in due if clock.status == ClockStatus.MET)
    return [Indicator(kind, met[kind], whole[kind]) for kind in ClockKind if whole[kind]]
