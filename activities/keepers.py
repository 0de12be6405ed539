"""What is on record of jobs and insatser that keeps a clock."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from activities.operations.work import START_WITHIN
from core.swedish.dates import start_of_day
from deadlines.clocks.keepers import Keeper, Keeping
from deadlines.clocks.kinds import KeepingEvent
from deadlines.models import DeadlineClock


def _offered(clock: DeadlineClock) -> Iterator[Keeping]:
    for offer in JobOffer.objects.filter(enrolment=clock.enrolment_id):
        yield Keeping(KeepingEvent.JOB_OFFERED, start_of_day(offer.offered_on), offer.recorded_at, f"offer-{offer.pk}")


def _accepted(clock: DeadlineClock) -> Iterator[Keeping]:
    for offer in JobOffer.objects.filter(enrolment=clock.enrolment_id, answer=OfferAnswer.ACCEPTED):
        assert offer.answered_at is not None, "an answered offer has a time"
        recorded_at = offer.answer_recorded_at or offer.recorded_at
        yield Keeping(KeepingEvent.JOB_ACCEPTED, offer.answered_at, recorded_at, f"offer-{offer.pk}")


def _started(clock: DeadlineClock) -> Iterator[Keeping]:
    for offer in JobOffer.objects.filter(enrolment=clock.enrolment_id, answer=OfferAnswer.ACCEPTED):
        assert offer.starts_on is not None, "an accepted offer has a first day"
        # A first day ahead meets the clock if it comes in time; another one says nothing yet.
        if offer.starts_on <= max(clock.due_on or offer.starts_on, timezone.localdate()):
            at, recorded_at = start_of_day(offer.starts_on), offer.answer_recorded_at or offer.recorded_at
            yield Keeping(KeepingEvent.JOB_STARTED, at, recorded_at, f"offer-{offer.pk}")


def _decided(clock: DeadlineClock) -> Iterator[Keeping]:
    for one in Activity.objects.filter(enrolment=clock.enrolment_id):
        yield Keeping(KeepingEvent.INSATS_DECIDED, start_of_day(one.decided_on), one.recorded_at, f"activity-{one.pk}")


def _agreed(clock: DeadlineClock) -> Iterator[Keeping]:
    for one in Activity.objects.filter(enrolment=clock.enrolment_id, agreed_at__isnull=False):
        assert one.agreed_at is not None, "asked for"
        at = max(one.agreed_at, start_of_day(one.decided_on))
        if one.starts_on <= timezone.localdate(at) + START_WITHIN:
            recorded_at = one.agreement_recorded_at or one.recorded_at
            yield Keeping(KeepingEvent.INSATS_AGREED, at, recorded_at, f"activity-{one.pk}")


KEEPERS: dict[KeepingEvent, Keeper] = {
    KeepingEvent.JOB_OFFERED: _offered,
    KeepingEvent.JOB_ACCEPTED: _accepted,
    KeepingEvent.JOB_STARTED: _started,
    KeepingEvent.INSATS_DECIDED: _decided,
    KeepingEvent.INSATS_AGREED: _agreed,
}
"""Registered when the app is ready."""
