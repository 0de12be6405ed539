"""Sending a referral, by the stadsdel itself or for it on paper."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.finding import about_a_record_of_its_own
from aspirants.models import Person, ReportedField
from aspirants.operations.reports import report_facts
from core.refusals import OperationRefused
from deadlines.calculation.deadline import received_on
from deadlines.operations import await_decision, start_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from organisation.numbering import next_number
from referrals.facts.before_sending import (
    ALREADY_REFERRED,
    obstacle_in_the_city,
    require_not_told_of_death,
    require_open_unit,
)
from referrals.facts.coverage import coverage_of, start_dates_of
from referrals.facts.stated import facts_of
from referrals.facts.subjects import Subject, note_of
from referrals.models import Referral, ReferralStatus, Source
from referrals.operations.steps import add_event
from referrals.rules.applying import apply_rules
from referrals.rules.departing import (
    NO_MOTIVES,
    Motives,
    departures_of,
    record_departures,
    require_motives,
)


@transaction.atomic
def submit_referral(
    *,
    actor: User,
    unit: IncomeSupportUnit,
    person: Person,
    subject: Subject,
    jobbtorg: Jobbtorg,
    submission_id: uuid.UUID,
    news: Mapping[ReportedField, str] | None = None,
    paper_received_on: datetime.date | None = None,
    motives: Motives = NO_MOTIVES,
    **facts: Any,
) -> Referral:
    """Send a referral and start its clocks on the local date it reached the jobbtorg.

    `subject` is whom it is about as it was written: the sender goes on seeing that, whatever becomes of the person's
    record. `facts` are the referral's own fields (benefit, fitness for work, purpose …); `news`, what is said of a
    known person otherwise than the register says it, is kept for the jobbtorg. One on paper or by telephone reached
    the jobbtorg on `paper_received_on`, whenever it is registered (G-53). `motives` are why somebody is sent who does
    not meet a demand, or to another target group than the proposed; on paper none is asked for. Without a target
    group the one that the facts point at is set. The same `submission_id` twice gives the first referral again.
    Raises OperationRefused.
    """
    if paper_received_on is not None:
        require(actor, Act.RECEIVE_REFERRAL, at=jobbtorg.pk)
    else:
        require(actor, Act.SEND_REFERRAL)
        if actor.income_support_unit_id != unit.pk:
            raise OperationRefused("Bara enheten själv kan skicka sina remisser.")
        require_open_unit(unit, timezone.localdate())
        require_not_told_of_death(person, unit)
    with as_database_role(DatabaseRole.REGISTRAR):
        if earlier := Referral.objects.filter(submission_id=submission_id, unit=unit).first():
            return earlier
        if obstacle := obstacle_in_the_city(person):
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
            **subject.as_said(),
            **facts,
        )
        departures = departures_of(facts_of(referral), referral.target_group)
        if paper_received_on is None:
            require_motives(departures, motives)
        with about_a_record_of_its_own():
            registered = _registered(referral, news or {})
            record_departures(referral=registered, departures=departures, motives=motives)
            return registered


def _registered(referral: Referral, news: Mapping[ReportedField, str]) -> Referral:
    """With its clocks started, its first step taken, and what is news about the person kept for the jobbtorg."""
    apply_rules(referral)
    referral.clock = start_clocks(
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        received_on=referral.received_on,
        reference=referral.number,
        happened=start_dates_of(referral),
        coverage=coverage_of(referral),
    )
    if referral.waits_for_decision:
        await_decision(
            actor=referral.sent_by, reference=referral.number, waiting_from=referral.received_on, is_new=True
        )
        referral.clock.refresh_from_db()
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        if "one_open_referral_per_person" not in str(error) and "submission_id" not in str(error):
            raise
        raise OperationRefused(ALREADY_REFERRED) from error
    add_event(actor=referral.sent_by, referral=referral, status=ReferralStatus.SUBMITTED, comment=note_of(news))
    report_facts(person=referral.person, jobbtorg=referral.jobbtorg, news=news, source=f"Remiss {referral.number}")
    return referral
