"""What job offers and insatser leave hanging on a case, and the last of them that has been."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from activities.choices import ActivityResult, OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.closing.hanging import HangingThing, LastEvent
from aspirants.models import Closure, Enrolment, OutcomeGroup
from core.history.tracking import changes_of
from core.swedish.dates import weekday_date
from organisation.models import User


def _pending(enrolment: Enrolment) -> QuerySet[JobOffer]:
    return JobOffer.objects.filter(enrolment=enrolment, answer=OfferAnswer.PENDING)


def _answered_with(enrolment: Enrolment, closure: Closure) -> QuerySet[JobOffer]:
    """Those that the closing answered, in its own instant."""
    answered = JobOffer.objects.filter(enrolment=enrolment, answer__in=[OfferAnswer.LAPSED, OfferAnswer.ACCEPTED])
    return answered.filter(answered_at=closure.decided_at)


def _offers(offers: QuerySet[JobOffer]) -> list[str]:
    return [f"{offer.employer}, erbjudet {weekday_date(offer.offered_on)}" for offer in offers]


def _let_lapse(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """The offer of the employer whom the case is closed to was accepted; any other is no longer current."""
    for offer in _pending(enrolment):
        offer.answer, offer.answered_at = OfferAnswer.LAPSED, closure.decided_at
        if closure.reason.group == OutcomeGroup.WORK and _is_same(offer.employer, closure.destination):
            offer.answer, offer.answer_recorded_at = OfferAnswer.ACCEPTED, closure.decided_at
            offer.starts_on = closure.destination_starts_on
        offer.save(update_fields=["answer", "answered_at", "answer_recorded_at", "starts_on"])


def _is_same(employer: str, destination: str) -> bool:
    """Whether two names are of one employer, whatever the capitals and spaces."""
    return " ".join(employer.split()).casefold() == " ".join(destination.split()).casefold()


def _offer_again(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    pending = {"answer": OfferAnswer.PENDING, "answered_at": None, "answer_recorded_at": None, "starts_on": None}
    _answered_with(enrolment, closure).order_by().update(**pending)


def _running(enrolment: Enrolment) -> QuerySet[Activity]:
    """Those without a result that have no end, or one that lies ahead."""
    running = Activity.objects.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()), enrolment=enrolment)
    return running.filter(result="").select_related("insats_type")


def _insatser(activities: Iterable[Activity]) -> list[str]:
    return [f"{one.insats_type}, började {weekday_date(one.starts_on)}" for one in activities]


def _end(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """They are interrupted on the case's last day; one that had not begun by then never did, and keeps its days."""
    for activity in _running(enrolment):
        activity.result_on = closure.closed_on
        if activity.starts_on > closure.closed_on:
            activity.result = ActivityResult.NOT_STARTED
        else:
            activity.result, activity.ends_on = ActivityResult.INTERRUPTED, closure.closed_on
        activity.save(update_fields=["result", "result_on", "ends_on"])


def _ended_with(enrolment: Enrolment, closure: Closure) -> list[tuple[Activity, datetime.date | None]]:
    """Those that the closing ended, each with the end it had in the version before."""
    ended = Activity.objects.filter(enrolment=enrolment, result_on=closure.closed_on).exclude(result="")
    by_key = {one.pk: one for one in ended.select_related("insats_type")}
    versions: dict[int, list[tuple[str, datetime.date | None]]] = {key: [] for key in by_key}
    changes = changes_of(Activity).objects.filter(enrolment=enrolment.pk, pgh_obj__in=versions).order_by("-pgh_id")
    for key, result, ends_on in changes.values_list("pgh_obj", "result", "ends_on"):
        versions[key].append((result, ends_on))
    before = {key: found[1] for key, found in versions.items() if len(found) > 1}
    return [(by_key[key], ends_on) for key, (result, ends_on) in before.items() if not result]


def _go_on(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    for activity, ends_on in _ended_with(enrolment, closure):
        activity.result, activity.result_on, activity.ends_on = "", None, ends_on
        activity.save(update_fields=["result", "result_on", "ends_on"])


def _last_answer(enrolment: Enrolment) -> datetime.date | None:
    answered = JobOffer.objects.filter(enrolment=enrolment).exclude(answer=OfferAnswer.LAPSED)
    days = answered.values_list("offered_on", "answered_at")
    found = [timezone.localdate(at) if at else offered_on for offered_on, at in days]
    return max(found, default=None)


def _last_insats(enrolment: Enrolment) -> datetime.date | None:
    """The last decision, or the last first day that has come."""
    today = timezone.localdate()
    days = Activity.objects.filter(enrolment=enrolment).values_list("decided_on", "starts_on")
    return max((day for pair in days for day in pair if day <= today), default=None)


THINGS = (
    HangingThing(
        key="job offers",
        label="Jobberbjudanden utan svar",
        becomes="är inte längre aktuella, utom det som ärendet avslutas till: det antas",
        position=50,
        found=lambda enrolment: _offers(_pending(enrolment)),
        settle=_let_lapse,
        returning=lambda enrolment, closure: _offers(_answered_with(enrolment, closure)),
        bring_back=_offer_again,
    ),
    HangingThing(
        key="insatser",
        label="Pågående insatser",
        becomes="avbryts samma dag som ärendet avslutas",
        position=60,
        found=lambda enrolment: _insatser(_running(enrolment)),
        settle=_end,
        returning=lambda enrolment, closure: _insatser(one for one, _ in _ended_with(enrolment, closure)),
        bring_back=_go_on,
    ),
)
EVENTS = (
    LastEvent("job offer", "jobberbjudandet", _last_answer),
    LastEvent("insats", "insatsen", _last_insats),
)
