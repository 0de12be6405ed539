"""Referrals with their clock, their steps and their drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.models import Origin
from demo.factories.cases import EnrolmentFactory, local_instant
from demo.factories.clocks import DeadlineClockFactory
from demo.factories.meetings import working_day
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import (
    SINCE,
    DistrictFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    TargetGroupFactory,
)
from referrals.choices import DecisionStatus
from referrals.facts.stated import facts_in
from referrals.models import (
    BenefitKind,
    BenefitReason,
    CoverageRule,
    DeclineReason,
    Deviation,
    DeviationKind,
    EligibilityRule,
    FitForWork,
    PriorityRule,
    Referral,
    ReferralDraft,
    ReferralEvent,
    ReferralListDraft,
    ReferralMove,
    ReferralStatus,
    Source,
    TargetGroupRule,
    WalkIn,
)
from referrals.models.rules import Demand
from referrals.rules.in_force import coverage_on_day_0
from referrals.sender.said import said_as_registered

_STEPS = {
    ReferralStatus.SUBMITTED: [],
    ReferralStatus.INCOMPLETE: [ReferralStatus.INCOMPLETE],
    ReferralStatus.ACCEPTED: [ReferralStatus.ACCEPTED],
    ReferralStatus.ENROLLED: [ReferralStatus.ACCEPTED, ReferralStatus.ENROLLED],
    ReferralStatus.DECLINED: [ReferralStatus.DECLINED],
    ReferralStatus.WITHDRAWN: [ReferralStatus.WITHDRAWN],
    ReferralStatus.LAPSED: [ReferralStatus.ACCEPTED, ReferralStatus.LAPSED],
}
_COMMENTS = {ReferralStatus.INCOMPLETE: "Vilken dag ansökte personen om försörjningsstöd?"}

_WITHOUT_OBJECT = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}


def _received(working_days_ago: int) -> Any:
    return factory.LazyFunction(lambda: working_day(-working_days_ago))


def _coverage(referral: Any, column: str) -> Any:
    """One column of the answer by the rules in force on the day the referral was received."""
    names = ("benefit_kind", "benefit_reason", "fit_for_work", "is_refugee")
    stated = {name: getattr(referral, name) for name in names}
    facts = facts_in(stated, on=referral.received_on, person=referral.person, unit=referral.unit)
    return coverage_on_day_0(facts).as_columns()[column]


def _events(referral: Referral, create: bool, extracted: Any, **kwargs: Any) -> None:
    """The steps that led to the status; `events=False` leaves them out."""
    if not create or extracted is False:
        return
    ReferralEventFactory(referral=referral, **kwargs)
    for hours, step in enumerate(_STEPS[ReferralStatus(referral.status)], start=1):
        at = referral.submitted_at + timedelta(hours=hours)
        actor = referral.sent_by if step == ReferralStatus.WITHDRAWN else _receiver(referral)
        facts = {"comment": _COMMENTS.get(step, ""), **kwargs}
        ReferralEventFactory(referral=referral, status=step, actor=actor, at=at, **facts)


class ReferralMoveFactory(DjangoModelFactory[ReferralMove]):
    """A referral offered to another jobbtorg, `destination`, just now, by a manager of its own."""

    class Meta:
        model = ReferralMove

    referral = factory.SubFactory("demo.factories.ReferralFactory")
    origin = factory.SelfAttribute("referral.jobbtorg")
    destination = factory.SubFactory(JobbtorgFactory)
    reason = "Personen bor närmare er."
    sent_by = factory.SubFactory(UserFactory, manager=True, jobbtorg=factory.SelfAttribute("..origin"))
    sent_at = factory.LazyFunction(timezone.now)


class DeviationFactory(DjangoModelFactory[Deviation]):
    """A deviation that the jobbtorg has noted just now."""

    class Meta:
        model = Deviation

    referral = factory.SubFactory("demo.factories.ReferralFactory")
    kind = DeviationKind.LATE_FACTS
    text = "Uppgiften om ansökan kom först efter två påminnelser."
    noted_by = factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..referral.jobbtorg"))
    noted_at = factory.LazyFunction(timezone.now)


class ReferralFactory(DjangoModelFactory[Referral]):
    """A referral received today, with its jobbgaranti clock running and its step in the log.

    Traits: `accepted`, `enrolled` (with a case at the same jobbtorg; or give `enrolment`), `declined`, `withdrawn`,
    `incomplete` (returned with a question, its clock running), `lapsed`, `paper` (registered by a coach);
    `awaits_decision` (on benefit, without the pause);
    for waiting ones also `due_today`, `due_tomorrow`, `overdue` (due yesterday, not stamped), `breached` (stamped);
    `not_covered` (benefit for another reason), `refugee` (covered without benefit), `awaited` (a refugee of whom it is
    to be investigated whether they can work), `protected` (the person). Give `received_on` for another day 0, and
    shape the clock by `clock__…=`.
    """

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        accepted = factory.Trait(status=ReferralStatus.ACCEPTED)
        enrolled = factory.Trait(
            status=ReferralStatus.ENROLLED,
            enrolment=factory.SubFactory(
                EnrolmentFactory,
                jobbtorg=factory.SubFactory(JobbtorgFactory),
                enrolled_on=factory.SelfAttribute("..received_on"),
            ),
        )
        declined = factory.Trait(status=ReferralStatus.DECLINED, decline_reason=DeclineReason.LIVES_ELSEWHERE)
        withdrawn = factory.Trait(status=ReferralStatus.WITHDRAWN)
        incomplete = factory.Trait(status=ReferralStatus.INCOMPLETE)
        lapsed = factory.Trait(
            status=ReferralStatus.LAPSED,
            received_on=_received(30),
            clock__excused=True,
            clock__ended_on=factory.LazyFunction(timezone.localdate),
        )
        paper = factory.Trait(
            source=Source.PAPER,
            sent_by=factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..jobbtorg")),
        )
        awaits_decision = factory.Trait(wants_decision_first=True, benefit_decision_status=DecisionStatus.APPLIED)
        due_today = factory.Trait(received_on=_received(5))
        due_tomorrow = factory.Trait(received_on=_received(4))
        overdue = factory.Trait(received_on=_received(6))
        breached = factory.Trait(received_on=_received(7), clock__breached=True)
        refugee = factory.Trait(
            benefit_kind=BenefitKind.ETABLERINGSERSATTNING, benefit_reason=BenefitReason.OTHER, is_refugee=True
        )
        awaited = factory.Trait(refugee=True, fit_for_work=FitForWork.TO_INVESTIGATE)
        not_covered = factory.Trait(benefit_kind=BenefitKind.NONE, benefit_reason=BenefitReason.SOCIAL)
        protected = factory.Trait(person__protected=True)

    number = factory.LazyAttributeSequence(lambda referral, n: f"R-{referral.received_on.year}-{90000 + n}")
    enrolment = None
    person = factory.Maybe("enrolment", factory.SelfAttribute("enrolment.person"), factory.SubFactory(PersonFactory))
    jobbtorg = factory.Maybe(
        "enrolment", factory.SelfAttribute("enrolment.jobbtorg"), factory.SubFactory(JobbtorgFactory)
    )
    unit = factory.Maybe(
        "enrolment",
        factory.SelfAttribute("enrolment.income_support_unit"),
        factory.SubFactory(IncomeSupportUnitFactory),
    )
    sent_by = factory.SubFactory(UserFactory, caseworker=True, income_support_unit=factory.SelfAttribute("..unit"))
    target_group = factory.Maybe(
        "enrolment", factory.SelfAttribute("enrolment.target_group"), factory.SubFactory(TargetGroupFactory)
    )
    benefit_kind = BenefitKind.FORSORJNINGSSTOD
    benefit_reason = BenefitReason.ARBETSBRIST
    fit_for_work = FitForWork.YES
    is_refugee = False
    purpose = "Behöver stöd att söka arbete och en plan för vägen dit."
    received_on = factory.LazyFunction(timezone.localdate)
    submitted_at = factory.LazyAttribute(lambda referral: local_instant(referral.received_on, 9))
    status = ReferralStatus.SUBMITTED
    clock = factory.SubFactory(
        DeadlineClockFactory,
        enrolment=factory.SelfAttribute("..enrolment"),
        person=factory.SelfAttribute("..person"),
        jobbtorg=factory.SelfAttribute("..jobbtorg"),
        reference=factory.LazyAttribute(
            lambda clock: clock.enrolment.case_no if clock.enrolment else clock.factory_parent.number
        ),
        started_on=factory.SelfAttribute("..received_on"),
        covered=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent, "covered")),
        covered_reason=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent, "covered_reason")),
        coverage_awaited=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent, "coverage_awaited")),
        covered_by=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent, "covered_by")),
        covered_rule_from=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent, "covered_rule_from")),
        cancelled=factory.LazyAttribute(lambda clock: clock.factory_parent.status in _WITHOUT_OBJECT),
    )

    events = factory.PostGeneration(_events)

    @classmethod
    def _create(cls, model_class: type[Referral], *args: Any, **kwargs: Any) -> Referral:
        """Its sender has written what the register says, unless `said_…` is given."""
        made: Referral = super()._create(model_class, *args, **{**said_as_registered(kwargs["person"]), **kwargs})
        return made


def _receiver(referral: Referral) -> Any:
    if referral.enrolment is not None and referral.enrolment.coach is not None:
        return referral.enrolment.coach
    return UserFactory(manager=True, jobbtorg=referral.jobbtorg)


class WalkInFactory(DjangoModelFactory[WalkIn]):
    """What was stated by somebody who came without a referral, the day the case began. Trait: `awaits_decision`."""

    class Meta:
        model = WalkIn

    class Params:
        awaits_decision = factory.Trait(wants_decision_first=True, benefit_decision_status=DecisionStatus.APPLIED)

    enrolment = factory.SubFactory(EnrolmentFactory, origin=Origin.WALK_IN)
    came_on = factory.SelfAttribute("enrolment.enrolled_on")
    benefit_kind = BenefitKind.FORSORJNINGSSTOD
    benefit_reason = BenefitReason.ARBETSBRIST
    fit_for_work = FitForWork.YES


class ReferralEventFactory(DjangoModelFactory[ReferralEvent]):
    """The step of being sent in; give `status`, `actor` and `at` for another."""

    class Meta:
        model = ReferralEvent

    referral = factory.SubFactory(ReferralFactory, events=False)
    status = ReferralStatus.SUBMITTED
    actor = factory.SelfAttribute("referral.sent_by")
    at = factory.SelfAttribute("referral.submitted_at")


class ReferralListDraftFactory(DjangoModelFactory[ReferralListDraft]):
    """A list of a caseworker's with one row that is not right yet."""

    class Meta:
        model = ReferralListDraft

    author = factory.SubFactory(UserFactory, caseworker=True)
    content = (
        '{"shared": {}, "rows": [{"typed": {"last_name": "Berg"}, "key": "00000000-0000-0000-0000-000000000009"}]}'
    )


class ReferralDraftFactory(DjangoModelFactory[ReferralDraft]):
    """An empty draft of a caseworker."""

    class Meta:
        model = ReferralDraft

    author = factory.SubFactory(UserFactory, caseworker=True)
    answers = "{}"


class CoverageRuleFactory(DjangoModelFactory[CoverageRule]):
    """The first condition of the jobbgaranti: benefit because of unemployment."""

    class Meta:
        model = CoverageRule

    code = "A"
    name = "Ekonomiskt bistånd på grund av arbetslöshet"
    position = 1
    text = "Har ekonomiskt bistånd på grund av arbetslöshet."
    not_met = "Har inte ekonomiskt bistånd på grund av arbetslöshet."
    benefit_kinds = factory.LazyFunction(lambda: [BenefitKind.FORSORJNINGSSTOD])
    benefit_reasons = factory.LazyFunction(lambda: [BenefitReason.ARBETSBRIST])
    valid_from = SINCE


class EligibilityRuleFactory(DjangoModelFactory[EligibilityRule]):
    """An age that has to be met, from which one may depart with a motive; the trait `elsewhere` allows no motive."""

    class Meta:
        model = EligibilityRule

    class Params:
        elsewhere = factory.Trait(
            code="STOCKHOLM",
            name="Bor i Stockholm",
            demand=Demand.EXCLUDED,
            text="Personen ska bo i Stockholms kommun.",
            may_be_sent_anyway=False,
            age_to=None,
            lives_elsewhere="YES",
        )

    code = "ALDER"
    name = "Ålder"
    demand = Demand.REQUIRED
    text = "Personen ska ha fyllt 16 men inte 67 år."
    may_be_sent_anyway = True
    age_to = 66
    valid_from = SINCE


class TargetGroupRuleFactory(DjangoModelFactory[TargetGroupRule]):
    """Benefit because of unemployment points at TG1; the trait `young` at TG5."""

    class Meta:
        model = TargetGroupRule

    class Params:
        young = factory.Trait(
            code="TG5",
            name="Ungdomar 16–24 år",
            target_group=factory.SubFactory(TargetGroupFactory, young=True),
            position=1,
            benefit_reasons=factory.LazyFunction(list),
            age_from=16,
            age_to=24,
        )

    code = "TG1"
    name = "Försörjningsstöd på grund av arbetslöshet"
    target_group = factory.SubFactory(TargetGroupFactory)
    position = 2
    benefit_reasons = factory.LazyFunction(lambda: [BenefitReason.ARBETSBRIST])
    valid_from = SINCE


class PriorityRuleFactory(DjangoModelFactory[PriorityRule]):
    """Those with children at home, as a stadsdel and a jobbtorg have agreed."""

    class Meta:
        model = PriorityRule

    code = "BARN"
    name = "Personer med barn"
    district = factory.SubFactory(DistrictFactory)
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    children = "YES"
    reference = "Överenskommelse 2009-05-14"
    valid_from = SINCE
