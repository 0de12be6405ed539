"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.handover import HandedOver, hand_over
from casework.operations.protection import change_protection

__all__ = [
    "HandedOver",
    "change_protection",
    "check_closing",
    "close_case",
    "hand_over",
]
