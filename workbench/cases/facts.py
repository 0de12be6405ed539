"""Who has had a case, where it has been, and the versions of its plan: in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from aspirants.events import CASE
from aspirants.models import CoachAssignment, Enrolment, UnitStay
from core.reading.together import Together
from jobplans.models import JobPlanVersion, PlanApproval
from organisation.models import Jobbtorg, User

ASSIGNMENTS = CoachAssignment.objects.filter(enrolment=CASE)
VERSIONS = JobPlanVersion.objects.filter(plan__enrolment=CASE)
STAFF = User.objects.filter(
    Q(pk__in=ASSIGNMENTS.order_by().values("coach"))
    | Q(pk__in=ASSIGNMENTS.order_by().values("assigned_by"))
    | Q(pk__in=VERSIONS.order_by().values("drafted_by"))
)

FACTS = Together(
    assignments=ASSIGNMENTS.order_by("-started_at"),
    stays=UnitStay.objects.filter(enrolment=CASE).order_by("-started_on"),
    versions=VERSIONS,
    approvals=PlanApproval.objects.filter(version__plan__enrolment=CASE),
    jobbtorg=Jobbtorg.objects.filter(stays__enrolment=CASE).distinct().only("name"),
    staff=STAFF.only("first_name", "last_name"),
)


def case_facts(enrolment: Enrolment) -> dict[str, list[Any]]:
    """`assignments` and `stays`, the latest first, with their names; `versions` of the plan with their answers."""
    return FACTS.read(case=enrolment.pk)
