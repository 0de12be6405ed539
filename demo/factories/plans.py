"""The insats catalogue, plans and their versions, follow-ups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalogue.models import InsatsType
from core.swedish.dates import start_of_day
from demo.factories.cases import DisclosureFactory, EnrolmentFactory
from demo.factories.clocks import DeadlineClockFactory
from demo.factories.people import UserFactory
from demo.factories.places import SINCE, JobbtorgFactory
from jobplans.models import (
    ApprovalMethod,
    AttendanceRequirement,
    Decision,
    FollowUp,
    FollowUpResult,
    FollowUpStatus,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    PlanCommunication,
    PlanItem,
    VersionStatus,
)
from meetings.choices import MeetingKind

_ANSWERS = {
    VersionStatus.APPROVED: Decision.APPROVED,
    VersionStatus.SUPERSEDED: Decision.APPROVED,
    VersionStatus.DECLINED: Decision.DECLINED,
}


class InsatsTypeFactory(DjangoModelFactory[InsatsType]):
    """A measure of the city's base, by default coaching. Traits: `local` (a jobbtorg's own), `revealing`."""

    class Meta:
        model = InsatsType
        django_get_or_create = ("code",)

    class Params:
        local = factory.Trait(
            code=factory.Sequence(lambda n: f"LOCAL_{n}"),
            name=factory.Sequence(lambda n: f"Lokal insats {n}"),
            number=None,
            local_to=factory.SubFactory(JobbtorgFactory),
        )
        revealing = factory.Trait(
            code="WORK_TRAINING_PSYCHIATRY",
            name="Insats i samverkan med psykiatrin",
            number=None,
            reveals_health=True,
            neutral_label="Insats via samverkan",
        )

    code = "COACHING"
    name = "Individuell coaching"
    number = 4
    valid_from = SINCE


class JobPlanFactory(DjangoModelFactory[JobPlan]):
    """The plan of a case; one per case, so an existing one is used."""

    class Meta:
        model = JobPlan
        django_get_or_create = ("enrolment",)

    enrolment = factory.SubFactory(EnrolmentFactory)


def _status(status: VersionStatus) -> dict[str, Any]:
    # An answer of the same day comes after it.
    proposed = factory.LazyFunction(lambda: start_of_day(timezone.localdate()))
    return {"status": status, "proposed_at": proposed}


def _items(version: JobPlanVersion, create: bool, extracted: int | None, **kwargs: Any) -> None:
    """The planned items, one unless told otherwise."""
    if create:
        PlanItemFactory.create_batch(1 if extracted is None else extracted, version=version, **kwargs)


def _approval(version: JobPlanVersion, create: bool, extracted: Any, **kwargs: Any) -> None:
    """The aspirant's answer to a version that has one."""
    if create and version.status in _ANSWERS and extracted is not False:
        PlanApprovalFactory(version=version, **kwargs)


class JobPlanVersionFactory(DjangoModelFactory[JobPlanVersion]):
    """A draft by the case's coach, with one item (`items=0` for none, `items=3` for three).

    Traits: `proposed`, `approved`, `declined`, `superseded` (each with the aspirant's answer where there is one, given
    now; shape it by `approval__answered_at=…`), `withdrawn`, `communicated` (approved and sent to the unit).
    The clocks are not touched: make them with DeadlineClockFactory.
    """

    class Meta:
        model = JobPlanVersion
        skip_postgeneration_save = True

    class Params:
        enrolment = None
        proposed = factory.Trait(**_status(VersionStatus.PROPOSED))
        approved = factory.Trait(**_status(VersionStatus.APPROVED))
        declined = factory.Trait(**_status(VersionStatus.DECLINED))
        superseded = factory.Trait(**_status(VersionStatus.SUPERSEDED))
        withdrawn = factory.Trait(**_status(VersionStatus.WITHDRAWN))
        communicated = factory.Trait(
            approved=True,
            communication=factory.RelatedFactory("demo.factories.plans.PlanCommunicationFactory", "version"),
        )

    plan = factory.Maybe(
        "enrolment",
        factory.SubFactory(JobPlanFactory, enrolment=factory.SelfAttribute("..enrolment")),
        factory.SubFactory(JobPlanFactory),
    )
    number = factory.LazyAttribute(lambda version: version.plan.versions.count() + 1 if version.plan.pk else 1)
    status = VersionStatus.DRAFT
    goal = "Arbete inom restaurang eller storkök."
    summary = "Söker arbete och prövar yrket i praktik."
    attendance_requirement = AttendanceRequirement.WEEKLY
    reason_for_revision = factory.LazyAttribute(lambda version: "Uppföljning." if version.number > 1 else "")
    drafted_by = factory.Maybe(
        "plan.enrolment.coach", factory.SelfAttribute("plan.enrolment.coach"), factory.SubFactory(UserFactory)
    )

    items = factory.PostGeneration(_items)

    approval = factory.PostGeneration(_approval)


class PlanItemFactory(DjangoModelFactory[PlanItem]):
    """Coaching every week from today, two months. Trait `meeting`: a meeting with the coach."""

    class Meta:
        model = PlanItem

    class Params:
        meeting = factory.Trait(insats_type=None, meeting_kind=MeetingKind.COACH, text="Coachmöte varannan vecka")

    version = factory.SubFactory(JobPlanVersionFactory, items=0)
    insats_type = factory.SubFactory(InsatsTypeFactory)
    text = "Coachning en gång i veckan"
    place = factory.SelfAttribute("version.plan.enrolment.jobbtorg.address")
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda item: item.starts_on + timedelta(days=60) if item.starts_on else None)
    hours_per_week = 4


class PlanApprovalFactory(DjangoModelFactory[PlanApproval]):
    """The aspirant said yes at a meeting just now (no, with a reason, if the version is declined). Trait `declined`."""

    class Meta:
        model = PlanApproval

    class Params:
        declined = factory.Trait(version__declined=True)

    version = factory.SubFactory(JobPlanVersionFactory, approved=True, approval=False)
    decision = factory.LazyAttribute(lambda answer: _ANSWERS[VersionStatus(answer.version.status)])
    answered_at = factory.LazyFunction(timezone.now)
    method = ApprovalMethod.ORAL_AT_MEETING
    note = factory.LazyAttribute(lambda answer: "Vill söka annat arbete." if answer.decision == "DECLINED" else "")
    recorded_by = factory.SelfAttribute("version.drafted_by")
    recorded_at = factory.SelfAttribute("answered_at")


class PlanCommunicationFactory(DjangoModelFactory[PlanCommunication]):
    """An approved version sent to the income support unit of the case, with its disclosure."""

    class Meta:
        model = PlanCommunication

    version = factory.SubFactory(JobPlanVersionFactory, approved=True)
    unit = factory.SelfAttribute("version.plan.enrolment.income_support_unit")
    sent_by = factory.SelfAttribute("version.drafted_by")
    sent_at = factory.LazyFunction(timezone.now)
    disclosure = factory.SubFactory(
        DisclosureFactory,
        enrolment=factory.SelfAttribute("..version.plan.enrolment"),
        recipient=factory.SelfAttribute("..unit"),
        disclosed_by=factory.SelfAttribute("..sent_by"),
        disclosed_at=factory.SelfAttribute("..sent_at"),
    )


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    """A planned follow-up whose clock started today.

    Traits: `due_today`, `overdue` (not stamped), `breached`, `held` (in time), `cancelled`; or shape the clock by
    `clock__started_on=…`.
    """

    class Meta:
        model = FollowUp

    class Params:
        due_today = factory.Trait(clock__due_today=True)
        overdue = factory.Trait(clock__overdue=True)
        breached = factory.Trait(clock__breached=True)
        held = factory.Trait(
            clock__met=True,
            status=FollowUpStatus.HELD,
            held_at=factory.SelfAttribute("clock.fulfilled_at"),
            result=FollowUpResult.UNCHANGED,
            recorded_by=factory.SelfAttribute("enrolment.coach"),
        )
        cancelled = factory.Trait(clock__cancelled=True, status=FollowUpStatus.CANCELLED)

    enrolment = factory.SubFactory(EnrolmentFactory)
    clock = factory.SubFactory(DeadlineClockFactory, follow_up=True, enrolment=factory.SelfAttribute("..enrolment"))
    status = FollowUpStatus.PLANNED
