"""Plans and their versions, the insats catalogue, clocks and follow-ups."""

from jobplans.choices import (
    ApprovalMethod,
    AttendanceRequirement,
    BreachCause,
    ClockKind,
    ClockStatus,
    ContactChannel,
    ContactResult,
    Decision,
    ExcuseReason,
    FollowUpResult,
    FollowUpStatus,
    Fulfilment,
    OfferAnswer,
    PauseReason,
    PolicyUse,
    ResponsibleParty,
    StartEvent,
    VersionStatus,
)
from jobplans.models.clocks import Breach, ClockPause, DeadlineClock, DeadlinePolicy, Excuse, SweepRun
from jobplans.models.contacts import ContactAttempt
from jobplans.models.followups import FollowUp
from jobplans.models.insatser import InsatsType
from jobplans.models.plans import JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem
from jobplans.models.work import Activity, JobOffer

__all__ = [
    "Activity",
    "ApprovalMethod",
    "AttendanceRequirement",
    "Breach",
    "BreachCause",
    "ClockKind",
    "ClockPause",
    "ClockStatus",
    "ContactAttempt",
    "ContactChannel",
    "ContactResult",
    "DeadlineClock",
    "DeadlinePolicy",
    "Decision",
    "Excuse",
    "ExcuseReason",
    "FollowUp",
    "FollowUpResult",
    "FollowUpStatus",
    "Fulfilment",
    "InsatsType",
    "JobOffer",
    "JobPlan",
    "JobPlanVersion",
    "OfferAnswer",
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
