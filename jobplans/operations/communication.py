"""Handing an approved plan to the income support unit (R-4-21, R-2-66)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import DisclosureContent, Enrolment
from aspirants.operations.disclosing import Ground, disclose
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.keeping import keep_clocks
from deadlines.clocks.kinds import KeepingEvent
from deadlines.clocks.lifecycle import cancel_clock, start_clock
from deadlines.models import ClockKind, DeadlinePolicy, PolicyUse
from jobplans.models import JobPlanVersion, PlanCommunication
from jobplans.shown import shown_recipient
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import Role, User


@transaction.atomic
def communicate_plan(*, actor: User, version: JobPlanVersion, seen_version: Seen, basis: Ground) -> PlanCommunication:
    """Send an approved version to the case's income support unit and keep the disclosure on record.

    `seen_version` is the version with its recipient (`shown_recipient`).
    """
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    version = JobPlanVersion.objects.locked(version)
    enrolment = version.plan.enrolment
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    require_seen(seen_version, shown_recipient(version))
    if not enrolment.is_open:
        raise OperationRefused("Ärendet är avslutat. Planen skickas inte.")
    if not version.is_approved:
        raise OperationRefused("Bara en godkänd plan kan skickas till försörjningsstödsenheten.")
    if version.is_from_list:
        raise OperationRefused("Planen är ur en importerad lista och har inget innehåll att skicka.")
    if enrolment.income_support_unit is None:
        raise OperationRefused("Ärendet saknar försörjningsstödsenhet. Planen kan inte skickas.")
    disclosure = disclose(actor=actor, exchange=to_unit_of(enrolment), content=DisclosureContent.JOB_PLAN, basis=basis)
    try:
        with transaction.atomic():
            communication = PlanCommunication.objects.create(
                version=version,
                unit=enrolment.income_support_unit,
                disclosure=disclosure,
                sent_by=actor,
                sent_at=disclosure.disclosed_at,
            )
    except IntegrityError as error:
        raise OperationRefused("Planen är redan skickad till försörjningsstödsenheten.") from error
    sent_at = communication.sent_at
    keep_clocks(enrolment, KeepingEvent.PLAN_SENT, at=sent_at, recorded_at=sent_at)
    text = f"Jobbplanen i ärende {enrolment.case_no} har kommit"
    notify_unit(enrolment=enrolment, kind=NoticeKind.PLAN, event=f"plan-{version.pk}", text=text)
    return communication


def start_communication_clock(*, enrolment: Enrolment, approved_on: datetime.date) -> None:
    """A plan approved on a local date is to be sent on; one that it supersedes unsent no longer has to be (R-4-21).

    Part of: `record_answer`.
    """
    for clock in enrolment.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).unfulfilled():
        cancel_clock(clock, today=approved_on)
    policy = DeadlinePolicy.objects.valid_on(approved_on).filter(kind=ClockKind.PLAN_COMMUNICATION).first()
    if policy is None or policy.use == PolicyUse.OFF or enrolment.income_support_unit_id is None:
        return
    start_clock(
        policy=policy,
        started_on=approved_on,
        person=enrolment.person,
        jobbtorg=enrolment.jobbtorg,
        enrolment=enrolment,
        reference=enrolment.case_no,
    )


def start_communication_anew(*, enrolment: Enrolment, today: datetime.date) -> None:
    """The case has another unit from now on: its approved plan is to be sent there too, counted from a local date.

    A clock that still waits for the plan to be sent goes on as it is: whoever the receiver, the plan is to be sent.

    Part of: `change_support_unit`.
    """
    approved = JobPlanVersion.objects.written_here().approved().filter(plan__enrolment=enrolment)
    unsent = approved.exclude(communications__unit=enrolment.income_support_unit_id)
    if unsent.exists() and not enrolment.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).unfulfilled().exists():
        start_communication_clock(enrolment=enrolment, approved_on=today)


def notify_unit(*, enrolment: Enrolment, kind: NoticeKind, event: str, text: str) -> None:
    """Give the unit's caseworkers a notice without names. For a protected person there is none.

    Part of: `communicate_plan`, `end_case`, `tell_the_unit`, `tell_unit`.
    """
    if enrolment.income_support_unit_id is None or enrolment.person.is_protected:
        return
    caseworkers = User.objects.in_service().filter(
        role=Role.CASEWORKER, income_support_unit=enrolment.income_support_unit_id
    )
    path = reverse("referral_of_case", args=[enrolment.pk])
    notify(caseworkers, kind=kind, event_key=event, text=text, path=path)
