"""Sending a referral, by the stadsdel itself or for it on paper; and why one cannot be sent."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.identity import Identity
from aspirants.models import Enrolment, Person
from aspirants.operations import find_person
from core.refusals import OperationRefused
from deadlines.calculation.deadline import received_on
from deadlines.models import StartEvent
from deadlines.operations import give_promises
from organisation.access.acting import Errand, errand
from organisation.models import DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, TargetGroup, User
from organisation.numbering import next_number
from referrals.coverage import guarantee_coverage
from referrals.models import Referral, ReferralStatus, Source
from referrals.operations.steps import note as note_step

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
    paper_received_on: datetime.date | None = None,
    **facts: Any,
) -> Referral:
    """Send a referral and start its promises on the local date it reached the jobbtorg.

    `facts` are the referral's own fields (benefit, fitness for work, purpose …); `note` is kept with the first event,
    for the jobbtorg. One on paper or by telephone reached the jobbtorg on `paper_received_on`, whenever it is
    registered (G-53). The same `submission_id` twice gives the first referral again.
    """
    with errand(Errand.REGISTRATION):
        if earlier := Referral.objects.filter(submission_id=submission_id, unit=unit).first():
            return earlier
        if obstacle := _obstacle(person):
            raise OperationRefused(obstacle)
        now = timezone.now()
        referral = Referral(
            number=next_number("R", timezone.localdate(now).year),
            person=person,
            unit=unit,
            sent_by=actor,
            jobbtorg=jobbtorg,
            source=Source.PAPER if paper_received_on else Source.DISTRICT,
            submitted_at=now,
            received_on=paper_received_on or received_on(now),
            submission_id=submission_id,
            **facts,
        )
        return _registered(referral, note)


def happened(referral: Referral) -> dict[StartEvent, datetime.date | None]:
    """The local dates of what a referral tells that promises may count from."""
    return {StartEvent.BENEFIT_APPLIED: referral.benefit_applied_on, StartEvent.INQUIRY_DONE: referral.inquiry_done_on}


def coverage_of(referral: Referral) -> tuple[bool, str]:
    """Whether the guarantee covers the person by what the referral says, and why."""
    return guarantee_coverage(
        benefit_kind=referral.benefit_kind,
        benefit_reason=referral.benefit_reason,
        target_group=referral.target_group,
        fit_for_work=referral.fit_for_work,
    )


def _registered(referral: Referral, note: str) -> Referral:
    """With its promises given and its first step taken."""
    covered, covered_reason = coverage_of(referral)
    referral.clock = give_promises(
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        received_on=referral.received_on,
        reference=referral.number,
        happened=happened(referral),
        covered=covered,
        covered_reason=covered_reason,
    )
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        if "one_open_referral_per_person" not in str(error) and "submission_id" not in str(error):
            raise
        raise OperationRefused(ALREADY_REFERRED) from error
    note_step(referral, ReferralStatus.SUBMITTED, referral.sent_by, note)
    return referral
