"""Plans and their versions, the insats catalogue, clocks and follow-ups."""

from jobplans.choices import (
    ApprovalMethod,
    AttendanceRequirement,
    BreachCause,
    ClockKind,
    ClockStatus,
    Decision,
    FollowUpResult,
    FollowUpStatus,
    Fulfilment,
    PauseReason,
    PolicyUse,
    ResponsibleParty,
    StartEvent,
    VersionStatus,
)
from jobplans.models.clocks import Breach, ClockPause, DeadlineClock, DeadlinePolicy, SweepRun
from jobplans.models.followups import FollowUp
from jobplans.models.insatser import InsatsType
from jobplans.models.plans import JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem

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
