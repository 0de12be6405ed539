"""What reaches the jobbtorg another way than through the system: on paper, by telephone, or by a visit."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import connection, transaction

from aspirants.models import Enrolment, Origin, Person
from aspirants.operations import enrol_person
from aspirants.operations.enrolling import REGISTERED_AS_DEAD
from core.refusals import OperationRefused
from deadlines.models import StartEvent
from deadlines.operations import await_decision, start_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, may
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from referrals.facts.before_sending import known_person, obstacle_to_referral
from referrals.facts.coverage import coverage_of_visit
from referrals.facts.days import require_plausible_day
from referrals.facts.subjects import Subject, news_about, registered
from referrals.models import Referral, Source, WalkIn
from referrals.operations.deciding import require_coach_or_manager, tell_its_coach
from referrals.operations.sending import submit_referral
from referrals.operations.stated.enrolment_day import require_enrolment_day
from referrals.rules.applying import apply_rules_to_visit

NOT_FOR_ME = "Personen kan inte registreras här. Ring enhetschefen på jobbtorget."


@transaction.atomic
def register_paper_referral(
    *,
    actor: User,
    subject: Subject,
    unit: IncomeSupportUnit,
    received_on: datetime.date,
    submission_id: uuid.UUID,
    **facts: Any,
) -> Referral:
    """Register a referral on paper or by telephone; its clocks count from the local date it reached the jobbtorg.

    `facts` are the referral's own fields. The same `submission_id` twice gives the first referral again.
    """
    jobbtorg = _required_jobbtorg(actor)
    _one_at_a_time(submission_id)
    with as_database_role(DatabaseRole.REGISTRAR):
        earlier: Referral | None = Referral.objects.filter(submission_id=submission_id, jobbtorg=jobbtorg).first()
    if earlier is not None:
        return earlier
    require_plausible_day(received_on, facts.get("benefit_applied_on"))
    known = known_person(subject.identity) if subject.identity else None
    if known is not None:
        _require_living(actor, known)
    return submit_referral(
        actor=actor,
        unit=unit,
        person=known or registered(subject),
        subject=subject,
        jobbtorg=jobbtorg,
        submission_id=submission_id,
        news=news_about(known, subject) if known else None,
        paper_received_on=received_on,
        **facts,
    )


@transaction.atomic
def register_walk_in(
    *,
    actor: User,
    subject: Subject,
    came_on: datetime.date,
    submission_id: uuid.UUID,
    source: Source = Source.SELF,
    unit: IncomeSupportUnit | None = None,
    target_group: TargetGroup | None = None,
    enrolled_on: datetime.date | None = None,
    coach: User | None = None,
    **stated: Any,
) -> Enrolment:
    """Open a case for somebody who came without a referral (R-2-57). The clocks count from the day of the visit.

    `stated` are the facts of the visit by field; `unit` may be unknown. Enrolled on the day of the visit unless
    another day is given. Without a coach, which takes ENROL_WITHOUT_COACH, the case waits for one. The same
    `submission_id` twice gives the first case again.
    """
    jobbtorg = _required_jobbtorg(actor)
    _one_at_a_time(submission_id)
    earlier: Enrolment | None = Enrolment.objects.filter(submission_id=submission_id, jobbtorg=jobbtorg).first()
    if earlier is not None:
        return earlier
    require_coach_or_manager(actor=actor, coach=coach)
    require_plausible_day(came_on, stated.get("benefit_applied_on"))
    person, day = _person_who_came(actor, subject), enrolled_on or came_on
    require_enrolment_day(actor=actor, person=person, enrolled_on=day, received_on=came_on)
    enrolment = enrol_person(
        actor=actor,
        person=person,
        jobbtorg=jobbtorg,
        enrolled_on=day,
        income_support_unit=unit,
        target_group=target_group,
        coach=coach,
        origin=Origin.WALK_IN,
    )
    enrolment.first_visit_on, enrolment.submission_id = came_on, submission_id
    walk_in = WalkIn(enrolment=enrolment, came_on=came_on, source=source, **stated)
    apply_rules_to_visit(walk_in)
    enrolment.save(update_fields=["first_visit_on", "submission_id", "target_group"])
    walk_in.save()
    _start_clocks(actor, walk_in)
    tell_its_coach(actor=actor, enrolment=enrolment, coach=coach)
    return enrolment


def _start_clocks(actor: User, walk_in: WalkIn) -> None:
    """Start the clocks of somebody who came without a referral, under the number of the case."""
    enrolment = walk_in.enrolment
    start_clocks(
        person=enrolment.person,
        jobbtorg=enrolment.jobbtorg,
        received_on=walk_in.came_on,
        reference=enrolment.case_no,
        happened={
            StartEvent.FIRST_VISIT: walk_in.came_on,
            StartEvent.BENEFIT_APPLIED: walk_in.benefit_applied_on,
            StartEvent.INQUIRY_DONE: walk_in.inquiry_done_on,
        },
        coverage=coverage_of_visit(walk_in),
        enrolment=enrolment,
    )
    if walk_in.waits_for_decision:
        with as_database_role(DatabaseRole.REGISTRAR):
            await_decision(actor=actor, reference=enrolment.case_no, waiting_from=walk_in.came_on, is_new=True)


def _person_who_came(actor: User, subject: Subject) -> Person:
    """The person, unless there is an obstacle, or the case would be closed to the one who opens it."""
    known = known_person(subject.identity) if subject.identity else None
    if known is None:
        return registered(subject)
    _require_living(actor, known)
    if obstacle := obstacle_to_referral(known):
        raise OperationRefused(obstacle)
    if known.is_protected and not actor.protected_access:
        raise OperationRefused(NOT_FOR_ME)
    return known


def _require_living(actor: User, known: Person) -> None:
    """Refuse who is registered as dead, in words that say so to those alone who may open the person."""
    if known.deceased_on is None:
        return
    raise OperationRefused(NOT_FOR_ME if known.is_protected and not actor.protected_access else REGISTERED_AS_DEAD)


def _required_jobbtorg(actor: User) -> Jobbtorg:
    if not may(actor, Act.RECEIVE_REFERRAL) or actor.jobbtorg is None:
        raise OperationRefused("Bara jobbtorgets personal kan registrera remisser och besök.")
    return actor.jobbtorg


def _one_at_a_time(submission_id: uuid.UUID) -> None:
    """Make a second request of the same form wait until the first has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission_id)])
