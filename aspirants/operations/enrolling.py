"""Beginning a case and giving it a coach."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.coaching.rights import may_give_coach, needs_reason
from aspirants.finding import about_a_record_of_its_own
from aspirants.models import CoachAssignment, Enrolment, Origin, Person, UnitStay
from aspirants.shown import shown_coach
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from organisation.numbering import next_number

REGISTERED_AS_DEAD = (
    "Personen är registrerad som avliden. Kontrollera numret. Är uppgiften fel tar enhetschefen bort den."
)


@transaction.atomic
def enrol_person(
    *,
    actor: User,
    person: Person,
    jobbtorg: Jobbtorg,
    enrolled_on: datetime.date,
    income_support_unit: IncomeSupportUnit | None = None,
    target_group: TargetGroup | None = None,
    coach: User | None = None,
    origin: Origin = Origin.REFERRAL,
) -> Enrolment:
    """Open a case. `enrolled_on` is a local date. Refused when the person has an open case anywhere in the city, or is
    registered as dead.

    Checked by: `enrol_referral`, `register_walk_in` (RECEIVE_REFERRAL).
    """
    if enrolled_on > timezone.localdate():
        raise OperationRefused("Inskrivningen kan inte ligga i framtiden.", field="enrolled_on")
    try:
        with about_a_record_of_its_own(), transaction.atomic():
            enrolment = Enrolment.objects.create(
                case_no=next_number(jobbtorg.code, enrolled_on.year),
                person=person,
                jobbtorg=jobbtorg,
                income_support_unit=income_support_unit,
                target_group=target_group,
                enrolled_on=enrolled_on,
                origin=origin,
            )
    except IntegrityError as error:
        if "one_open_case_per_person" not in str(error):
            raise
        raise OperationRefused("Personen har redan ett öppet ärende i staden.") from error
    # Asked when the case stands: a death that is registered at this moment has to wait for it, or is seen here.
    if Person.objects.filter(pk=person.pk, deceased_on__isnull=False).exists():
        raise OperationRefused(REGISTERED_AS_DEAD)
    UnitStay.objects.create(enrolment=enrolment, jobbtorg=jobbtorg, started_on=enrolled_on)
    if coach is not None:
        assign_coach(actor=actor, enrolment=enrolment, seen_coach=shown_coach(enrolment), coach=coach)
    return enrolment


@transaction.atomic
def assign_coach(
    *, actor: User, enrolment: Enrolment, seen_coach: Seen, coach: User, reason: str = ""
) -> CoachAssignment:
    """Make a coach responsible for an open case; a change of coach needs a reason (R-0-10).

    All who work in a case may give it a coach while nobody in service is its coach; else it takes CHANGE_COACH.
    Raises OperationRefused.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("coach").still_here(enrolment)
    require_seen(seen_coach, shown_coach(locked))
    if not locked.is_open:
        raise OperationRefused("Ärendet är avslutat och kan inte få en ny coach.")
    if not may_give_coach(actor, locked):
        raise OperationRefused("Bara enhetschefen kan byta coach.")
    if not coach.may_be_given_cases_at(locked.jobbtorg_id):
        raise OperationRefused("Välj en coach som arbetar vid ärendets jobbtorg.", field="coach")
    if enrolment.person.is_protected and not coach.protected_access:
        raise OperationRefused("Välj en coach som får öppna personer med skyddade uppgifter.", field="coach")
    if locked.coach_id == coach.pk:
        raise OperationRefused("Ärendet har redan den coachen.", field="coach")
    if needs_reason(locked) and not reason:
        raise OperationRefused("Skriv varför ärendet byter coach.", field="reason")
    now = timezone.now()
    CoachAssignment.objects.filter(enrolment=locked, ended_at__isnull=True).update(ended_at=now)
    Enrolment.objects.filter(pk=locked.pk).update(coach=coach)
    enrolment.coach = coach
    return CoachAssignment.objects.create(
        enrolment=locked, coach=coach, started_at=now, assigned_by=actor, reason=reason
    )
