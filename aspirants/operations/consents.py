"""A consent that is given, and one that is withdrawn."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from aspirants.disclosing.consents import PURPOSES
from aspirants.models import Consent, ConsentForm, ConsentPurpose, DisclosureContent, Enrolment
from aspirants.shown import shown_consent, shown_parties
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import long_date
from organisation.access.permissions import Act, require
from organisation.models import User

NOTHING_CHOSEN = "Välj minst ett slags uppgifter."
NO_UNIT = "Ärendet saknar försörjningsstödsenhet. Ett samtycke gäller mellan jobbtorget och en enhet."


@transaction.atomic
def give_consent(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_parties: Seen,
    purpose: ConsentPurpose,
    kinds: Sequence[DisclosureContent],
    given_on: datetime.date,
    valid_to: datetime.date | None,
    form: ConsentForm,
    submission_id: uuid.UUID,
    note: str = "",
) -> Consent:
    """Keep what the aspirant has agreed to that the case's jobbtorg and its unit tell each other (`shown_parties`).

    The same `submission_id` twice gives the first consent again. Raises OperationRefused for a day ahead, an end before
    it was given or in the past, information that the purpose does not need, and one like a consent that holds.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(enrolment)
    earlier = Consent.objects.filter(enrolment=enrolment, submission_id=submission_id).first()
    if earlier is not None:
        return earlier
    require_seen(seen_parties, shown_parties(enrolment))
    if enrolment.income_support_unit is None:
        raise OperationRefused(NO_UNIT)
    _require_plausible(given_on, valid_to)
    _require_needed(purpose, kinds)
    consent = Consent(
        person=enrolment.person,
        enrolment=enrolment,
        jobbtorg=enrolment.jobbtorg,
        unit=enrolment.income_support_unit,
        purpose=purpose,
        kinds=list(kinds),
        given_on=given_on,
        valid_to=valid_to,
        form=form,
        note=note.strip(),
        taken_by=actor,
        submission_id=submission_id,
    )
    _require_another(consent)
    consent.save(force_insert=True)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: User, consent: Consent, seen_consent: Seen, withdrawn_on: datetime.date) -> Consent:
    """The person takes a consent back on a local date. From now on nothing is told on it; what was told stays told.

    Whoever tells something on it at this moment has done so, or is refused: both lock the consent.
    """
    require(actor, Act.WORK_IN_CASE)
    locking = Consent.objects.select_for_update(no_key=True, of=("self",)).select_related("enrolment")
    consent = locking.get(pk=consent.pk)
    assert consent.enrolment is not None, "the page is about a case's consent"
    require(actor, Act.WORK_IN_CASE, at=consent.enrolment.jobbtorg_id)
    require_seen(seen_consent, shown_consent(consent))
    if consent.withdrawn_on is not None:
        raise OperationRefused(f"Samtycket är redan återkallat, {long_date(consent.withdrawn_on)}.")
    if withdrawn_on > timezone.localdate():
        raise OperationRefused("Återkallelsen kan inte ligga i framtiden.", field="withdrawn_on")
    if withdrawn_on < consent.given_on:
        raise OperationRefused("Samtycket kan inte återkallas innan det gavs.", field="withdrawn_on")
    consent.withdrawn_on, consent.withdrawn_by, consent.withdrawn_at = withdrawn_on, actor, timezone.now()
    consent.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_at"])
    return consent


def _require_plausible(given_on: datetime.date, valid_to: datetime.date | None) -> None:
    today = timezone.localdate()
    if given_on > today:
        raise OperationRefused("Samtycket kan inte vara lämnat i framtiden.", field="given_on")
    if valid_to is not None and valid_to < given_on:
        raise OperationRefused("Samtycket kan inte sluta gälla innan det gavs.", field="valid_to")
    if valid_to is not None and valid_to < today:
        raise OperationRefused("Samtycket har redan slutat gälla den dagen.", field="valid_to")


def _require_another(consent: Consent) -> None:
    """Refuse what is like a consent that holds in all that the form asks for. The case is locked."""
    of_case = Consent.objects.holding_on(timezone.localdate()).filter(enrolment=consent.enrolment)
    for one in of_case.select_related("taken_by"):
        if _stated(one) == _stated(consent):
            raise OperationRefused(
                f"Samtycket är redan registrerat av {one.taken_by}, med samma uppgifter, och gäller.", field="kinds"
            )


def _stated(consent: Consent) -> tuple[object, ...]:
    sides, lasts = (consent.jobbtorg_id, consent.unit_id), (consent.given_on, consent.valid_to)
    return sides, consent.purpose, frozenset(consent.kinds), lasts, consent.form, consent.note


def _require_needed(purpose: ConsentPurpose, kinds: Sequence[DisclosureContent]) -> None:
    if not kinds:
        raise OperationRefused(NOTHING_CHOSEN, field="kinds")
    for kind in kinds:
        if purpose not in PURPOSES[kind]:
            raise OperationRefused(
                f"{kind.label} lämnas inte för {purpose.label.lower()}. Välj ett annat ändamål.", field="kinds"
            )
