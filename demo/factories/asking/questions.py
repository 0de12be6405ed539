"""Questions and answers between a unit and the jobbtorg."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.models import Direction, Disclosure, DisclosureBasis, DisclosureContent
from demo.factories.referrals import ReferralFactory
from referrals.models import QuestionMessage, QuestionThread, Side


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
