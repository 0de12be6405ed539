"""All versions of a case's plan with what belongs to them, in one statement."""

from __future__ import annotations

from django.db.models import Q

from aspirants.events import CASE
from aspirants.models import Enrolment
from catalogue.models import InsatsType
from core.reading.together import Together, hold
from jobplans.models import JobPlanVersion, PlanApproval, PlanCommunication, PlanItem
from organisation.models import IncomeSupportUnit, User

VERSIONS = JobPlanVersion.objects.filter(plan__enrolment=CASE)
COMMUNICATIONS = PlanCommunication.objects.filter(version__plan__enrolment=CASE)
WRITERS = User.objects.filter(
    Q(pk__in=VERSIONS.order_by().values("drafted_by"))
    | Q(pk__in=VERSIONS.order_by().values("saved_by"))
    | Q(pk__in=COMMUNICATIONS.order_by().values("sent_by"))
)

PLAN = Together(
    versions=VERSIONS,
    approvals=PlanApproval.objects.filter(version__plan__enrolment=CASE),
    items=PlanItem.objects.filter(version__plan__enrolment=CASE),
    insats_types=InsatsType.objects.filter(plan_items__version__plan__enrolment=CASE).distinct(),
    communications=COMMUNICATIONS,
    units=IncomeSupportUnit.objects.filter(received_plans__version__plan__enrolment=CASE).distinct(),
    writers=WRITERS.only("first_name", "last_name"),
)


def versions_of(enrolment: Enrolment) -> list[JobPlanVersion]:
    """The latest first, with answer, items, what was sent to whom, and the names of who wrote it."""
    found = PLAN.read(case=enrolment.pk)
    hold("items", found["versions"], found["items"])
    hold("communications", found["versions"], found["communications"])
    return found["versions"]
