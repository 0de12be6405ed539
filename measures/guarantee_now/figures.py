"""The counts of a row of how jobbgarantin stands, and the columns and sums by which their small numbers are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from measures.small_numbers.columns import Column, Columns, Sum
from measures.small_numbers.suppression import CellUse, Key


@dataclass(frozen=True)
class CurrentGuarantees:
    """Clocks of one row. `near` to `late` are still to be kept; the rest fell due in the thirty days before today."""

    near: int = 0
    booked: int = 0
    late: int = 0
    late_before: int = 0
    """Those of `late` whose last day was before the thirty days; all others of them are also among `breached`."""
    oldest: int | None = None
    """Working days since the last day of the clock that has been late for longest; None if none is."""
    met: int = 0
    breached: int = 0
    excused: int = 0

    @property
    def not_booked(self) -> int:
        return self.near - self.booked

    @property
    def late_within(self) -> int:
        return self.late - self.late_before

    @property
    def done_late(self) -> int:
        """Broken, and no longer to be kept."""
        return self.breached - self.late_within

    @property
    def decided(self) -> int:
        return self.met + self.breached + self.excused

    @property
    def is_empty(self) -> bool:
        return not (self.near or self.late or self.decided)

    def value(self, column: Key) -> int:
        """A count by its name."""
        return int(getattr(self, str(column)))


COLUMNS = Columns(
    (
        Column("near"),
        Column("not_booked"),
        Column("late"),
        Column("met", rank=3),
        Column("breached"),
        Column("excused"),
        Column("decided", rank=5),
        # What follows from the printed numbers, or ties them together: what is late of the thirty days is broken too.
        Column("booked", use=CellUse.DERIVED),
        Column("late_within", use=CellUse.DERIVED),
        Column("done_late", use=CellUse.DERIVED),
        # That nobody has been late for longer than the thirty days is a guess a reader may make.
        Column("late_before", use=CellUse.ASSUMED, adds_up=False),
    ),
    (
        Sum(("booked", "not_booked"), "near"),
        Sum(("late_within", "late_before"), "late"),
        Sum(("late_within", "done_late"), "breached"),
        Sum(("met", "breached", "excused"), "decided"),
    ),
)
