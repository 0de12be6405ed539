"""What people do with meetings and group information, one function a thing."""

from meetings.operations.bookings import (
    book_meeting,
    cancel_booking,
    cancel_coming_meetings,
    cancel_coming_places,
    move_booking,
)
from meetings.operations.group_information import (
    book_group_information,
    call_off_session,
    cancel_invitation,
    change_session,
    move_session,
    plan_group_information,
    record_group_information,
)
from meetings.operations.meetings import log_meeting, logged_before, store_meeting

__all__ = [
    "book_group_information",
    "book_meeting",
    "call_off_session",
    "cancel_booking",
    "cancel_coming_meetings",
    "cancel_coming_places",
    "cancel_invitation",
    "change_session",
    "log_meeting",
    "logged_before",
    "move_booking",
    "move_session",
    "plan_group_information",
    "record_group_information",
    "store_meeting",
]
