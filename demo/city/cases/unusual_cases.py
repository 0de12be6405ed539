"""What does not go the usual way: a question back, somebody who is not reached, paper, and a visit without referral."""

from __future__ import annotations

from datetime import timedelta

from aspirants.models import CoachAssignment, Enrolment, Origin, UnitStay
from core.workdays import add_working_days
from deadlines.models import ClockKind, ContactAttempt, ContactChannel, ContactResult
from demo.city import texts
from demo.city.cases.begin import City, further_facts, refer, step
from demo.factories import local_instant
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from referrals.facts.stated import facts_in
from referrals.models import FitForWork, ReferralStatus, WalkIn
from referrals.rules.applying import apply_rules_to_visit
from referrals.rules.in_force import coverage_on_day_0

SOUGHT = ((1, ContactChannel.PHONE), (3, ContactChannel.LETTER))
"""Working days after the referral came on which somebody tried to reach the person, and how."""


def incomplete_referral(city: City, coach: User) -> None:
    """Returned with a question the day after it came, so that its clock waits for the answer."""
    applicant = city.population.applicant(coach=coach)
    referral = refer(city, applicant, add_working_days(city.on, -2, stored_holiday))
    city.population.register(applicant.person, referral.submitted_at)
    returned_at = local_instant(add_working_days(city.on, -1, stored_holiday), 10, 20)
    step(city, referral, ReferralStatus.INCOMPLETE, coach, returned_at, texts.QUESTION)
    city.clocks.wait(referral.clock)


def lapsed_referral(city: City, coach: User) -> None:
    """Sought twice within the time, silent for more than thirty days, and given up by the manager."""
    applicant = city.population.applicant(coach=coach)
    received_on = add_working_days(city.on, -45, stored_holiday)
    referral = refer(city, applicant, received_on)
    city.population.register(applicant.person, referral.submitted_at)
    manager = city.staff.managers[applicant.jobbtorg.code]
    accepted_at = local_instant(add_working_days(received_on, 1, stored_holiday), 8, 45)
    step(city, referral, ReferralStatus.ACCEPTED, manager, accepted_at)
    for days, channel in SOUGHT:
        at = local_instant(add_working_days(received_on, days, stored_holiday), 13, 10)
        city.rows.add(
            ContactAttempt(
                clock=referral.clock,
                channel=channel,
                attempted_at=at,
                result=ContactResult.NOT_REACHED,
                recorded_by=coach,
                recorded_at=at + timedelta(minutes=5),
            )
        )
    lapsed_on = add_working_days(city.on, -3, stored_holiday)
    step(city, referral, ReferralStatus.LAPSED, manager, local_instant(lapsed_on, 11, 5), texts.LAPSED_COMMENT)
    city.clocks.give_up(referral.clock, add_working_days(received_on, SOUGHT[-1][0], stored_holiday), lapsed_on)


def paper_referral(city: City, coach: User) -> None:
    """Reached the jobbtorg on paper and was registered two working days later."""
    applicant = city.population.applicant(coach=coach)
    registered_at = local_instant(add_working_days(city.on, -1, stored_holiday), 15, 30)
    referral = refer(city, applicant, add_working_days(city.on, -3, stored_holiday), on_paper_at=registered_at)
    city.population.register(applicant.person, referral.submitted_at)


def walk_in(city: City, coach: User) -> Enrolment:
    """Came without a referral the day before yesterday; the coach took the case."""
    applicant = city.population.applicant(coach=coach)
    came_on = add_working_days(city.on, -2, stored_holiday)
    at = local_instant(came_on, 10, 40)
    city.population.register(applicant.person, at)
    case = Enrolment(
        case_no="",
        person=applicant.person,
        jobbtorg=applicant.jobbtorg,
        coach=coach,
        target_group=applicant.target_group,
        origin=Origin.WALK_IN,
        enrolled_on=came_on,
        first_visit_on=came_on,
    )
    city.rows.add(case, at)
    city.rows.add(UnitStay(enrolment=case, jobbtorg=applicant.jobbtorg, started_on=came_on))
    city.rows.add(CoachAssignment(enrolment=case, coach=coach, started_at=at, assigned_by=coach))
    stated = applicant.stated()
    facts = facts_in(stated, on=came_on, person=applicant.person, jobbtorg=applicant.jobbtorg.pk)
    fit = FitForWork(stated["fit_for_work"])
    of_visit = {**further_facts(came_on, fit), **stated, "basis": ""}
    # The target group is the case's.
    del of_visit["target_group"]
    visit = WalkIn(enrolment=case, came_on=came_on, **of_visit)
    apply_rules_to_visit(visit)
    city.rows.add(visit)
    city.clocks.start(
        ClockKind.PLAN_GUARANTEE,
        came_on,
        person=applicant.person,
        jobbtorg=applicant.jobbtorg,
        enrolment=case,
        **coverage_on_day_0(facts).as_columns(),
    )
    return case
