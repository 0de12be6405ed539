"""Referrals without a case: waiting, declined, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

from core.workdays import ONE_DAY, add_working_days, next_working_day
from demo.city import texts
from demo.city.cases.begin import City, refer, step
from demo.city.cases.scenarios import GUARANTEE_DAYS, guarantee_starts
from demo.city.people import Applicant
from demo.factories import local_instant
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from referrals.models import DeclineReason, ReferralStatus

# Working days until the clock is due (5: received today); the last ones are late: one waits for the sweep, one is
# stamped.
DUE_IN = (5, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0, -1, -1, -2, -4)
DECLINED = (
    DeclineReason.WRONG_TARGET_GROUP,
    DeclineReason.LIVES_ELSEWHERE,
    DeclineReason.DUPLICATE,
    DeclineReason.WRONG_TARGET_GROUP,
)
WITHOUT_CASE = 9


def waiting_referrals(city: City, favourites: list[User]) -> None:
    """What lies in the inboxes: each favourite coach's jobbtorg has some of each kind, the others what chance gives."""
    places = [coach.jobbtorg.code for coach in favourites if coach.jobbtorg]
    for n, due_in in enumerate(DUE_IN):
        received_on = _received(city, due_in)
        code = places[n % len(places)] if n % 2 == 0 else None
        applicant = city.population.applicant(code)
        _leave_waiting(city, applicant, received_on, accepted=n % 3 == 2 and received_on < city.on)


def _received(city: City, due_in: int) -> date:
    if due_in == GUARANTEE_DAYS:
        return city.on
    return (
        guarantee_starts(city, due_in)
        if due_in >= 0
        else add_working_days(city.on, due_in - GUARANTEE_DAYS, stored_holiday)
    )


def _leave_waiting(city: City, applicant: Applicant, received_on: date, *, accepted: bool) -> None:
    referral = refer(city, applicant, received_on)
    city.population.register(applicant.person, referral.submitted_at)
    if accepted:
        day = min(add_working_days(received_on, 1, stored_holiday), city.yesterday)
        manager = city.staff.managers[applicant.jobbtorg.code]
        at = max(local_instant(day, 9, 30), referral.submitted_at + timedelta(minutes=30))
        step(city, referral, ReferralStatus.ACCEPTED, manager, at)
    city.clocks.let_run(referral.clock)


def waiting_protected(city: City, applicant: Applicant) -> None:
    """A waiting referral of someone with a protected identity."""
    _leave_waiting(city, applicant, add_working_days(city.on, -2, stored_holiday), accepted=False)


def ended_referrals(city: City) -> None:
    """Declined by the jobbtorg or withdrawn by the stadsdel, a day or two after they came."""
    for n in range(WITHOUT_CASE):
        for declined in (True, False):
            _end(city, n, declined=declined)


def _end(city: City, n: int, *, declined: bool) -> None:
    received_on = add_working_days(city.on, -(2 + n * 11 + declined), stored_holiday)
    applicant = city.population.applicant()
    referral = refer(city, applicant, received_on)
    city.population.register(applicant.person, referral.submitted_at)
    at = local_instant(add_working_days(received_on, 1, stored_holiday), 13, 5 * n)
    if declined:
        referral.decline_reason = DECLINED[n % len(DECLINED)]
        step(city, referral, ReferralStatus.DECLINED, city.staff.managers[applicant.jobbtorg.code], at)
    else:
        comment = texts.WITHDRAWN_COMMENTS[n % len(texts.WITHDRAWN_COMMENTS)]
        step(city, referral, ReferralStatus.WITHDRAWN, applicant.sent_by, at, comment)
    city.clocks.cancel(referral.clock, next_working_day(received_on + ONE_DAY, stored_holiday))
