"""One jobbtorg on a Monday morning with the rules in force."""

from tests.aspirants.staff import as_coach, as_manager, case, coach, manager, now, stranger
from tests.deadlines.rules_in_force import policies, proposed, received

__all__ = [
    "as_coach",
    "as_manager",
    "case",
    "coach",
    "manager",
    "now",
    "policies",
    "proposed",
    "received",
    "stranger",
]
