"""What people do with a whole case."""

from casework.operations.closing import check_closing, close_case
from casework.operations.confirming import confirm_closing, correct_closing, record_check
from casework.operations.death import end_referral_of_dead, register_death, take_back_death
from casework.operations.handover import HandedOver, hand_over
from casework.operations.happened import record_what_happened
from casework.operations.joining import accept_join, decline_join, join_persons, tell_apart, undo_join, withdraw_join
from casework.operations.note_templates import add_note_template, change_note_template, remove_note_template
from casework.operations.notes import correct_note, remove_note, undo_note, write_note
from casework.operations.protection import change_protection
from casework.operations.reopening import reopen_case
from casework.operations.support_units import change_support_unit
from casework.operations.transfers import accept_transfer, return_transfer, send_transfer, take_back_transfer

__all__ = [
    "HandedOver",
    "accept_join",
    "accept_transfer",
    "add_note_template",
    "change_note_template",
    "change_protection",
    "change_support_unit",
    "check_closing",
    "close_case",
    "confirm_closing",
    "correct_closing",
    "correct_note",
    "decline_join",
    "end_referral_of_dead",
    "hand_over",
    "join_persons",
    "record_check",
    "record_what_happened",
    "register_death",
    "remove_note",
    "remove_note_template",
    "reopen_case",
    "return_transfer",
    "send_transfer",
    "take_back_death",
    "take_back_transfer",
    "tell_apart",
    "undo_join",
    "undo_note",
    "withdraw_join",
    "write_note",
]
