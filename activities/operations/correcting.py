"""Correcting a job offer or an insats, and taking away what was about another person (FC-30)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from activities.operations.work import (
    decide_activity,
    record_job_offer,
    require_plausible_activity,
    require_plausible_offer,
)
from activities.recorded import recorded_activity, recorded_offer
from activities.shown import shown_activity, shown_offer
from aspirants.corrections.rights import locked_cases
from aspirants.models import CorrectedKind, Correction, Enrolment
from aspirants.operations.corrections import empty_versions, note_correction, note_removal
from catalogue.models import InsatsType
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.judging import judged_again
from organisation.access.permissions import Act, require
from organisation.models import User

OFFER_CORRECTED = "Bröts när ett jobberbjudande rättades."
OFFER_WRONG = "Bröts när ett jobberbjudande på fel person togs bort."
INSATS_CORRECTED, INSATS_WRONG = "Bröts när en insats rättades.", "Bröts när en insats på fel person togs bort."
REMOVED = "Det är borttaget och kan inte rättas."


@transaction.atomic
def correct_job_offer(
    *,
    actor: User,
    offer: JobOffer,
    seen_offer: Seen,
    employer: str,
    offered_on: datetime.date,
    answer: OfferAnswer,
    answered_at: datetime.datetime | None = None,
    starts_on: datetime.date | None = None,
    subsidised: bool = False,
    municipal: bool = False,
    reason: str = "",
) -> Correction:
    """Correct a job offer and its answer, also in a closed case. The case's clocks are judged again."""
    require(actor, Act.WORK_IN_CASE, at=offer.enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked(offer.enrolment), timezone.now()
    offer = JobOffer.with_removed.select_for_update(of=("self",)).get(pk=offer.pk, enrolment=enrolment)
    before, recorded = shown_offer(offer), recorded_offer(offer)
    require_seen(seen_offer, before)
    if offer.removed_at is not None:
        raise OperationRefused(REMOVED)
    was_answered = (offer.answer, offer.answered_at)
    offer.employer, offer.offered_on, offer.subsidised, offer.municipal = employer, offered_on, subsidised, municipal
    require_plausible_offer(
        actor=actor,
        offer=offer,
        answer=answer,
        answered_at=answered_at,
        starts_on=starts_on,
        is_new_answer=(answer, answered_at) != was_answered,
    )
    with judged_again(actor, enrolment, because=OFFER_CORRECTED) as correcting:
        offer.answer, offer.answered_at = answer, answered_at if answer != OfferAnswer.PENDING else None
        offer.starts_on = starts_on if answer == OfferAnswer.ACCEPTED else None
        if (offer.answer, offer.answered_at) != was_answered:
            offer.answer_recorded_at = now if offer.answered_at else None
        offer.save()
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.OFFER,
            number=offer.pk,
            title=f"Jobberbjudande {offer.offered_on}",
            before=before,
            after=shown_offer(offer),
            recorded=recorded,
            reason=reason,
        )
        correcting.note(correction)
    return correction


@transaction.atomic
def remove_job_offer(
    *, actor: User, offer: JobOffer, seen_offer: Seen, to: Enrolment | None = None
) -> tuple[Correction, JobOffer | None]:
    """Take away a job offer that was about another person; with `to`, register it in that case, as of now."""
    require(actor, Act.WORK_IN_CASE, at=offer.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(offer.enrolment, to)
    offer = JobOffer.with_removed.select_for_update(of=("self",)).get(pk=offer.pk, enrolment=enrolment)
    require_seen(seen_offer, shown_offer(offer))
    if offer.removed_at is not None:
        raise OperationRefused(REMOVED)
    was = JobOffer.objects.get(pk=offer.pk)
    with judged_again(actor, enrolment, because=OFFER_WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.OFFER,
            number=offer.pk,
            recorded=recorded_offer(offer),
        )
        correcting.note(correction)
        empty_offer(offer=offer)
        empty_versions(kind=CorrectedKind.OFFER, number=offer.pk)
    return correction, _offer_again(actor, was, to) if to else None


def empty_offer(*, offer: JobOffer) -> None:
    """Leave of a locked job offer only that there was one.

    Part of: `remove_job_offer`, `undo_job_offer`.
    """
    offer.employer, offer.answer, offer.answered_at, offer.starts_on = "", OfferAnswer.PENDING, None, None
    offer.answer_recorded_at, offer.removed_at = None, timezone.now()
    offer.save()


def _offer_again(actor: User, was: JobOffer, to: Enrolment) -> JobOffer:
    try:
        return record_job_offer(
            actor=actor,
            enrolment=to,
            employer=was.employer,
            offered_on=was.offered_on,
            answer=OfferAnswer(was.answer),
            answered_at=was.answered_at,
            starts_on=was.starts_on,
            subsidised=was.subsidised,
            municipal=was.municipal,
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal


@transaction.atomic
def correct_activity(
    *,
    actor: User,
    activity: Activity,
    seen_activity: Seen,
    insats_type: InsatsType,
    decided_on: datetime.date,
    starts_on: datetime.date,
    agreed_at: datetime.datetime | None = None,
    ends_on: datetime.date | None = None,
    provider: str = "",
    reason: str = "",
) -> Correction:
    """Correct an insats and the aspirant's yes to it, also in a closed case. The case's clocks are judged again."""
    require(actor, Act.WORK_IN_CASE, at=activity.enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked(activity.enrolment), timezone.now()
    activity = Activity.with_removed.select_for_update(of=("self",)).get(pk=activity.pk, enrolment=enrolment)
    before, recorded = shown_activity(activity), recorded_activity(activity)
    require_seen(seen_activity, before)
    if activity.removed_at is not None:
        raise OperationRefused(REMOVED)
    is_new_answer = agreed_at != activity.agreed_at
    require_plausible_activity(
        actor=actor,
        enrolment=enrolment,
        decided_on=decided_on,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_at=agreed_at if is_new_answer else None,
    )
    with judged_again(actor, enrolment, because=INSATS_CORRECTED) as correcting:
        activity.insats_type, activity.provider = insats_type, provider
        activity.decided_on, activity.starts_on, activity.ends_on = decided_on, starts_on, ends_on
        if is_new_answer:
            activity.agreed_at, activity.agreement_recorded_at = agreed_at, now if agreed_at else None
        activity.save()
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.ACTIVITY,
            number=activity.pk,
            title=f"Insats från {activity.starts_on}",
            before=before,
            after=shown_activity(activity),
            recorded=recorded,
            reason=reason,
        )
        correcting.note(correction)
    return correction


@transaction.atomic
def remove_activity(
    *, actor: User, activity: Activity, seen_activity: Seen, to: Enrolment | None = None
) -> tuple[Correction, Activity | None]:
    """Take away an insats that was about another person; with `to`, register it in that case, as of now."""
    require(actor, Act.WORK_IN_CASE, at=activity.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(activity.enrolment, to)
    activity = Activity.with_removed.select_for_update(of=("self",)).get(pk=activity.pk, enrolment=enrolment)
    require_seen(seen_activity, shown_activity(activity))
    if activity.removed_at is not None:
        raise OperationRefused(REMOVED)
    was = Activity.objects.select_related("insats_type").get(pk=activity.pk)
    with judged_again(actor, enrolment, because=INSATS_WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.ACTIVITY,
            number=activity.pk,
            recorded=recorded_activity(activity),
        )
        correcting.note(correction)
        empty_activity(activity=activity)
        empty_versions(kind=CorrectedKind.ACTIVITY, number=activity.pk)
    return correction, _decide_again(actor, was, to) if to else None


def empty_activity(*, activity: Activity) -> None:
    """Leave of a locked insats only that there was one.

    Part of: `remove_activity`, `undo_activity`.
    """
    activity.insats_type, activity.provider, activity.agreed_at = None, "", None
    activity.agreement_recorded_at, activity.removed_at = None, timezone.now()
    activity.save()


def _decide_again(actor: User, was: Activity, to: Enrolment) -> Activity:
    assert was.insats_type is not None, "an insats that stands is of a kind"
    try:
        return decide_activity(
            actor=actor,
            enrolment=to,
            insats_type=was.insats_type,
            decided_on=was.decided_on,
            starts_on=was.starts_on,
            agreed_at=was.agreed_at,
            ends_on=was.ends_on,
            provider=was.provider,
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal
