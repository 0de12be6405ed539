"""What people do with plans, follow-ups and the end of a case."""

from jobplans.operations.closing import check_closing, close_case
from jobplans.operations.communication import communicate_plan
from jobplans.operations.followups import hold_follow_up
from jobplans.operations.plans import (
    DraftChangedError,
    PlannedItem,
    propose_plan,
    record_answer,
    save_draft,
    withdraw_version,
)

__all__ = [
    "DraftChangedError",
    "PlannedItem",
    "check_closing",
    "close_case",
    "communicate_plan",
    "hold_follow_up",
    "propose_plan",
    "record_answer",
    "save_draft",
    "withdraw_version",
]
