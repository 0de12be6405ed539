"""The case: enrolment, stays, coaches, closure, disclosures."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.models import (
    CheckResult,
    CheckSource,
    Closure,
    ClosureReason,
    ClosureStatus,
    CoachAssignment,
    Consent,
    ConsentForm,
    ConsentPurpose,
    Disclosure,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
    EnrolmentStatus,
    Origin,
    OutcomeGroup,
    PostClosureCheck,
    UnitStay,
)
from casework.models import CaseTransfer
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import SINCE, IncomeSupportUnitFactory, JobbtorgFactory, TargetGroupFactory
from organisation.models import User

WEEKS_IN_A_NEW_CASE = 3


def local_instant(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That time of the day in Stockholm."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class ClosureReasonFactory(DjangoModelFactory[ClosureReason]):
    """A code to close with, by default 10 (work). The traits are other ones."""

    """A code to close with, by default 10 (work). Traits `work`, `studies`, `other`, `moved` (neutral), `illness`,
    `error` (felregistrering)."""

    class Meta:
        model = ClosureReason
        django_get_or_create = ("code",)

    class Params:
        work = factory.Trait(code=10)
        studies = factory.Trait(
            code=20,
            identifier="STUDIES_KOMVUX",
            label="Studier på komvux med studiemedel",
            group=OutcomeGroup.STUDIES,
        )
        other = factory.Trait(
            code=60,
            identifier="NO_CONTACT",
            label="Uteblir/ingen kontakt trots kallelser",
            group=OutcomeGroup.OTHER,
            counts_nationally=False,
            needs_text=True,
        )
        deceased = factory.Trait(
            code=80,
            identifier="DECEASED",
            label="Avliden",
            group=OutcomeGroup.OTHER,
            counts_nationally=False,
            neutral=True,
        )
        illness = factory.Trait(
            code=40,
            identifier="ILLNESS",
            label="Sjukdom/nedsatt arbetsförmåga",
            group=OutcomeGroup.OTHER,
            counts_nationally=False,
        )
        error = factory.Trait(
            code=99,
            identifier="REGISTERED_IN_ERROR",
            label="Felregistrering",
            group=OutcomeGroup.EXCLUDED,
            counts_nationally=False,
        )
        moved = factory.Trait(
            code=50,
            identifier="MOVED_MUNICIPALITY",
            label="Flyttat från Stockholm",
            group=OutcomeGroup.OTHER,
            counts_nationally=False,
            neutral=True,
        )

    code = 10
    identifier = "WORK_PERMANENT"
    label = "Arbete, tillsvidareanställning"
    group = OutcomeGroup.WORK
    counts_nationally = True
    valid_from = SINCE


class _OfGivenCoach(factory.SubFactory):
    """The jobbtorg of the coach who was given, or a new one."""

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        coach = step.builder.extras.get("coach")
        return coach.jobbtorg if isinstance(coach, User) else super().evaluate(instance, step, extra)


def _stays(case: Enrolment, create: bool, extracted: Any, **kwargs: Any) -> None:
    """Where the case was and who was coach, from the first day; `stays=False` leaves both out."""
    if create and extracted is not False:
        UnitStayFactory(enrolment=case, **kwargs)
        if case.coach is not None:
            CoachAssignmentFactory(enrolment=case)


def _closure(case: Enrolment, create: bool, extracted: Any, **kwargs: Any) -> None:
    """The closure of a closed case; `closure=False` leaves it out, `closure__status=…` shapes it."""
    if create and case.closed_on and extracted is not False:
        because = {} if "reason" in kwargs else {f"reason__{case.closing}": True}  # type: ignore[attr-defined]
        ClosureFactory(enrolment=case, **(because | kwargs))


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    """An open case, three weeks old, with coach, stay and coach assignment; all at one jobbtorg.

    A `closed_on` (or the trait `closed`) closes it, with a Closure: `work`, `studies` or `other` say why, work by
    default. Traits: `without_coach`, `without_unit`, `paused`, `imported` (no income support unit, no clock),
    `protected` (the person), `referred` (an enrolled referral with its clock, received on the day of enrolment).
    Give `coach` and the jobbtorg follows; give `jobbtorg` and the coach is one of its own.
    """

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(closed_on=factory.LazyFunction(timezone.localdate))
        work = factory.Trait(closed=True, closing="work")
        studies = factory.Trait(closed=True, closing="studies")
        other = factory.Trait(closed=True, closing="other")
        without_coach = factory.Trait(coach=None)
        without_unit = factory.Trait(income_support_unit=None)
        paused = factory.Trait(status=EnrolmentStatus.PAUSED)
        imported = factory.Trait(origin=Origin.IMPORT, income_support_unit=None)
        protected = factory.Trait(person__protected=True)
        referred = factory.Trait(
            referral=factory.RelatedFactory(
                "demo.factories.referrals.sent.ReferralFactory",
                "enrolment",
                enrolled=True,
                received_on=factory.SelfAttribute("enrolment.enrolled_on"),
            )
        )

    case_no = factory.LazyAttributeSequence(lambda case, n: f"{case.jobbtorg.code}-{case.enrolled_on.year}-{90000 + n}")
    person = factory.SubFactory(PersonFactory)
    jobbtorg = _OfGivenCoach(JobbtorgFactory)
    coach = factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..jobbtorg"))
    income_support_unit = factory.SubFactory(IncomeSupportUnitFactory)
    target_group = factory.SubFactory(TargetGroupFactory)
    enrolled_on = factory.LazyAttribute(
        lambda case: (case.closed_on or timezone.localdate()) - timedelta(weeks=WEEKS_IN_A_NEW_CASE)
    )
    closed_on = None
    status = factory.LazyAttribute(lambda case: EnrolmentStatus.CLOSED if case.closed_on else EnrolmentStatus.ACTIVE)

    closing = "work"  # which trait of the closure's reason; no field

    @classmethod
    def _build(cls, model_class: type[Enrolment], *args: Any, **kwargs: Any) -> Enrolment:
        kwargs.pop("closing")
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create(cls, model_class: type[Enrolment], *args: Any, **kwargs: Any) -> Enrolment:
        closing = kwargs.pop("closing")
        case = super()._create(model_class, *args, **kwargs)
        case.closing = closing
        return case

    stays = factory.PostGeneration(_stays)

    closure = factory.PostGeneration(_closure)


class UnitStayFactory(DjangoModelFactory[UnitStay]):
    """A case's stay at its jobbtorg, from enrolment on."""

    class Meta:
        model = UnitStay

    enrolment = factory.SubFactory(EnrolmentFactory, stays=False)
    jobbtorg = factory.SelfAttribute("enrolment.jobbtorg")
    started_on = factory.SelfAttribute("enrolment.enrolled_on")


class CoachAssignmentFactory(DjangoModelFactory[CoachAssignment]):
    """The case's coach being responsible from the morning of enrolment on."""

    class Meta:
        model = CoachAssignment

    enrolment = factory.SubFactory(EnrolmentFactory, stays=False)
    coach = factory.SelfAttribute("enrolment.coach")
    started_at = factory.LazyAttribute(lambda assignment: local_instant(assignment.enrolment.enrolled_on, 9))
    assigned_by = factory.SelfAttribute("coach")


class ClosureFactory(DjangoModelFactory[Closure]):
    """A preliminary closure to work. Traits `confirmed`, `corrected`; choose the reason by `reason__studies=True`."""

    class Meta:
        model = Closure

    class Params:
        confirmed = factory.Trait(status=ClosureStatus.CONFIRMED)
        corrected = factory.Trait(status=ClosureStatus.CORRECTED)

    enrolment = factory.SubFactory(EnrolmentFactory, closed=True, closure=False)
    reason = factory.SubFactory(ClosureReasonFactory)
    closed_on = factory.LazyAttribute(lambda closure: closure.enrolment.closed_on or timezone.localdate())
    status = ClosureStatus.PRELIMINARY
    destination = factory.LazyAttribute(
        lambda closure: {"W": "Stadsköket i Solna", "S": "Komvux Stockholm"}.get(closure.reason.group, "")
    )
    destination_starts_on = factory.LazyAttribute(lambda closure: closure.closed_on if closure.destination else None)
    text = factory.LazyAttribute(lambda closure: "Se anteckningar." if closure.reason.needs_text else "")
    decided_by = factory.Maybe(
        "enrolment.coach", factory.SelfAttribute("enrolment.coach"), factory.SubFactory(UserFactory)
    )


class PostClosureCheckFactory(DjangoModelFactory[PostClosureCheck]):
    """A check of the closing of a closed case, due today. Trait `done`: she is still there, she says."""

    class Meta:
        model = PostClosureCheck

    class Params:
        done = factory.Trait(
            result=CheckResult.STILL,
            source=CheckSource.PERSON,
            recorded_by=factory.SelfAttribute("enrolment.coach"),
            recorded_at=factory.LazyFunction(timezone.now),
        )

    enrolment = factory.SubFactory(EnrolmentFactory, closed=True)
    closure = factory.LazyAttribute(
        lambda check: check.enrolment.closures.exclude(status=ClosureStatus.CORRECTED).get()
    )
    months = 1
    due_on = factory.LazyFunction(timezone.localdate)


class DisclosureFactory(DjangoModelFactory[Disclosure]):
    """A jobbplan (trait `of_closure`: the closure) handed to the case's income support unit today."""

    class Meta:
        model = Disclosure

    class Params:
        of_closure = factory.Trait(content=DisclosureContent.CLOSURE)

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SelfAttribute("enrolment.person")
    sending_jobbtorg = factory.SelfAttribute("enrolment.jobbtorg")
    content = DisclosureContent.JOB_PLAN
    recipient = factory.SelfAttribute("enrolment.income_support_unit")
    basis = DisclosureBasis.OSL_26_1
    disclosed_by = factory.Maybe(
        "enrolment.coach", factory.SelfAttribute("enrolment.coach"), factory.SubFactory(UserFactory)
    )
    disclosed_at = factory.LazyFunction(timezone.now)


class ConsentFactory(DjangoModelFactory[Consent]):
    """What the person of a case has agreed to today that its jobbtorg and unit tell each other, until it is withdrawn.

    Trait `withdrawn`: it was, today.
    """

    class Meta:
        model = Consent

    class Params:
        withdrawn = factory.Trait(
            withdrawn_on=factory.LazyFunction(timezone.localdate),
            withdrawn_by=factory.SelfAttribute("taken_by"),
            withdrawn_at=factory.LazyFunction(timezone.now),
        )

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SelfAttribute("enrolment.person")
    jobbtorg = factory.SelfAttribute("enrolment.jobbtorg")
    unit = factory.SelfAttribute("enrolment.income_support_unit")
    purpose = ConsentPurpose.BENEFIT
    kinds = factory.LazyFunction(
        lambda: [kind.value for kind in DisclosureContent if kind != DisclosureContent.TRANSFER]
    )
    given_on = factory.LazyFunction(timezone.localdate)
    form = ConsentForm.ORAL
    taken_by = factory.Maybe(
        "enrolment.coach", factory.SelfAttribute("enrolment.coach"), factory.SubFactory(UserFactory)
    )
    submission_id = factory.LazyFunction(uuid.uuid4)


class CaseTransferFactory(DjangoModelFactory[CaseTransfer]):
    """A case offered to another jobbtorg, `destination`, just now, by a manager of its own."""

    class Meta:
        model = CaseTransfer

    enrolment = factory.SubFactory(EnrolmentFactory)
    origin = factory.SelfAttribute("enrolment.jobbtorg")
    destination = factory.SubFactory(JobbtorgFactory)
    reason = "Har flyttat och har kortare väg till er."
    sent_by = factory.SubFactory(UserFactory, manager=True, jobbtorg=factory.SelfAttribute("..origin"))
    sent_at = factory.LazyFunction(timezone.now)
