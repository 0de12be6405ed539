"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.joining import accept_join, decline_join, join_persons, tell_apart, undo_join, withdraw_join
from casework.operations.protection import change_protection

__all__ = [
    "accept_join",
    "change_protection",
    "check_closing",
    "close_case",
    "decline_join",
    "join_persons",
    "tell_apart",
    "undo_join",
    "withdraw_join",
]
