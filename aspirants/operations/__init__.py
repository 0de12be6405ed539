"""What people do with persons and cases, one function a thing."""

from aspirants.operations.correcting import correct_person
from aspirants.operations.enrolling import assign_coach, enrol_person
from aspirants.operations.numbers import change_number
from aspirants.operations.openings import open_with_reason
from aspirants.operations.persons import register_person
from aspirants.operations.reports import put_aside_reports, take_over_reports

__all__ = [
    "assign_coach",
    "change_number",
    "correct_person",
    "enrol_person",
    "open_with_reason",
    "put_aside_reports",
    "register_person",
    "take_over_reports",
]
