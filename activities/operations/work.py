"""Jobs offered and insatser decided: the other two ways of fulfilling the jobbgaranti (R-4-15)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from activities.choices import ActivityResult, OfferAnswer
from activities.models import Activity, JobOffer
from activities.shown import shown_activities, shown_offers
from aspirants.models import Enrolment
from catalogue.models import InsatsType
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import start_of_day
from deadlines.clocks.keeping import keep_clock, keep_clocks
from deadlines.clocks.kinds import KeepingEvent, kinds_kept_by
from jobplans.models import JobPlanVersion, PlanItem
from jobplans.operations.backdating import require_plausible_answer
from jobplans.shown import shown_version
from organisation.access.permissions import Act, require
from organisation.models import User

START_WITHIN = datetime.timedelta(days=30)
"""How soon after the aspirant's yes an insats must begin to keep the jobbgaranti (G-56)."""


@transaction.atomic
def record_job_offer(
    *,
    actor: User,
    enrolment: Enrolment,
    employer: str,
    offered_on: datetime.date,
    answer: OfferAnswer = OfferAnswer.PENDING,
    answered_at: datetime.datetime | None = None,
    starts_on: datetime.date | None = None,
    subsidised: bool = False,
    municipal: bool = False,
) -> JobOffer:
    """Record a job offered on a local date, with the answer if there is one. A yes keeps the jobbgaranti (G-55)."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked_open(enrolment), timezone.now()
    _require_plausible_day(enrolment, offered_on)
    offer = JobOffer(
        enrolment=enrolment,
        employer=employer,
        offered_on=offered_on,
        subsidised=subsidised,
        municipal=municipal,
        recorded_by=actor,
    )
    _answer(actor, offer, answer, answered_at, starts_on, now)
    offer.save()
    keep_clocks(enrolment, KeepingEvent.JOB_OFFERED, at=start_of_day(offered_on), recorded_at=now)
    _settle_answer(offer, now)
    return offer


@transaction.atomic
def answer_job_offer(
    *,
    actor: User,
    offer: JobOffer,
    seen_offers: Seen,
    answer: OfferAnswer,
    answered_at: datetime.datetime,
    starts_on: datetime.date | None = None,
) -> JobOffer:
    """Record what the aspirant answered to a job offer. `seen_offers` is what the page offered (`shown_offers`)."""
    require(actor, Act.WORK_IN_CASE, at=offer.enrolment.jobbtorg_id)
    require_seen(seen_offers, shown_offers(Enrolment.objects.locked_open(offer.enrolment)))
    now = timezone.now()
    offer = JobOffer.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=offer.pk)
    if offer.answer != OfferAnswer.PENDING:
        raise OperationRefused("Erbjudandet är redan besvarat.")
    if answer == OfferAnswer.PENDING:
        raise OperationRefused("Välj vad aspiranten svarade.", field="answer")
    _answer(actor, offer, answer, answered_at, starts_on, now)
    offer.save()
    _settle_answer(offer, now)
    return offer


def _answer(
    actor: User,
    offer: JobOffer,
    answer: OfferAnswer,
    answered_at: datetime.datetime | None,
    starts_on: datetime.date | None,
    now: datetime.datetime,
) -> None:
    offer.answer = answer
    if answer == OfferAnswer.PENDING:
        return
    _require_plausible_answer(actor, offer, answer, answered_at, starts_on, is_new=True)
    offer.answered_at, offer.answer_recorded_at = answered_at, now
    offer.starts_on = starts_on if answer == OfferAnswer.ACCEPTED else None


def _require_plausible_day(enrolment: Enrolment, offered_on: datetime.date) -> None:
    if offered_on > timezone.localdate():
        raise OperationRefused("Erbjudandet kan inte ligga i framtiden.", field="offered_on")
    if offered_on < enrolment.enrolled_on:
        raise OperationRefused("Erbjudandet kan inte ligga före inskrivningen.", field="offered_on")


def _require_plausible_answer(
    actor: User,
    offer: JobOffer,
    answer: OfferAnswer,
    answered_at: datetime.datetime | None,
    starts_on: datetime.date | None,
    *,
    is_new: bool,
) -> None:
    if answered_at is None:
        raise OperationRefused("Ange när aspiranten svarade.", field="answered_at")
    if is_new:
        require_plausible_answer(
            actor=actor,
            enrolment=offer.enrolment,
            answered_at=answered_at,
            now=timezone.now(),
            field="answered_at",
        )
    if timezone.localdate(answered_at) < offer.offered_on:
        raise OperationRefused("Svaret kan inte ligga före erbjudandet.", field="answered_at")
    if answer == OfferAnswer.ACCEPTED and starts_on is None:
        raise OperationRefused("Ange när arbetet börjar.", field="starts_on")
    if starts_on is not None and starts_on < offer.offered_on:
        raise OperationRefused("Arbetet kan inte börja före erbjudandet.", field="starts_on")


def require_plausible_offer(
    *,
    actor: User,
    offer: JobOffer,
    answer: OfferAnswer,
    answered_at: datetime.datetime | None,
    starts_on: datetime.date | None,
    is_new_answer: bool,
) -> None:
    """Refuse an offer, as it is corrected, that could not have been recorded so; an answer that stays is not judged.

    Checked by: `correct_job_offer` (WORK_IN_CASE).
    """
    _require_plausible_day(offer.enrolment, offer.offered_on)
    if answer != OfferAnswer.PENDING:
        _require_plausible_answer(actor, offer, answer, answered_at, starts_on, is_new=is_new_answer)


def _settle_answer(offer: JobOffer, now: datetime.datetime) -> None:
    if offer.answer != OfferAnswer.ACCEPTED:
        return
    assert offer.answered_at is not None
    assert offer.starts_on is not None
    keep_clocks(offer.enrolment, KeepingEvent.JOB_ACCEPTED, at=offer.answered_at, recorded_at=now)
    started = offer.enrolment.clocks.of_kinds(kinds_kept_by(KeepingEvent.JOB_STARTED)).unfulfilled()
    for clock in started.select_related("policy"):
        # A first day ahead meets the clock if it comes in time; another one says nothing yet.
        if offer.starts_on <= max(clock.due_on or offer.starts_on, timezone.localdate(now)):
            keep_clock(clock, KeepingEvent.JOB_STARTED, at=start_of_day(offer.starts_on), recorded_at=now)


@transaction.atomic
def decide_activity(
    *,
    actor: User,
    enrolment: Enrolment,
    insats_type: InsatsType,
    decided_on: datetime.date,
    starts_on: datetime.date,
    agreed_at: datetime.datetime | None = None,
    ends_on: datetime.date | None = None,
    provider: str = "",
) -> Activity:
    """Decide an insats on a local date. Agreed to and begun within 30 days it keeps the jobbgaranti (G-56)."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked_open(enrolment), timezone.now()
    require_plausible_activity(
        actor=actor,
        enrolment=enrolment,
        decided_on=decided_on,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_at=agreed_at,
    )
    activity = Activity.objects.create(
        enrolment=enrolment,
        insats_type=insats_type,
        provider=provider,
        decided_on=decided_on,
        agreed_at=agreed_at,
        agreement_recorded_at=now if agreed_at else None,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=actor,
    )
    keep_clocks(enrolment, KeepingEvent.INSATS_DECIDED, at=start_of_day(decided_on), recorded_at=now)
    _settle_agreement(activity, now)
    return activity


def require_plausible_activity(
    *,
    actor: User,
    enrolment: Enrolment,
    decided_on: datetime.date,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    agreed_at: datetime.datetime | None,
) -> None:
    """Refuse days of an insats that cannot be, and a yes that cannot have been given then.

    Checked by: `decide_activity`, `correct_activity` (WORK_IN_CASE).
    """
    now = timezone.now()
    if decided_on > timezone.localdate(now):
        raise OperationRefused("Beslutet kan inte ligga i framtiden.", field="decided_on")
    if decided_on < enrolment.enrolled_on:
        raise OperationRefused("Beslutet kan inte ligga före inskrivningen.", field="decided_on")
    if starts_on < decided_on:
        raise OperationRefused("Insatsen kan inte börja innan den är beslutad.", field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise OperationRefused("Insatsen kan inte sluta innan den börjar.", field="ends_on")
    if agreed_at is not None:
        require_plausible_answer(actor=actor, enrolment=enrolment, answered_at=agreed_at, now=now, field="agreed_at")


@transaction.atomic
def agree_to_activity(
    *, actor: User, activity: Activity, seen_activities: Seen, agreed_at: datetime.datetime
) -> Activity:
    """Record that the aspirant agreed to a decided insats. `seen_activities` is what the page offered."""
    require(actor, Act.WORK_IN_CASE, at=activity.enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked_open(activity.enrolment), timezone.now()
    require_seen(seen_activities, shown_activities(enrolment))
    activity = Activity.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=activity.pk)
    if activity.agreed_at is not None:
        raise OperationRefused("Aspiranten har redan sagt ja till insatsen.")
    require_plausible_answer(actor=actor, enrolment=enrolment, answered_at=agreed_at, now=now, field="agreed_at")
    activity.agreed_at, activity.agreement_recorded_at = agreed_at, now
    activity.save(update_fields=["agreed_at", "agreement_recorded_at"])
    _settle_agreement(activity, now)
    return activity


def _settle_agreement(activity: Activity, now: datetime.datetime) -> None:
    if activity.agreed_at is None:
        return
    decided_at = max(activity.agreed_at, start_of_day(activity.decided_on))
    if activity.starts_on <= timezone.localdate(decided_at) + START_WITHIN:
        keep_clocks(activity.enrolment, KeepingEvent.INSATS_AGREED, at=decided_at, recorded_at=now)


@transaction.atomic
def begin_planned_activity(*, actor: User, enrolment: Enrolment, item: PlanItem, seen_version: Seen) -> Activity:
    """Make an insats of a row of the jobbplan: decided and agreed to when the plan was approved (FC-43).

    It begins on the row's day; of a row without one, today. `seen_version` is the version that the page showed. The
    same row again gives the insats that it is already.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, now = Enrolment.objects.locked_open(enrolment), timezone.now()
    version = JobPlanVersion.objects.locked(item.version)
    require_seen(seen_version, shown_version(version))
    already = Activity.objects.filter(enrolment=enrolment, plan_item=item).exclude(result=ActivityResult.NOT_STARTED)
    begun: Activity | None = already.first()
    if begun is not None:
        return begun
    if not version.is_approved or version.plan.enrolment_id != enrolment.pk:
        raise OperationRefused("Bara en rad i den jobbplan som gäller kan bli en insats.")
    if item.insats_type is None:
        raise OperationRefused("Raden är ett möte. Boka det i stället.")
    today = timezone.localdate(now)
    agreed_at = version.answer.answered_at if version.answer is not None else None
    decided_on = max(timezone.localdate(agreed_at), enrolment.enrolled_on) if agreed_at else today
    starts_on = max(item.starts_on or today, decided_on)
    activity = Activity.objects.create(
        enrolment=enrolment,
        insats_type=item.insats_type,
        plan_item=item,
        provider=item.place,
        decided_on=decided_on,
        agreed_at=agreed_at,
        starts_on=starts_on,
        ends_on=item.ends_on if item.ends_on and item.ends_on >= starts_on else None,
        recorded_by=actor,
    )
    keep_clocks(enrolment, KeepingEvent.INSATS_DECIDED, at=start_of_day(decided_on), recorded_at=now)
    _settle_agreement(activity, now)
    return activity


@transaction.atomic
def end_activity(
    *,
    actor: User,
    activity: Activity,
    seen_activities: Seen,
    result: ActivityResult,
    ended_on: datetime.date,
) -> Activity:
    """Say on which local date an insats ended, and how. One that was never begun keeps the days it was planned for."""
    require(actor, Act.WORK_IN_CASE, at=activity.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(activity.enrolment)
    require_seen(seen_activities, shown_activities(enrolment))
    activity = Activity.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=activity.pk)
    if activity.is_ended:
        raise OperationRefused("Insatsen är redan avslutad.")
    if ended_on > timezone.localdate():
        raise OperationRefused("Insatsen kan inte ha slutat i framtiden.", field="ended_on")
    if ended_on < activity.decided_on:
        raise OperationRefused("Insatsen kan inte ha slutat innan den beslutades.", field="ended_on")
    if result != ActivityResult.NOT_STARTED:
        if ended_on < activity.starts_on:
            raise OperationRefused("Insatsen kan inte ha slutat innan den började.", field="ended_on")
        activity.ends_on = ended_on
    activity.result, activity.result_on = result, ended_on
    activity.save(update_fields=["result", "result_on", "ends_on"])
    return activity
