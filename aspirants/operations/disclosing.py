"""Telling the other side something about a person: the one way across the border between two nämnder (R-2-66)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from aspirants.choices import DisclosureBasis, DisclosureContent
from aspirants.disclosing.consents import why_not
from aspirants.disclosing.exchange import Exchange
from aspirants.models import Consent, Disclosure
from core.refusals import OperationRefused
from organisation.models import User

Ground = DisclosureBasis | Consent
"""What breaks the secrecy: a provision of the law, or a consent that somebody has given."""

NO_GROUND = "Välj rättslig grund för att lämna uppgifterna."
CONSENT_GONE = "Samtycket finns inte längre. Välj en annan grund."


@transaction.atomic
def disclose(
    *,
    actor: User,
    exchange: Exchange,
    content: DisclosureContent,
    basis: Ground | None,
    said: Sequence[tuple[str, str]] = (),
    about: str = "",
    submission_id: uuid.UUID | None = None,
) -> Disclosure:
    """Keep on record what is told the other side, and on what ground; `said` is what was told, where that can change.

    Raises OperationRefused at the field "basis" without a ground, and where a consent does not hold now, for this kind
    of information, this purpose and these two sides. A consent is locked until the transaction ends: one that is
    withdrawn at the same moment either stops this, or is withdrawn after it.

    Checked by: `communicate_plan`, `tell_unit`, `close_case`, `register_death` (WORK_IN_CASE), `ask_question`,
    `write_message` (WORK_IN_CASE or SEND_REFERRAL), `accept_transfer` (TRANSFER_CASE), `reopen_case`,
    `correct_closing` (CORRECT_CLOSING).
    """
    law, consent = _ground(basis, exchange, content)
    return Disclosure.objects.create(
        person=exchange.person,
        enrolment=exchange.enrolment,
        direction=exchange.direction,
        sending_jobbtorg=exchange.jobbtorg if exchange.to_unit else None,
        recipient=exchange.unit if exchange.to_unit else None,
        sending_unit=None if exchange.to_unit else exchange.unit,
        recipient_jobbtorg=None if exchange.to_unit else exchange.jobbtorg,
        content=content,
        about=about,
        said=json.dumps([list(row) for row in said], ensure_ascii=False) if said else "",
        basis=law,
        consent=consent,
        disclosed_by=actor,
        disclosed_at=timezone.now(),
        submission_id=submission_id,
    )


def _ground(
    basis: Ground | None, exchange: Exchange, content: DisclosureContent
) -> tuple[DisclosureBasis, Consent | None]:
    if basis is None or basis == DisclosureBasis.CONSENT:
        raise OperationRefused(NO_GROUND, field="basis")
    if isinstance(basis, DisclosureBasis):
        return basis, None
    consent = Consent.objects.select_for_update(no_key=True).filter(pk=basis.pk).first()
    if consent is None:
        raise OperationRefused(CONSENT_GONE, field="basis")
    refusal = why_not(consent, exchange, content, timezone.localdate())
    if refusal:
        raise OperationRefused(refusal, field="basis")
    return DisclosureBasis.CONSENT, consent
