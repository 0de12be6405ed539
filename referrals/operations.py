"""What the stadsdel and the jobbtorg do with a referral."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.identity import Identity
from aspirants.models import Enrolment, Person
from aspirants.operations import enrol_person, find_person
from jobplans.deadlines.calculation import received_on
from jobplans.models import StartEvent
from jobplans.operations import attach_promises, cancel_promises, give_promises
from notices.operations import notify
from organisation.acting import Errand, errand
from organisation.models import DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, TargetGroup, User
from organisation.numbering import next_number
from organisation.operations import OperationRefused
from organisation.permissions import Act, may
from referrals.coverage import guarantee_coverage
from referrals.models import DeclineReason, Referral, ReferralEvent, ReferralStatus
from referrals.workflow import require_transition

ALREADY_REFERRED = "Det finns redan en öppen remiss för personen. Följ den i stället för att skicka en ny."


def default_jobbtorg(
    unit: IncomeSupportUnit, day: datetime.date, target_group: TargetGroup | None = None
) -> Jobbtorg | None:
    """The jobbtorg a unit's stadsdel refers to on a local date: a proposal, not a lock (R-4-02)."""
    mapping = DistrictJobbtorg.objects.valid_on(day).filter(district=unit.district_id, is_default=True)
    for group in (target_group, None):
        found = mapping.filter(target_group=group).select_related("jobbtorg").first()
        if found is not None:
            return found.jobbtorg
    return None


def known_person(identity: Identity) -> Person | None:
    """The person with that number, wherever in the city she is known: a referral is about one and the same (R-2-09)."""
    with errand(Errand.REGISTRATION):
        return find_person(identity)


def obstacle_to_referral(person: Person) -> str | None:
    """Why a person cannot be referred now, in a Swedish sentence, or None. Deliberately silent on protected persons.

    The answer is about the whole city: it is what the sender has to know, and all that the sender learns.
    """
    with errand(Errand.REGISTRATION):
        return _obstacle(person)


def _obstacle(person: Person) -> str | None:
    enrolment = Enrolment.objects.open().filter(person=person).select_related("jobbtorg").first()
    waiting = Referral.objects.waiting().filter(person=person).exists()
    if enrolment is None and not waiting:
        return None
    if person.is_protected:
        return "Personen kan inte remitteras här. Ring enhetschefen på jobbtorget."
    if enrolment is not None:
        since = enrolment.enrolled_on.isoformat()
        return f"Personen har redan ett öppet ärende vid {enrolment.jobbtorg} sedan {since}. Kontakta jobbtorget."
    return ALREADY_REFERRED


@transaction.atomic
def submit_referral(
    *,
    actor: User,
    unit: IncomeSupportUnit,
    person: Person,
    jobbtorg: Jobbtorg,
    submission_id: uuid.UUID,
    note: str = "",
    **facts: Any,
) -> Referral:
    """Send a referral and start the jobbgaranti's clock on the local date it reached the jobbtorg.

    `facts` are the referral's own fields (benefit, fitness for work, purpose …); `note` is kept with the first event,
    for the jobbtorg. The same `submission_id` twice gives the first referral again.
    """
    if earlier := Referral.objects.filter(submission_id=submission_id, unit=unit).first():
        return earlier
    if obstacle := obstacle_to_referral(person):
        raise OperationRefused(obstacle)
    with errand(Errand.REGISTRATION):
        return _register_referral(actor, unit, person, jobbtorg, submission_id, note, facts)


def _register_referral(
    actor: User,
    unit: IncomeSupportUnit,
    person: Person,
    jobbtorg: Jobbtorg,
    submission_id: uuid.UUID,
    note: str,
    facts: dict[str, Any],
) -> Referral:
    now = timezone.now()
    number, received = next_number("R", timezone.localdate(now).year), received_on(now)
    covered, covered_reason = guarantee_coverage(
        benefit_kind=facts["benefit_kind"],
        benefit_reason=facts["benefit_reason"],
        target_group=facts.get("target_group"),
        fit_for_work=facts["fit_for_work"],
    )
    clock = give_promises(
        person=person,
        jobbtorg=jobbtorg,
        received_on=received,
        reference=number,
        happened={
            StartEvent.BENEFIT_APPLIED: facts.get("benefit_applied_on"),
            StartEvent.INQUIRY_DONE: facts.get("inquiry_done_on"),
        },
        covered=covered,
        covered_reason=covered_reason,
    )
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                number=number,
                person=person,
                unit=unit,
                sent_by=actor,
                jobbtorg=jobbtorg,
                submitted_at=now,
                received_on=received,
                clock=clock,
                submission_id=submission_id,
                **facts,
            )
    except IntegrityError as error:
        if "one_open_referral_per_person" not in str(error) and "submission_id" not in str(error):
            raise
        raise OperationRefused(ALREADY_REFERRED) from error
    _note(referral, ReferralStatus.SUBMITTED, actor, note)
    return referral


def _locked(referral: Referral) -> Referral:
    locked: Referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("person", "jobbtorg", "unit", "clock", "target_group")
        .get(pk=referral.pk)
    )
    return locked


def _move(referral: Referral, to: ReferralStatus, actor: User, comment: str = "") -> None:
    require_transition(referral.status, to)
    referral.status = to
    referral.save(update_fields=["status", "decline_reason", "enrolment"])
    _note(referral, to, actor, comment)


def _note(referral: Referral, status: ReferralStatus, actor: User, comment: str = "") -> None:
    ReferralEvent.objects.create(referral=referral, status=status, actor=actor, at=timezone.now(), comment=comment)


@transaction.atomic
def accept_referral(*, actor: User, referral: Referral) -> Referral:
    """The jobbtorg takes the referral on. The clock has been running since it was received."""
    referral = _locked(referral)
    _move(referral, ReferralStatus.ACCEPTED, actor)
    return referral


@transaction.atomic
def enrol_referral(*, actor: User, referral: Referral, coach: User | None) -> Enrolment:
    """Enrol the person today; the clock follows the case. Without a coach it waits on the manager's list."""
    referral = _locked(referral)
    require_transition(referral.status, ReferralStatus.ENROLLED)
    enrolment = enrol_person(
        actor=actor,
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        enrolled_on=timezone.localdate(),
        income_support_unit=referral.unit,
        target_group=referral.target_group,
        coach=coach,
    )
    referral.enrolment = enrolment
    _move(referral, ReferralStatus.ENROLLED, actor)
    attach_promises(reference=referral.number, enrolment=enrolment)
    if coach is not None and coach != actor:
        text, path = f"Du har fått ärende {enrolment.case_no}", reverse("case", args=[enrolment.pk])
        notify([coach], event_key=f"assigned-{enrolment.pk}", text=text, path=path)
    return enrolment


@transaction.atomic
def decline_referral(*, actor: User, referral: Referral, reason: DeclineReason, comment: str = "") -> Referral:
    """A manager declines the referral with a reason; the sender is told and the clock loses its object."""
    if not may(actor, Act.DECLINE_REFERRAL):
        raise OperationRefused("Bara enhetschefen kan avböja en remiss.")
    referral = _locked(referral)
    referral.decline_reason = reason
    _move(referral, ReferralStatus.DECLINED, actor, comment)
    cancel_promises(reference=referral.clock.reference, today=timezone.localdate())
    text = f"Remiss {referral.number} har avböjts: {reason.label.lower()}"
    path = reverse("referral_detail", args=[referral.pk])
    notify([referral.sent_by], event_key=f"declined-{referral.pk}", text=text, path=path)
    return referral


@transaction.atomic
def withdraw_referral(*, actor: User, referral: Referral, comment: str = "") -> Referral:
    """The stadsdel takes the referral back; it is in no denominator."""
    referral = _locked(referral)
    if actor.income_support_unit_id != referral.unit_id:
        raise OperationRefused("Bara enheten som skickade remissen kan återkalla den.")
    _move(referral, ReferralStatus.WITHDRAWN, actor, comment)
    cancel_promises(reference=referral.clock.reference, today=timezone.localdate())
    return referral
