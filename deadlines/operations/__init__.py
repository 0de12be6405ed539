"""What happens to clocks: started, cancelled, paused, sought after, taken up again."""

from deadlines.operations.contacts import record_contact_attempt
from deadlines.operations.interruptions import end_interruption, interrupt_case, note_returns
from deadlines.operations.promises import attach_promises, cancel_promises, give_promises
from deadlines.operations.unreached import excuse_unreached
from deadlines.operations.waiting import add_promises, begin_promises, cover_promises, hold_promises

__all__ = [
    "add_promises",
    "attach_promises",
    "begin_promises",
    "cancel_promises",
    "cover_promises",
    "end_interruption",
    "excuse_unreached",
    "give_promises",
    "hold_promises",
    "interrupt_case",
    "note_returns",
    "record_contact_attempt",
]
