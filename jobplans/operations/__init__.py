"""What people do with plans, follow-ups and the end of a case."""

from jobplans.operations.closing import check_closing, close_case
from jobplans.operations.communication import communicate_plan
from jobplans.operations.contacts import record_contact_attempt
from jobplans.operations.followups import hold_follow_up
from jobplans.operations.interruptions import end_interruption, interrupt_case, note_returns
from jobplans.operations.meetings import book_group_information, book_meeting, log_meeting, record_group_information
from jobplans.operations.plans import (
    DraftChangedError,
    PlannedItem,
    propose_plan,
    record_answer,
    save_draft,
    withdraw_version,
)
from jobplans.operations.promises import attach_promises, cancel_promises, give_promises
from jobplans.operations.unreached import excuse_unreached
from jobplans.operations.waiting import add_promises, begin_promises, cover_promises, hold_promises
from jobplans.operations.work import agree_to_activity, answer_job_offer, decide_activity, record_job_offer

__all__ = [
    "DraftChangedError",
    "PlannedItem",
    "add_promises",
    "agree_to_activity",
    "answer_job_offer",
    "attach_promises",
    "begin_promises",
    "book_group_information",
    "book_meeting",
    "cancel_promises",
    "check_closing",
    "close_case",
    "communicate_plan",
    "cover_promises",
    "decide_activity",
    "end_interruption",
    "excuse_unreached",
    "give_promises",
    "hold_follow_up",
    "hold_promises",
    "interrupt_case",
    "log_meeting",
    "note_returns",
    "propose_plan",
    "record_answer",
    "record_contact_attempt",
    "record_group_information",
    "record_job_offer",
    "save_draft",
    "withdraw_version",
]
