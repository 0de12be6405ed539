"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.protection import change_protection

__all__ = [
    "change_protection",
    "check_closing",
    "close_case",
]
