"""Referrals with their clock, their steps and their drafts; notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.cases import EnrolmentFactory, local_instant
from demo.factories.clocks import DeadlineClockFactory
from demo.factories.meetings import working_day
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import IncomeSupportUnitFactory, JobbtorgFactory, TargetGroupFactory
from demo.papers import small_pdf
from referrals.attachments.content import fingerprint, store
from referrals.facts.coverage import guarantee_coverage
from referrals.models import (
    Attachment,
    AttachmentKind,
    BenefitKind,
    BenefitReason,
    DeclineReason,
    FitForWork,
    Referral,
    ReferralDraft,
    ReferralEvent,
    ReferralListDraft,
    ReferralStatus,
    Source,
)
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


def _coverage(referral: Any) -> tuple[bool, str]:
    return guarantee_coverage(
        benefit_kind=referral.benefit_kind,
        benefit_reason=referral.benefit_reason,
        target_group=referral.target_group,
        fit_for_work=referral.fit_for_work,
    )


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


class ReferralFactory(DjangoModelFactory[Referral]):
    """A referral received today, with its jobbgaranti clock running and its step in the log.

    Traits: `accepted`, `enrolled` (with a case at the same jobbtorg; or give `enrolment`), `declined`, `withdrawn`,
    `incomplete` (returned with a question, its clock running), `lapsed`, `paper` (registered by a coach);
    for waiting ones also `due_today`, `due_tomorrow`, `overdue` (due yesterday, not stamped), `breached` (stamped);
    `not_covered` (benefit for another reason), `protected` (the person). Give `received_on` for another day 0, and
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
        due_today = factory.Trait(received_on=_received(5))
        due_tomorrow = factory.Trait(received_on=_received(4))
        overdue = factory.Trait(received_on=_received(6))
        breached = factory.Trait(received_on=_received(7), clock__breached=True)
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
        covered=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent)[0]),
        covered_reason=factory.LazyAttribute(lambda clock: _coverage(clock.factory_parent)[1]),
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


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """A small PDF that was sent with a referral; `content=` for another file of the same kind.

    Traits: `loose` (added to a completion that is not sent), `hidden` (after it was sent). Give `draft` for one of a
    draft.
    """

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    class Params:
        loose = factory.Trait(sent_at=None)
        hidden = factory.Trait(
            hidden_at=factory.LazyFunction(timezone.now),
            hidden_by=factory.SelfAttribute("added_by"),
            hidden_reason="Fel fil.",
        )

    content = factory.Sequence(lambda number: small_pdf("Betyg", f"Intyg om studier, blad {number}"))
    draft = None
    referral = factory.Maybe("draft", None, factory.SubFactory(ReferralFactory))
    number = factory.LazyAttribute(lambda made: _next_number(made))
    kind = AttachmentKind.PDF
    name = "Betyg från Komvux.pdf"
    size = factory.LazyAttribute(lambda made: len(made.content))
    fingerprint = factory.LazyAttribute(lambda made: fingerprint(made.content))
    added_by = factory.LazyAttribute(lambda made: made.draft.author if made.draft else made.referral.sent_by)
    added_at = factory.LazyFunction(timezone.now)
    sent_at = factory.LazyAttribute(lambda made: None if made.draft else made.added_at)

    @classmethod
    def _create(cls, model_class: type[Attachment], *args: Any, **kwargs: Any) -> Attachment:
        content = kwargs.pop("content")
        made: Attachment = super()._create(model_class, *args, **kwargs)
        store(made, content)
        return made


def _next_number(made: Any) -> int:
    return Attachment.objects.filter(draft=made.draft, referral=made.referral).count() + 1
