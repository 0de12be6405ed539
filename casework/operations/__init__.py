"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.confirming import confirm_closing, correct_closing, record_check
from casework.operations.protection import change_protection
from casework.operations.reopening import reopen_case

__all__ = [
    "change_protection",
    "check_closing",
    "close_case",
    "confirm_closing",
    "correct_closing",
    "record_check",
    "reopen_case",
]
