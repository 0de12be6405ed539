"""Cases that other jobbtorg offer the own one: what a manager is shown before they answer, and how many wait."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from aspirants.models import PROTECTED_NAME
from aspirants.offers.receiving import due_in_words
from casework.choices import TransferStatus
from casework.models import CaseTransfer
from organisation.models import User


@dataclass(frozen=True)
class Offer:
    """A transfer with the little that is shown of its case: who, which number, until when something is due, and which
    unit is told where the case is from now on; "" for a case without one.
    """

    transfer: CaseTransfer
    case_no: str
    person_id: int
    is_protected: bool
    name: str
    due_on: datetime.date | None
    unit: str

    @property
    def due_in_words(self) -> str:
        """The first last day among what is to be kept in the case, "mån 9 mars 2026, har gått ut"."""
        return due_in_words(self.due_on)

    @property
    def made(self) -> CaseTransfer:
        """The offer itself."""
        return self.transfer

    @property
    def known_by(self) -> str:
        """The number of what is offered."""
        return self.case_no

    @property
    def url(self) -> str:
        """Where it is answered."""
        return reverse("transfer", args=[self.transfer.pk])


def offers_to(user: User, only: int | None = None) -> list[Offer]:
    """The transfers that wait for the user's answer, oldest first; or the one with the key `only`. Two statements.

    Empty for everybody but managers. Those of protected persons are there for those appointed to open them.
    """
    transfers = CaseTransfer.objects.answerable_by(user).select_related("origin", "destination", "sent_by")
    if only is not None:
        transfers = transfers.filter(pk=only)
    found = {transfer.pk: transfer for transfer in transfers.order_by("sent_at", "pk")}
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT transfer_id, case_no, person_id, is_protected, first_name, last_name, due_on, unit"
            " FROM casework_offered_case WHERE transfer_id = ANY(%s)",
            [list(found)],
        )
        cases = {key: facts for key, *facts in cursor.fetchall()}
    return [
        Offer(
            transfer,
            case_no,
            person_id,
            is_protected,
            PROTECTED_NAME if is_protected else f"{first_name} {last_name}".strip(),
            due_on,
            unit or "",
        )
        for key, transfer in found.items()
        if key in cases
        for case_no, person_id, is_protected, first_name, last_name, due_on, unit in [cases[key]]
    ]


def unit_told(transfer: CaseTransfer) -> str:
    """The unit of an offered case as the one who answers the offer is shown it; "" where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit FROM casework_offered_case WHERE transfer_id = %s", [transfer.pk])
        found = cursor.fetchone()
    return (found[0] or "") if found else ""


PAST = {
    TransferStatus.ACCEPTED: "Erbjudandet är redan besvarat: ni har tagit emot ärendet.",
    TransferStatus.RETURNED: "Erbjudandet är redan besvarat: ni har skickat tillbaka ärendet.",
    TransferStatus.TAKEN_BACK: "Erbjudandet togs tillbaka av {origin}.",
    TransferStatus.ENDED: "Erbjudandet gäller inte längre, eftersom ärendet har avslutats.",
}


def what_became_of(transfer: int) -> str:
    """What became of an offer that the acting manager could answer once, in a sentence; "" for any other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT past.status, origin.name FROM casework_offer_past past"
            " JOIN organisation_jobbtorg origin ON origin.id = past.origin_id WHERE past.transfer_id = %s",
            [transfer],
        )
        found = cursor.fetchone()
    return PAST[TransferStatus(found[0])].format(origin=found[1]) if found else ""


def offered(user: User) -> QuerySet[CaseTransfer]:
    """The transfers that wait for the user's answer, to be counted."""
    waiting: QuerySet[CaseTransfer] = CaseTransfer.objects.answerable_by(user)
    return waiting
