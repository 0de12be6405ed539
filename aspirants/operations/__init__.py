"""What people do with persons and cases, one function a thing."""

from aspirants.operations.enrolling import assign_coach, enrol_person
from aspirants.operations.meetings import (
    book_group_information,
    book_meeting,
    log_meeting,
    plan_group_information,
    record_group_information,
)
from aspirants.operations.openings import open_with_reason
from aspirants.operations.persons import register_person
from aspirants.operations.protection import change_protection

__all__ = [
    "assign_coach",
    "book_group_information",
    "book_meeting",
    "change_protection",
    "enrol_person",
    "log_meeting",
    "open_with_reason",
    "plan_group_information",
    "record_group_information",
    "register_person",
]
