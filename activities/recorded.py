"""Who registered a job offer or an insats, and when."""

from __future__ import annotations

from activities.models import Activity, JobOffer
from aspirants.corrections.rights import Recorded


def recorded_offer(offer: JobOffer) -> Recorded:
    """Who registered a job offer, and when it or its answer was registered last."""
    return Recorded(offer.recorded_by_id, offer.answer_recorded_at or offer.recorded_at)


def recorded_activity(activity: Activity) -> Recorded:
    """Who registered an insats, and when it or the aspirant's yes was registered last."""
    return Recorded(activity.recorded_by_id, activity.agreement_recorded_at or activity.recorded_at)
