"""What the pages show of a case's coach, a person's protection and a booking, for the acts that apply to them."""

from __future__ import annotations

from collections.abc import Iterable

from aspirants.models import Consent, Enrolment, Person, ReportedFact
from aspirants.querysets import EnrolmentQuerySet
from core.seen import Seen, facts_of

NO_GROUP = "Ingen särskild"
NO_UNIT = "Ingen enhet angiven"


def shown_coach(enrolment: Enrolment) -> Seen:
    """A case with its coach."""
    rows = [("Ärende", enrolment.case_no), ("Coach", enrolment.coach or "Ingen coach")]
    return Seen(f"coach-of-case-{enrolment.pk}", facts_of(rows))


def shown_cases(cases: EnrolmentQuerySet) -> Seen:
    """Several cases, each with its coach."""
    rows = [(case.case_no, case.coach or "Ingen coach") for case in cases.select_related("coach").order_by("pk")]
    return Seen("coaches-of-cases", facts_of(rows))


def shown_protection(person: Person) -> Seen:
    """A person's protection and how the two sides reach each other."""
    rows = [("Skydd", person.get_protection_display()), ("Överenskommen kontaktväg", person.agreed_channel)]
    return Seen(f"protection-{person.pk}", facts_of(rows))


def shown_interruptions(enrolment: Enrolment) -> Seen:
    """Whether the case is interrupted, and its interruptions."""
    rows: list[tuple[str, object]] = [("Ärendet", enrolment.get_status_display())]
    for number, one in enumerate(enrolment.interruptions.order_by("started_on"), start=1):
        until = f"till {one.returned_on}" if one.returned_on else "tills vidare"
        rows.append((f"Uppehåll {number}", f"{one.get_reason_display()}, från {one.started_on} {until}"))
    return Seen(f"interruptions-of-case-{enrolment.pk}", facts_of(rows))


def shown_person(enrolment: Enrolment, *, with_contact: bool) -> Seen:
    """What the person's page shows of a person and the case; how to reach a protected person only on request."""
    person = enrolment.person
    rows: list[tuple[str, object]] = [
        ("Förnamn", person.first_name),
        ("Efternamn", person.last_name),
        ("Tilltalsnamn", person.call_name),
        ("Språk", person.language),
        ("Behöver tolk", "Ja" if person.interpreter_needed else "Nej"),
        ("Målgrupp", enrolment.target_group or NO_GROUP),
        ("Försörjningsstödsenhet", enrolment.income_support_unit or NO_UNIT),
    ]
    if with_contact:
        rows += [("Telefon", person.phone), ("E-post", person.email), ("Adress", person.home_address)]
    return Seen(f"person-of-case-{enrolment.pk}", facts_of(rows))


def shown_number(person: Person) -> Seen:
    """A person's number as the page shows it, without its last four, and how often it has been changed."""
    rows = [
        ("Typ av nummer", person.get_identity_kind_display()),
        ("Nummer", person.masked_number),
        ("Tidigare nummer", person.earlier_numbers.count()),
    ]
    return Seen(f"number-of-person-{person.pk}", facts_of(rows))


def shown_reports(reports: Iterable[ReportedFact]) -> Seen:
    """What referrals and lists say otherwise and nobody has settled, beside what stands in the register."""
    found = list(reports)
    rows: list[tuple[str, object]] = []
    for report in found:
        rows.append((f"{report} ({report.pk})", report.in_words))
        rows.append((f"{report.get_field_display()} nu", register_value(report)))
    return Seen("reports-" + "-".join(str(report.pk) for report in found), facts_of(rows))


def register_value(report: ReportedFact) -> str:
    """What the register says in the field that a report is about."""
    value = getattr(report.person, report.field)
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    return value or "Inget angivet"


def shown_life(enrolment: Enrolment) -> Seen:
    """Whether a person is registered as dead, whether the case is open, and which unit would be told that it ends."""
    rows = [
        ("Ärende", enrolment.case_no),
        ("Status", enrolment.get_status_display()),
        ("Avliden", enrolment.person.deceased_on or "Nej"),
        ("Försörjningsstödsenhet", enrolment.income_support_unit or NO_UNIT),
    ]
    return Seen(f"life-in-case-{enrolment.pk}", facts_of(rows))


def shown_parties(enrolment: Enrolment) -> Seen:
    """Between whom something that is agreed to in a case would hold."""
    rows = [("Jobbtorg", enrolment.jobbtorg), ("Försörjningsstödsenhet", enrolment.income_support_unit or NO_UNIT)]
    return Seen(f"parties-of-case-{enrolment.pk}", facts_of(rows))


def shown_consent(consent: Consent) -> Seen:
    """What the page shows of a consent that is about to be withdrawn."""
    return Seen(
        f"consent-{consent.pk}",
        facts_of([("Ändamål", consent.get_purpose_display()), ("Återkallat", consent.withdrawn_on)]),
    )
