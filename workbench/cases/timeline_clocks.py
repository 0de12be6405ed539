"""What happened to the clocks of a case: pauses, attempts, breaches, excuses, work and insatser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from activities.choices import OfferAnswer
from aspirants.models import Enrolment
from core.swedish.dates import short_weekday_date
from deadlines.models import Breach, ClockPause, ContactAttempt, Excuse
from workbench.cases.events import Event, sentences


def _pauses(enrolment: Enrolment) -> Iterator[Event]:
    pauses = ClockPause.objects.filter(clock__enrolment=enrolment).select_related("clock__policy", "registered_by")
    for pause in pauses:
        name = pause.clock.policy.get_kind_display()
        # Why a clock is paused may be about health.
        text = "" if enrolment.read_through else sentences(pause.get_reason_display(), pause.note)
        yield Event(f"{name} pausades", pause.paused_from, "deadline", str(pause.registered_by), text)
        if pause.resumed_on and pause.resumed_on <= timezone.localdate():
            yield Event(f"{name} började räknas igen", pause.resumed_on, "deadline")


def _breaches(enrolment: Enrolment) -> Iterator[Event]:
    breaches = Breach.objects.filter(clock__enrolment=enrolment).select_related(
        "clock__policy", "explained_by", "revoked_by"
    )
    for breach in breaches:
        name = breach.clock.policy.get_kind_display()
        cause = f"Orsak: {breach.get_cause_display().lower()}" if breach.cause else ""
        cause += f", angiven av {breach.explained_by}" if breach.cause and breach.explained_by else ""
        text = sentences(f"Sista dagen var {short_weekday_date(breach.due_on)}.", cause, breach.comment)
        yield Event(f"{name} bröts", breach.stamped_at, "deadline", "", text)
        if breach.revoked_at:
            title = f"{name}: brottet upphävdes"
            yield Event(title, breach.revoked_at, "deadline", str(breach.revoked_by or ""))


def _excuses(enrolment: Enrolment) -> Iterator[Event]:
    excuses = Excuse.objects.filter(clock__enrolment=enrolment).select_related(
        "clock__policy", "granted_by", "revoked_by"
    )
    for excuse in excuses:
        name = excuse.clock.policy.get_kind_display()
        title = f"{name} ursäktades"
        text = f"{excuse.get_reason_display()} {short_weekday_date(excuse.happened_on)}"
        yield Event(title, excuse.granted_at, "deadline", str(excuse.granted_by or ""), text)
        if excuse.revoked_at:
            yield Event(f"{name}: ursäkten upphävdes", excuse.revoked_at, "deadline", str(excuse.revoked_by or ""))


def _attempts(enrolment: Enrolment) -> Iterator[Event]:
    attempts = ContactAttempt.objects.filter(clock__enrolment=enrolment).select_related("recorded_by")
    for attempt in attempts:
        text = f"{attempt.get_channel_display()}: {attempt.get_result_display().lower()}"
        yield Event("Kontaktförsök", attempt.attempted_at, "deadline", str(attempt.recorded_by), text)


def _interruptions(enrolment: Enrolment) -> Iterator[Event]:
    for one in enrolment.interruptions.select_related("registered_by"):
        # Why somebody is away may be about health.
        text = "" if enrolment.read_through else one.get_reason_display()
        yield Event("Uppehåll började", one.started_on, "system", str(one.registered_by), text)
        if one.returned_on and one.returned_on <= timezone.localdate():
            yield Event("Åter efter uppehåll", one.returned_on, "system")


def _work(enrolment: Enrolment) -> Iterator[Event]:
    for offer in enrolment.job_offers.select_related("recorded_by"):
        yield Event("Jobb erbjöds", offer.offered_on, "plan", str(offer.recorded_by), offer.employer)
        if offer.answer != OfferAnswer.PENDING and offer.answered_at is not None:
            begins = f"Börjar {short_weekday_date(offer.starts_on)}" if offer.starts_on else ""
            title = f"{offer.get_answer_display()} till jobb"
            yield Event(title, offer.answered_at, "plan", text=sentences(offer.employer, begins))


def _activities(enrolment: Enrolment) -> Iterator[Event]:
    for activity in enrolment.activities.select_related("insats_type", "recorded_by"):
        insats = activity.insats_type
        name = insats.name_for_others if enrolment.read_through else insats.name
        text = f"{name}, börjar {short_weekday_date(activity.starts_on)}"
        yield Event("Insats beslutades", activity.decided_on, "plan", str(activity.recorded_by), text)
        if activity.agreed_at is not None:
            yield Event("Sa ja till insats", activity.agreed_at, "plan", text=name)


CLOCK_FACTS: tuple[Callable[[Enrolment], Iterable[Event]], ...] = (
    _pauses,
    _breaches,
    _excuses,
    _attempts,
    _interruptions,
    _work,
    _activities,
)
