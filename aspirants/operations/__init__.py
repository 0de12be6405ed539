"""What people do with persons and cases, one function a thing."""

from aspirants.operations.correcting import correct_person
from aspirants.operations.deputies import end_deputy, set_deputy
from aspirants.operations.enrolling import assign_coach, enrol_person
from aspirants.operations.numbers import change_number
from aspirants.operations.openings import open_with_reason
from aspirants.operations.persons import register_person
from aspirants.operations.reports import put_aside_reports, take_over_reports

__all__ = [
    "assign_coach",
    "change_number",
    "correct_person",
    "end_deputy",
    "enrol_person",
    "open_with_reason",
    "put_aside_reports",
    "register_person",
    "set_deputy",
    "take_over_reports",
]
