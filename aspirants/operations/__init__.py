"""What people do with persons and cases, one function a thing."""

from aspirants.operations.enrolling import assign_coach, enrol_person
from aspirants.operations.meetings import (
    book_group_information,
    book_meeting,
    log_meeting,
    record_group_information,
)
from aspirants.operations.persons import find_person, register_person

__all__ = [
    "assign_coach",
    "book_group_information",
    "book_meeting",
    "enrol_person",
    "find_person",
    "log_meeting",
    "record_group_information",
    "register_person",
]
