"""What somebody is warned of before they book, and answers with "Boka ändå"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.refusals import OperationRefused


@dataclass(frozen=True)
class BookingWarning:
    """One thing that speaks against a time, as a Swedish sentence.

    `key` names the thing and the time: who has read the sentence sends it back, and it is good for nothing else.
    """

    key: str
    text: str


class WarningsFoundError(OperationRefused):
    """Nothing is booked yet: there are warnings that nobody has answered. `warnings` are all there are."""

    def __init__(self, warnings: Sequence[BookingWarning]) -> None:
        super().__init__("Något talar emot tiden. Ingenting är bokat än.")
        self.warnings = tuple(warnings)


class _EveryWarning(frozenset[str]):
    def __contains__(self, key: object) -> bool:
        return True


EVERY_WARNING: Collection[str] = _EveryWarning()
"""For who books without a page: whatever speaks against the time has been answered."""


def require_accepted(warnings: Sequence[BookingWarning], accepted: Collection[str]) -> None:
    """Raise WarningsFoundError unless each warning's key is among those that were accepted."""
    if any(warning.key not in accepted for warning in warnings):
        raise WarningsFoundError(warnings)
