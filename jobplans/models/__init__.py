"""Plans and their versions, the insats catalogue, clocks and follow-ups."""

from jobplans.models.clocks import (
    Breach,
    BreachCause,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Fulfilment,
    PauseReason,
    PolicyUse,
    StartEvent,
    SweepRun,
)
from jobplans.models.followups import FollowUp, FollowUpResult, FollowUpStatus
from jobplans.models.insatser import InsatsType, ResponsibleParty
from jobplans.models.plans import (
    ApprovalMethod,
    AttendanceRequirement,
    Decision,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    PlanCommunication,
    PlanItem,
    VersionStatus,
)

__all__ = [
    "ApprovalMethod",
    "AttendanceRequirement",
    "Breach",
    "BreachCause",
    "ClockKind",
    "ClockPause",
    "ClockStatus",
    "DeadlineClock",
    "DeadlinePolicy",
    "Decision",
    "FollowUp",
    "FollowUpResult",
    "FollowUpStatus",
    "Fulfilment",
    "InsatsType",
    "JobPlan",
    "JobPlanVersion",
    "PauseReason",
    "PlanApproval",
    "PlanCommunication",
    "PlanItem",
    "PolicyUse",
    "ResponsibleParty",
    "StartEvent",
    "SweepRun",
    "VersionStatus",
]
