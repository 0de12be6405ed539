"""What the pages show of a case's coach, a person's protection and a booking, for the acts that apply to them."""

from __future__ import annotations

from aspirants.models import Enrolment, Person
from core.seen import Seen, facts_of


def shown_coach(enrolment: Enrolment) -> Seen:
    """A case with its coach."""
    rows = [("Ärende", enrolment.case_no), ("Coach", enrolment.coach or "Ingen coach")]
    return Seen(f"coach-of-case-{enrolment.pk}", facts_of(rows))


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
