"""Referrals with their clock, their steps and their drafts; questions and answers about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.models import Direction, Disclosure, DisclosureBasis, DisclosureContent, Origin
from demo.factories.cases import EnrolmentFactory, local_instant
from demo.factories.clocks import DeadlineClockFactory
from demo.factories.meetings import working_day
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import (
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    TargetGroupFactory,
)
from referrals.choices import DecisionStatus
from referrals.facts.stated import facts_in
from referrals.models import (
    BenefitKind,
    BenefitReason,
    DeclineReason,
    Deviation,
    DeviationKind,
    FitForWork,
    QuestionMessage,
    QuestionThread,
    Referral,
    ReferralDraft,
    ReferralEvent,
    ReferralListDraft,
    ReferralMove,
    ReferralStatus,
    Side,
    Source,
    WalkIn,
)
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


def _first_message(thread: QuestionThread, create: bool, extracted: Any, **kwargs: Any) -> None:
    """What the question was opened with; `message=False` leaves it out."""
    if create and extracted is not False:
        QuestionMessageFactory(thread=thread, **kwargs)


class QuestionThreadFactory(DjangoModelFactory[QuestionThread]):
    """A question of the sender's about an enrolled referral, that waits for the jobbtorg.

    Traits: `from_jobbtorg` (asked by the coach, waits for the unit), `closed`. Give `referral=None` and `enrolment` for
    a case that the unit did not refer.
    """

    class Meta:
        model = QuestionThread
        skip_postgeneration_save = True

    class Params:
        from_jobbtorg = factory.Trait(
            waits_for=Side.UNIT, opened_by=factory.LazyAttribute(lambda thread: _case(thread).coach)
        )
        closed = factory.Trait(
            waits_for="", closed_at=factory.LazyFunction(timezone.now), closed_by=factory.SelfAttribute("opened_by")
        )

    referral = factory.SubFactory(ReferralFactory, enrolled=True)
    enrolment = None
    unit = factory.LazyAttribute(
        lambda thread: thread.referral.unit if thread.referral else thread.enrolment.income_support_unit
    )
    subject = "Närvaro i november"
    basis = DisclosureBasis.OSL_26_1
    opened_by = factory.LazyAttribute(
        lambda thread: thread.referral.sent_by if thread.referral else thread.enrolment.coach
    )
    waits_for = Side.JOBBTORG

    message = factory.PostGeneration(_first_message)


class QuestionMessageFactory(DjangoModelFactory[QuestionMessage]):
    """A message just sent, by who opened the question; give `side` and `author` for another. Its disclosure is made."""

    class Meta:
        model = QuestionMessage

    thread = factory.SubFactory(QuestionThreadFactory, message=False)
    author = factory.SelfAttribute("thread.opened_by")
    side = factory.LazyAttribute(lambda message: Side.JOBBTORG if message.author.works_with_cases else Side.UNIT)
    text = "Kommer personen till de tider som ni har bokat?"
    sent_at = factory.LazyFunction(timezone.now)
    disclosure = factory.LazyAttribute(lambda message: _disclosed(message))


def _case(thread: Any) -> Any:
    return thread.referral.enrolment if thread.referral else thread.enrolment


def _disclosed(message: Any) -> Disclosure:
    thread = message.thread
    about = thread.referral or thread.enrolment
    to_unit = message.side == Side.JOBBTORG
    return Disclosure.objects.create(
        person=about.person,
        enrolment=_case(thread),
        direction=Direction.TO_UNIT if to_unit else Direction.TO_JOBBTORG,
        sending_jobbtorg=about.jobbtorg if to_unit else None,
        recipient=thread.unit if to_unit else None,
        sending_unit=None if to_unit else thread.unit,
        recipient_jobbtorg=None if to_unit else about.jobbtorg,
        content=DisclosureContent.MESSAGE,
        basis=thread.basis,
        consent=thread.consent,
        disclosed_by=message.author,
        disclosed_at=message.sent_at,
    )
