"""Whether the jobbgaranti covers a clock: the answer, and the condition that decided it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Coverage:
    """The answer, with its reason in Swedish and the condition that decided (its code, and the first day of the rule).

    `awaited`: not covered yet, decided when a fact is known. Without a condition it was not decided by a rule here.
    """

    covered: bool = True
    reason: str = ""
    awaited: bool = False
    condition: str = ""
    rule_from: datetime.date | None = None

    def as_columns(self) -> dict[str, Any]:
        """What a clock keeps of it, by field."""
        return {
            "covered": self.covered,
            "covered_reason": self.reason,
            "coverage_awaited": self.awaited,
            "covered_by": self.condition,
            "covered_rule_from": self.rule_from,
        }


COVERED = Coverage()
"""What no rule has to decide: clocks that are not about a referral or a first visit."""
