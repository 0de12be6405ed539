"""What the pages show of a case that is to be closed, and of one that has been."""

from __future__ import annotations

from collections.abc import Iterator

from aspirants.closing.hanging import what_hangs_on
from aspirants.models import Closure, Enrolment, PostClosureCheck
from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date
from jobplans.models import JobPlanVersion


def shown_case(enrolment: Enrolment) -> Seen:
    """A case as it is closed or reopened: whose it is, to whom it is disclosed, what hangs on it, how it was closed."""
    version = JobPlanVersion.objects.filter(plan__enrolment=enrolment).order_by("-number").first()
    rows: list[tuple[str, object]] = [
        ("Ärende", enrolment.case_no),
        ("Status", enrolment.get_status_display()),
        ("Jobbtorg", enrolment.jobbtorg),
        ("Coach", enrolment.coach or "Ingen coach"),
        ("Försörjningsstödsenhet", enrolment.income_support_unit or "Ingen enhet angiven"),
        ("Jobbplan", f"Version {version.number}, {version.get_status_display().lower()}" if version else "Ingen"),
    ]
    if enrolment.is_open:
        rows += [(hanging.label, "; ".join(hanging.lines)) for hanging in what_hangs_on(enrolment)]
    elif (closure := standing_closure(enrolment)) is not None:
        rows += _closure_rows(closure)
    return Seen(f"case-{enrolment.pk}", facts_of(rows))


def standing_closure(enrolment: Enrolment) -> Closure | None:
    """The closing that is in force, with its reason; None for an open case."""
    standing = Closure.objects.standing().filter(enrolment=enrolment)
    closure: Closure | None = standing.select_related("reason", "decided_by", "confirmed_by").first()
    return closure


def shown_closure(enrolment: Enrolment, closure: Closure | None) -> Seen:
    """A closing with its reason and how firmly it stands, for what is done about it."""
    rows = list(_closure_rows(closure)) if closure else [("Avslut", "Inget")]
    return Seen(f"closure-of-case-{enrolment.pk}", facts_of(rows))


def _closure_rows(closure: Closure) -> Iterator[tuple[str, object]]:
    yield "Avslutat", weekday_date(closure.closed_on)
    yield "Avslutsorsak", closure.reason
    yield "Avslutet är", closure.get_status_display().lower()
    yield "Arbetsgivare eller skola", closure.destination
    yield "Börjar", weekday_date(closure.destination_starts_on) if closure.destination_starts_on else ""
    yield "Kommentar", closure.text


def shown_check(check: PostClosureCheck) -> Seen:
    """A check after a closing, with what came out of it."""
    rows = [
        ("Kontroll", f"Efter {check.months} månad{'er' if check.months > 1 else ''}"),
        ("Avslutsorsak", check.closure.reason),
        ("Avslutet är", check.closure.get_status_display().lower()),
        ("Resultat", check.get_result_display() or "Inte gjord"),
    ]
    return Seen(f"post-closure-check-{check.pk}", facts_of(rows))
