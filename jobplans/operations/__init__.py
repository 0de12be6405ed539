"""What people do with plans and follow-ups."""

from jobplans.operations.communication import communicate_plan
from jobplans.operations.followups import hold_follow_up
from jobplans.operations.plans import PlannedItem, propose_plan, record_answer, save_draft, withdraw_version

__all__ = [
    "PlannedItem",
    "communicate_plan",
    "hold_follow_up",
    "propose_plan",
    "record_answer",
    "save_draft",
    "withdraw_version",
]
