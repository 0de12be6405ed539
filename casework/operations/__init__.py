"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.happened import record_what_happened
from casework.operations.protection import change_protection

__all__ = [
    "change_protection",
    "check_closing",
    "close_case",
    "record_what_happened",
]
