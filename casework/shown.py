"""What the page shows of a case that is to be closed."""

from __future__ import annotations

from aspirants.models import Enrolment
from core.seen import Seen, facts_of
from jobplans.models import JobPlanVersion


def shown_case(enrolment: Enrolment) -> Seen:
    """A case as it is closed: whose it is, to whom it is disclosed, and the plan that ends with it."""
    version = JobPlanVersion.objects.filter(plan__enrolment=enrolment).order_by("-number").first()
    rows = [
        ("Ärende", enrolment.case_no),
        ("Status", enrolment.get_status_display()),
        ("Jobbtorg", enrolment.jobbtorg),
        ("Coach", enrolment.coach or "Ingen coach"),
        ("Försörjningsstödsenhet", enrolment.income_support_unit or "Ingen enhet angiven"),
        ("Jobbplan", f"Version {version.number}, {version.get_status_display().lower()}" if version else "Ingen"),
    ]
    return Seen(f"case-{enrolment.pk}", facts_of(rows))
