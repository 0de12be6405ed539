"""Drafting, proposing and answering a jobbplan (R-4-19, R-4-20)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.models import Enrolment
from catalogue.models import InsatsType
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.keeping import keep_clocks
from deadlines.clocks.kinds import KeepingEvent
from jobplans.models import (
    ApprovalMethod,
    AttendanceRequirement,
    Decision,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    PlanItem,
    VersionStatus,
)
from jobplans.operations.backdating import after_proposal, require_plausible_answer
from jobplans.operations.communication import start_communication_clock
from jobplans.operations.followups import begin_follow_ups
from jobplans.shown import IN_PREPARATION, shown_plan, shown_version
from jobplans.workflow import require_transition
from organisation.access.permissions import Act, require
from organisation.models import User


@dataclass(frozen=True)
class PlannedItem:
    """A meeting or activity as typed into a draft. `starts_on` and `ends_on` are local dates."""

    text: str
    insats_type: InsatsType | None = None
    meeting_kind: str = ""
    place: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    hours_per_week: int | None = None


@transaction.atomic
def save_draft(
    *,
    actor: User,
    enrolment: Enrolment,
    goal: str,
    items: Sequence[PlannedItem],
    seen_version: Seen,
    summary: str = "",
    attendance_requirement: AttendanceRequirement = AttendanceRequirement.NONE,
    reason_for_revision: str = "",
) -> JobPlanVersion:
    """Write the draft of the next version; its items are replaced. A later version says why it is made.

    `seen_version` is what the actor began to write in (`shown_plan`). Raises ChangedMeanwhileError where something else
    stands there now, so that nobody's text is lost unseen. A draft that says the same already is returned as it is.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(enrolment, refusal="Ärendet är avslutat och kan inte få en ny jobbplan.")
    plan, _ = JobPlan.objects.get_or_create(enrolment=enrolment)
    versions = JobPlanVersion.objects.select_for_update().filter(plan=plan)
    in_preparation = versions.filter(status__in=IN_PREPARATION).first()
    content = {
        "goal": goal,
        "summary": summary,
        "attendance_requirement": attendance_requirement,
        "reason_for_revision": reason_for_revision,
    }
    if in_preparation is not None and _is_the_same_draft(in_preparation, content, items, actor):
        return in_preparation
    require_seen(seen_version, shown_plan(enrolment))
    if in_preparation is not None and not in_preparation.is_draft:
        raise OperationRefused("Aspiranten har inte svarat på den föreslagna planen. Registrera svaret först.")
    revises = versions.filter(status=VersionStatus.APPROVED).exists()
    if revises and not reason_for_revision:
        raise OperationRefused("Skriv varför planen revideras.", field="reason_for_revision")
    version = in_preparation or JobPlanVersion(
        plan=plan, number=versions.count() + 1, drafted_by=actor, status=VersionStatus.DRAFT
    )
    for name, value in content.items():
        setattr(version, name, value)
    version.edition, version.saved_by = version.edition + 1, actor
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise OperationRefused("Någon annan påbörjade en version samtidigt. Ladda om sidan.") from error
    version.items.all().delete()
    PlanItem.objects.bulk_create([PlanItem(version=version, **item.__dict__) for item in items])
    return version


def _is_the_same_draft(
    draft: JobPlanVersion, content: dict[str, str], items: Sequence[PlannedItem], actor: User
) -> bool:
    """Whether the actor has saved just this a moment ago: a second click of one's own is no conflict."""
    stored = [_as_planned(item) for item in draft.items.order_by("pk").select_related("insats_type")]
    same_content = all(getattr(draft, name) == value for name, value in content.items())
    return draft.is_draft and draft.saved_by == actor and same_content and stored == list(items)


def _as_planned(item: PlanItem) -> PlannedItem:
    return PlannedItem(**{name: getattr(item, name) for name in PlannedItem.__dataclass_fields__})


@transaction.atomic
def propose_plan(*, actor: User, version: JobPlanVersion, seen_version: Seen) -> JobPlanVersion:
    """Put a draft to the aspirant. From now on it cannot be edited; it needs at least one item (R-4-19)."""
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    version = JobPlanVersion.objects.locked(version)
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    require_seen(seen_version, shown_version(version))
    require_transition(version.status, VersionStatus.PROPOSED)
    if not version.items.exists():
        raise OperationRefused("Lägg till minst ett möte eller en aktivitet innan planen föreslås.")
    version.status, version.proposed_at = VersionStatus.PROPOSED, timezone.now()
    version.save(update_fields=["status", "proposed_at"])
    return version


@transaction.atomic
def withdraw_version(*, actor: User, version: JobPlanVersion, seen_version: Seen) -> JobPlanVersion:
    """Take back a draft or a proposal. It stays readable."""
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    version = JobPlanVersion.objects.locked(version)
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    require_seen(seen_version, shown_version(version))
    require_transition(version.status, VersionStatus.WITHDRAWN)
    version.status = VersionStatus.WITHDRAWN
    version.save(update_fields=["status"])
    return version


@transaction.atomic
def record_answer(
    *,
    actor: User,
    version: JobPlanVersion,
    seen_version: Seen,
    decision: Decision,
    answered_at: datetime.datetime,
    method: ApprovalMethod,
    note: str = "",
    within_a_meeting: bool = False,
) -> PlanApproval:
    """Record the aspirant's answer: when it was given and when it was recorded are both kept (R-4-20).

    `within_a_meeting`: as for `after_proposal`. An approval fulfils the jobbgaranti at `answered_at` and, for the first
    version, starts the follow-ups.
    """
    require(actor, Act.WORK_IN_CASE, at=version.plan.enrolment.jobbtorg_id)
    version, now = JobPlanVersion.objects.locked(version), timezone.now()
    enrolment = version.plan.enrolment
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    require_seen(seen_version, shown_version(version))
    approves = decision == Decision.APPROVED
    require_transition(version.status, VersionStatus.APPROVED if approves else VersionStatus.DECLINED)
    require_plausible_answer(actor=actor, enrolment=enrolment, answered_at=answered_at, now=now, field="answered_at")
    answered_at = after_proposal(
        version=version, answered_at=answered_at, field="answered_at", within_a_meeting=within_a_meeting
    )
    if not approves and not note:
        raise OperationRefused("Skriv varför aspiranten inte godkänner planen.", field="note")
    answer = PlanApproval.objects.create(
        version=version,
        decision=decision,
        answered_at=answered_at,
        method=method,
        note=note,
        recorded_by=actor,
        recorded_at=now,
    )
    if approves:
        _supersede(version)
        keep_clocks(enrolment, KeepingEvent.PLAN_APPROVED, at=answered_at, recorded_at=now)
        begin_follow_ups(enrolment=enrolment, approved_on=timezone.localdate(answered_at))
        start_communication_clock(enrolment=enrolment, approved_on=timezone.localdate(answered_at))
    version.status = VersionStatus.APPROVED if approves else VersionStatus.DECLINED
    version.save(update_fields=["status"])
    return answer


def _supersede(version: JobPlanVersion) -> None:
    version.plan.versions.filter(status=VersionStatus.APPROVED).update(status=VersionStatus.SUPERSEDED)
