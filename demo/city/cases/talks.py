"""The clocks of the first assessment talk, which begin where the jobbgaranti's do (R-4-43)."""

from __future__ import annotations

from datetime import date, datetime

from deadlines.calculation.deadline import local_date
from deadlines.choices import ClockStatus
from deadlines.clocks.coverage import coverage_of_clock
from deadlines.models import ClockKind, DeadlineClock, Fulfilment
from demo.city.cases.begin import City
from meetings.choices import MeetingStatus
from meetings.effects import Effect, meetings_with
from meetings.models import Meeting
from referrals.models import Referral, WalkIn


def assessment_clocks(city: City) -> None:
    """One for each referral and each visit without one, kept by the first talk; when all that has happened is known."""
    talks = _first_talks(city)
    guarantees = {id(clock.enrolment): clock for clock in city.rows.of(DeadlineClock) if _is_guarantee(clock)}
    begun = [(referral.received_on, referral.clock) for referral in city.rows.of(Referral)]
    begun += [(visit.came_on, guarantees[id(visit.enrolment)]) for visit in city.rows.of(WalkIn)]
    for day, guarantee in begun:
        _give(city, day, guarantee, talks.get(id(guarantee.enrolment)))


def _is_guarantee(clock: DeadlineClock) -> bool:
    return clock.policy.kind == ClockKind.PLAN_GUARANTEE and clock.enrolment is not None


def _first_talks(city: City) -> dict[int, datetime]:
    """When each case had its first talk: the meetings that keep such a clock, with the person there.

    By the identity of the object: no case has a key before it is written.
    """
    kinds = meetings_with(Effect.HELD_KEEPS, ClockKind.ASSESSMENT)
    held = [one for one in city.rows.of(Meeting) if one.status == MeetingStatus.PRESENT and one.kind in kinds]
    # A dict keeps the last one of a case.
    return {id(one.enrolment): one.starts_at for one in sorted(held, key=lambda one: one.starts_at, reverse=True)}


def _give(city: City, day: date, guarantee: DeadlineClock, talk: datetime | None) -> None:
    clock = city.clocks.start(
        ClockKind.ASSESSMENT,
        day,
        person=guarantee.person,
        jobbtorg=guarantee.jobbtorg,
        enrolment=guarantee.enrolment,
        reference=guarantee.reference,
        **coverage_of_clock(guarantee).as_columns(),
    )
    case = guarantee.enrolment
    # What ended the promise ended this one too; a promise that was kept says nothing of the talk.
    ended_on = case.closed_on if case is not None else guarantee.ended_on
    if guarantee.status == ClockStatus.WAITING:
        city.clocks.wait(clock)
    elif talk is not None and (ended_on is None or local_date(talk) <= ended_on):
        city.clocks.keep(clock, talk, Fulfilment.TALK)
    elif ended_on is not None:
        city.clocks.cancel(clock, ended_on)
    else:
        city.clocks.let_run(clock)
