"""Plans, their versions, and follow-ups."""

from jobplans.choices import (
    ApprovalMethod,
    AttendanceRequirement,
    Decision,
    FollowUpResult,
    FollowUpStatus,
    VersionStatus,
)
from jobplans.models.followups import FollowUp
from jobplans.models.plans import JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem

__all__ = [
    "ApprovalMethod",
    "AttendanceRequirement",
    "Decision",
    "FollowUp",
    "FollowUpResult",
    "FollowUpStatus",
    "JobPlan",
    "JobPlanVersion",
    "PlanApproval",
    "PlanCommunication",
    "PlanItem",
    "VersionStatus",
]
