"""The counts of a row of Statistik, and the columns and sums by which their small numbers are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aspirants.models import ClosureReason, OutcomeGroup
from measures.small_numbers.columns import Column, Columns, Sum
from measures.small_numbers.suppression import Key


@dataclass(frozen=True)
class Figures:
    """The counts of one row. Cases, except `persons` (among the closed) and the clocks of jobbgarantin."""

    opening: int = 0
    new: int = 0
    moved_in: int = 0
    moved_out: int = 0
    closed: int = 0
    remaining: int = 0
    persons: int = 0
    reasons: Mapping[int, int] = field(default_factory=dict)
    """Closed cases by reason code."""
    groups: Mapping[str, int] = field(default_factory=dict)
    """Closed cases by outcome group."""
    neutral: int = 0
    met: int = 0
    breached: int = 0
    excused: int = 0

    @property
    def work(self) -> int:
        return self.groups.get(OutcomeGroup.WORK, 0)

    @property
    def studies(self) -> int:
        return self.groups.get(OutcomeGroup.STUDIES, 0)

    @property
    def other(self) -> int:
        return self.groups.get(OutcomeGroup.OTHER, 0)

    @property
    def handled(self) -> int:
        """All cases the unit had at some time in the period: IB + NY + IN."""
        return self.opening + self.new + self.moved_in

    @property
    def decided(self) -> int:
        """Clocks that were met, breached or excused."""
        return self.met + self.breached + self.excused

    @property
    def is_empty(self) -> bool:
        return not (self.handled or self.remaining or self.closed or self.moved_out or self.decided)

    def value(self, column: Key) -> int:
        """A count by its name, or the closed cases of a reason by its code."""
        return self.reasons.get(column, 0) if isinstance(column, int) else int(getattr(self, str(column)))

    @property
    def contradictions(self) -> list[str]:
        """What does not add up, in words for the log; empty when all is well."""
        found = []
        if self.handled - self.moved_out - self.closed != self.remaining:
            found.append(
                f"IB {self.opening} + NY {self.new} + IN {self.moved_in} − UT {self.moved_out} "
                f"− AVSL {self.closed} ≠ UB {self.remaining}"
            )
        if sum(self.groups.values()) != self.closed:
            found.append(f"W + S + O = {sum(self.groups.values())} ≠ AVSL {self.closed}")
        return found


# The least needed numbers are hidden first for the sake of others; those that the shares stand on, last. Moves between
# jobbtorg cancel out in a sum, and with them the cases a jobbtorg had.
CASES = (
    Column("opening", rank=1),
    Column("new", rank=1),
    Column("closed", rank=5, persons="persons"),
    Column("remaining", rank=0),
    Column("work", rank=3),
    Column("studies", rank=2),
    Column("other", rank=2),
    Column("moved_in", rank=1, adds_up=False),
    Column("moved_out", rank=1, adds_up=False),
    Column("handled", rank=4, adds_up=False),
)
SUMS_OF_CASES = (
    Sum(("opening", "new", "moved_in"), "handled"),
    Sum(("remaining", "moved_out", "closed"), "handled"),
    Sum(("work", "studies", "other"), "closed"),
)
COLUMN_OF_GROUP = {OutcomeGroup.WORK: "work", OutcomeGroup.STUDIES: "studies", OutcomeGroup.OTHER: "other"}

GUARANTEE_COUNTS = Columns(
    (Column("met", rank=3), Column("breached"), Column("excused"), Column("decided", rank=5)),
    (Sum(("met", "breached", "excused"), "decided"),),
)


def case_columns(reasons: Iterable[ClosureReason]) -> Columns:
    """Movements, and what was closed by group and by each of the reasons.

    Persons are printed where the closed cases are, and the neutral closings are those of the reasons that are neutral.
    """
    codes: dict[str, list[int]] = {column: [] for column in COLUMN_OF_GROUP.values()}
    neutral = []
    for reason in reasons:
        codes[COLUMN_OF_GROUP[OutcomeGroup(reason.group)]].append(reason.code)
        neutral += [reason.code] if reason.neutral else []
    return Columns(
        (*CASES, *(Column(code) for found in codes.values() for code in found)),
        (*SUMS_OF_CASES, *(Sum(tuple(found), column) for column, found in codes.items() if found)),
        {"persons": ("closed",), "neutral": tuple(neutral)},
    )
