"""What people do with persons and cases, one function a thing."""

from aspirants.operations.deputies import end_deputy, set_deputy
from aspirants.operations.enrolling import assign_coach, enrol_person
from aspirants.operations.openings import open_with_reason
from aspirants.operations.persons import register_person

__all__ = [
    "assign_coach",
    "end_deputy",
    "enrol_person",
    "open_with_reason",
    "register_person",
    "set_deputy",
]
