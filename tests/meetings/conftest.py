"""One jobbtorg on a Monday morning; see tests/aspirants/staff.py."""

from tests.aspirants.staff import as_coach, as_manager, case, coach, manager, now, stranger

__all__ = ["as_coach", "as_manager", "case", "coach", "manager", "now", "stranger"]
