"""Interruptions, evidence, job offers and insatser decided."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.models import CorrectedKind, Correction, CorrectionState, Interruption, InterruptionReason
from deadlines.models import ContactAttempt, ContactChannel, ContactResult, Excuse, ExcuseReason
from demo.factories.cases import EnrolmentFactory
from demo.factories.clocks import DeadlineClockFactory
from demo.factories.meetings import working_day
from demo.factories.people import UserFactory
from demo.factories.plans import InsatsTypeFactory


class InterruptionFactory(DjangoModelFactory[Interruption]):
    """An interruption because of illness since yesterday's working day. Its case's status is the caller's business."""

    class Meta:
        model = Interruption

    enrolment = factory.SubFactory(EnrolmentFactory)
    reason = InterruptionReason.ILLNESS
    started_on = factory.LazyFunction(lambda: working_day(-1))
    registered_by = factory.SelfAttribute("enrolment.coach")


class ContactAttemptFactory(DjangoModelFactory[ContactAttempt]):
    """A call nobody answered, recorded at once."""

    class Meta:
        model = ContactAttempt

    clock = factory.SubFactory(DeadlineClockFactory, due_in_5=True)
    channel = ContactChannel.PHONE
    attempted_at = factory.LazyFunction(timezone.now)
    result = ContactResult.NOT_REACHED
    recorded_by = factory.LazyAttribute(lambda one: UserFactory(coach=True, jobbtorg=one.clock.jobbtorg))
    recorded_at = factory.SelfAttribute("attempted_at")


class ExcuseFactory(DjangoModelFactory[Excuse]):
    """A meeting missed on the last day."""

    class Meta:
        model = Excuse

    clock = factory.SubFactory(DeadlineClockFactory, excused=True)
    reason = ExcuseReason.E01
    happened_on = factory.SelfAttribute("clock.due_on")
    granted_at = factory.LazyFunction(timezone.now)


class CorrectionFactory(DjangoModelFactory[Correction]):
    """A note of a meeting that was corrected just now; trait `waiting`: the manager is asked."""

    class Meta:
        model = Correction

    class Params:
        waiting = factory.Trait(state=CorrectionState.WAITING)

    enrolment = factory.SubFactory(EnrolmentFactory)
    meeting = factory.SubFactory(
        "demo.factories.meetings.MeetingFactory", enrolment=factory.SelfAttribute("..enrolment"), present=True
    )
    kind = CorrectedKind.MEETING
    number = factory.SelfAttribute("meeting.pk")
    title = "Coachmöte"
    reason = "Fel knapp"
    differences = factory.LazyFunction(lambda: [["Anteckning", "Kom inte", "Kom sent"]])
    made_by = factory.Maybe(
        "enrolment.coach", factory.SelfAttribute("enrolment.coach"), factory.SubFactory(UserFactory)
    )
    made_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Correction], *args: Any, **kwargs: Any) -> Correction:
        kwargs.pop("meeting", None)
        return super()._create(model_class, *args, **kwargs)


class JobOfferFactory(DjangoModelFactory[JobOffer]):
    """A job offered today that waits for an answer. Trait `declined`: the aspirant has said no, just now."""

    class Meta:
        model = JobOffer

    class Params:
        declined = factory.Trait(
            answer=OfferAnswer.DECLINED,
            answered_at=factory.LazyFunction(timezone.now),
            answer_recorded_at=factory.LazyFunction(timezone.now),
        )

    enrolment = factory.SubFactory(EnrolmentFactory)
    employer = "Bageriet på hörnet"
    offered_on = factory.LazyFunction(timezone.localdate)
    recorded_by = factory.SelfAttribute("enrolment.coach")


class ActivityFactory(DjangoModelFactory[Activity]):
    """An insats decided today that begins in five working days and that the aspirant has not agreed to."""

    class Meta:
        model = Activity

    enrolment = factory.SubFactory(EnrolmentFactory)
    insats_type = factory.SubFactory(InsatsTypeFactory)
    decided_on = factory.LazyFunction(timezone.localdate)
    starts_on = factory.LazyFunction(lambda: working_day(5))
    recorded_by = factory.SelfAttribute("enrolment.coach")
