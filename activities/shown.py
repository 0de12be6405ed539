"""What the pages show of job offers and insatser that wait for the aspirant's answer."""

from __future__ import annotations

import datetime

from django.utils import timezone

from activities.models import Activity, JobOffer
from aspirants.models import Enrolment
from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words


def shown_offer(offer: JobOffer) -> Seen:
    """Everything that is registered of one job offer."""
    rows = [
        ("Arbetsgivare", offer.employer),
        ("Erbjudet", offer.offered_on),
        ("Svar", offer.get_answer_display()),
        ("Svarade", _moment(offer.answered_at)),
        ("Börjar", offer.starts_on),
        ("Subventionerad anställning", "Ja" if offer.subsidised else ""),
        ("Kommunal arbetsmarknadsanställning", "Ja" if offer.municipal else ""),
        ("Borttaget", "Ja" if offer.removed_at else ""),
    ]
    return Seen(f"offer-{offer.pk}", facts_of(rows))


def shown_activity(activity: Activity) -> Seen:
    """Everything that is registered of one insats."""
    rows = [
        ("Insats", activity.insats_type),
        ("Anordnare", activity.provider),
        ("Beslutad", activity.decided_on),
        ("Börjar", activity.starts_on),
        ("Slutar", activity.ends_on),
        ("Aspiranten sa ja", _moment(activity.agreed_at)),
        ("Resultat", f"{activity.get_result_display()} {activity.result_on}" if activity.is_ended else ""),
        ("Borttaget", "Ja" if activity.removed_at else ""),
    ]
    return Seen(f"activity-{activity.pk}", facts_of(rows))


def _moment(instant: datetime.datetime | None) -> str:
    if instant is None:
        return ""
    return moment_in_words(timezone.localtime(instant))


def shown_offers(enrolment: Enrolment) -> Seen:
    """The case's job offers, and which of them wait for an answer."""
    rows = [
        (f"{number}. {offer.employer}, erbjudet {offer.offered_on}", offer.get_answer_display())
        for number, offer in enumerate(enrolment.job_offers.order_by("pk"), start=1)
    ]
    return Seen(f"offers-of-case-{enrolment.pk}", facts_of(rows))


def shown_activities(enrolment: Enrolment) -> Seen:
    """The case's insatser, and which of them the aspirant has not agreed to."""
    activities = enrolment.activities.select_related("insats_type").order_by("pk")
    rows = [
        (
            f"{number}. {activity.insats_type}, börjar {activity.starts_on}",
            _standing(activity),
        )
        for number, activity in enumerate(activities, start=1)
    ]
    return Seen(f"insatser-of-case-{enrolment.pk}", facts_of(rows))


def _standing(activity: Activity) -> str:
    agreed = f"Aspiranten sa ja {timezone.localdate(activity.agreed_at)}" if activity.agreed_at else "Väntar på svar"
    ended = f", {activity.get_result_display().lower()} {activity.result_on}" if activity.is_ended else ""
    return f"{agreed}{ended}"
