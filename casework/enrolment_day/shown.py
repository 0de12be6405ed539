"""When a case began, and when its referral or its person came: what the page shows that puts the first day right."""

from __future__ import annotations

import datetime
from typing import Any

from aspirants.models import Enrolment
from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.facts.acts import acts_on_referral, acts_on_visit
from referrals.models import Referral, WalkIn


def came_by(enrolment: Enrolment) -> Referral | WalkIn | None:
    """The referral or visit that a case began with; None for one from an imported list. One statement or two."""
    referral = Referral.objects.filter(enrolment=enrolment).order_by("received_on", "pk").first()
    if referral is not None:
        referral.enrolment = enrolment
        return referral
    visit: WalkIn | None = WalkIn.objects.filter(enrolment=enrolment).first()
    return visit


def arrived_on(enrolment: Enrolment) -> datetime.date | None:
    """The local date on which the referral reached the jobbtorg, or the person came."""
    return _day_of(came_by(enrolment))


def _day_of(came: Referral | WalkIn | None) -> datetime.date | None:
    if came is None:
        return None
    return came.received_on if isinstance(came, Referral) else came.came_on


def shown_enrolment_day(enrolment: Enrolment) -> Seen:
    """The days between which a case began, as the page shows them."""
    arrived, closed = arrived_on(enrolment), enrolment.closed_on
    rows = [
        ("Ärende", enrolment.case_no),
        ("Inskriven", weekday_date(enrolment.enrolled_on)),
        ("Remissen eller personen kom", weekday_date(arrived) if arrived else ""),
        ("Avslutat", weekday_date(closed) if closed else ""),
    ]
    return Seen(f"enrolment-of-case-{enrolment.pk}", facts_of(rows))


def arrival_of(user: User, enrolment: Enrolment) -> dict[str, Any]:
    """The day of the referral or visit, and where that day is put right; "" where the user cannot."""
    came = came_by(enrolment)
    if came is None:
        return {"arrived_on": None, "arrival_url": ""}
    acts = acts_on_referral(user, came) if isinstance(came, Referral) else acts_on_visit(user, enrolment, came)
    return {"arrived_on": _day_of(came), "arrival_url": acts.get("arrival_url", "")}
