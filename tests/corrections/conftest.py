"""One jobbtorg on a Monday morning, and a clock that was received that day; see tests/aspirants/staff.py."""

from tests.aspirants.staff import as_coach, as_manager, case, coach, manager, now, stranger
from tests.deadlines.rules_in_force import policies, received

__all__ = ["as_coach", "as_manager", "case", "coach", "manager", "now", "policies", "received", "stranger"]
