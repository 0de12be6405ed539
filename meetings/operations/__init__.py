"""What people do with meetings and group information, one function a thing."""

from meetings.operations.meetings import (
    book_group_information,
    book_meeting,
    log_meeting,
    plan_group_information,
    record_group_information,
)

__all__ = [
    "book_group_information",
    "book_meeting",
    "log_meeting",
    "plan_group_information",
    "record_group_information",
]
