"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.protection import change_protection
from casework.operations.support_units import change_support_unit
from casework.operations.transfers import accept_transfer, return_transfer, send_transfer, take_back_transfer

__all__ = [
    "accept_transfer",
    "change_protection",
    "change_support_unit",
    "check_closing",
    "close_case",
    "return_transfer",
    "send_transfer",
    "take_back_transfer",
]
