"""What happens to clocks: started, cancelled, paused, sought after, taken up again."""

from deadlines.operations.clocks import attach_clocks, cancel_clocks, start_clocks, uncancel_clocks
from deadlines.operations.contacts import record_contact_attempt
from deadlines.operations.decisions import await_decision, end_wait_for_decision
from deadlines.operations.interruptions import (
    change_interruption,
    end_interruption,
    interrupt_case,
    note_departures,
    note_returns,
    withdraw_interruption,
)
from deadlines.operations.not_reached import excuse_unreached
from deadlines.operations.waiting import (
    begin_waiting_clocks,
    make_clocks_wait,
    set_clock_coverage,
    start_further_clocks,
)

__all__ = [
    "attach_clocks",
    "await_decision",
    "begin_waiting_clocks",
    "cancel_clocks",
    "change_interruption",
    "end_interruption",
    "end_wait_for_decision",
    "excuse_unreached",
    "interrupt_case",
    "make_clocks_wait",
    "note_departures",
    "note_returns",
    "record_contact_attempt",
    "set_clock_coverage",
    "start_clocks",
    "start_further_clocks",
    "uncancel_clocks",
    "withdraw_interruption",
]
