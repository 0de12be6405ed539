"""What has changed about a person or a case's unit, and who is told apart from whom."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.choices import IdentityKind, NumberChange, ReportedField
from aspirants.models import EarlierNumber, NotSamePerson, ReportedFact, SupportUnitChange
from core.encryption import lookup_hash
from demo.factories.cases import EnrolmentFactory
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import IncomeSupportUnitFactory, JobbtorgFactory
from demo.identities import interim_number, nth_birth


class EarlierNumberFactory(DjangoModelFactory[EarlierNumber]):
    """An interim number that was replaced by the person's own now. Trait: `mistyped`, a slip that leads to nobody."""

    class Meta:
        model = EarlierNumber

    class Params:
        mistyped = factory.Trait(change=NumberChange.MISTYPED, leads_here=False, text="Läst fel på legitimationen")

    person = factory.SubFactory(PersonFactory)
    identity_kind = IdentityKind.INTERIM
    identity_no = factory.Sequence(lambda n: interim_number(nth_birth(n + 7_000)))
    identity_hash = factory.LazyAttribute(lambda number: lookup_hash(number.identity_no))
    change = NumberChange.OWN_NUMBER
    changed_by = factory.SubFactory(UserFactory)


class ReportedFactFactory(DjangoModelFactory[ReportedFact]):
    """A last name that a referral says otherwise, and nobody has settled."""

    class Meta:
        model = ReportedFact

    person = factory.SubFactory(PersonFactory)
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    field = ReportedField.LAST_NAME
    value = "Nygiftsson"
    source = factory.Sequence(lambda n: f"Remiss R-2026-{n:05}")


class NotSamePersonFactory(DjangoModelFactory[NotSamePerson]):
    """Two records that look alike and are about two persons, as somebody has said."""

    class Meta:
        model = NotSamePerson

    one = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    said_by = factory.SubFactory(UserFactory)


class SupportUnitChangeFactory(DjangoModelFactory[SupportUnitChange]):
    """A case that got another income support unit today."""

    class Meta:
        model = SupportUnitChange

    enrolment = factory.SubFactory(EnrolmentFactory)
    origin = factory.LazyAttribute(lambda change: change.enrolment.income_support_unit)
    unit = factory.SubFactory(IncomeSupportUnitFactory)
    changed_on = factory.LazyFunction(timezone.localdate)
    reason = "Har flyttat"
    recorded_by = factory.LazyAttribute(lambda change: change.enrolment.coach)
