"""What the pages show of a transfer, of a case that is to be moved, and of its income support unit."""

from __future__ import annotations

from aspirants.models import Enrolment
from aspirants.shown import NO_UNIT
from casework.models import CaseTransfer
from core.seen import Seen, facts_of


def shown_transfer(transfer: CaseTransfer) -> Seen:
    """A transfer as both sides read it."""
    rows = [
        ("Från", transfer.origin),
        ("Till", transfer.destination),
        ("Läge", transfer.get_status_display()),
        ("Skäl", transfer.reason),
    ]
    return Seen(f"transfer-{transfer.pk}", facts_of(rows))


def shown_offer(transfer: CaseTransfer, unit: str) -> Seen:
    """A transfer as the one reads it who may accept it: with the unit that is told then (`unit_told`)."""
    transferred = shown_transfer(transfer)
    return Seen(transferred.key, (*transferred.facts, *facts_of([("Försörjningsstödsenhet", unit or NO_UNIT)])))


def shown_for_transfer(enrolment: Enrolment) -> Seen:
    """A case as it is offered to another jobbtorg: whose it is, and whether it has been offered already."""
    pending = CaseTransfer.objects.pending().filter(enrolment=enrolment).select_related("destination").first()
    rows = [
        ("Ärende", enrolment.case_no),
        ("Status", enrolment.get_status_display()),
        ("Jobbtorg", enrolment.jobbtorg),
        ("Coach", enrolment.coach or "Ingen coach"),
        ("Väntar på svar från", pending.destination if pending else "Ingen"),
    ]
    return Seen(f"transfer-of-case-{enrolment.pk}", facts_of(rows))


def shown_support_unit(enrolment: Enrolment) -> Seen:
    """A case with the income support unit that what is told goes to."""
    rows = [
        ("Ärende", enrolment.case_no),
        ("Försörjningsstödsenhet", enrolment.income_support_unit or NO_UNIT),
    ]
    return Seen(f"support-unit-of-case-{enrolment.pk}", facts_of(rows))
