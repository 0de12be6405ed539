"""What the rules have answered about a referral."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.people import UserFactory
from demo.factories.places import SINCE
from demo.factories.referrals import ReferralFactory
from referrals.models import Departure, DepartureKind, FitForWork, FitnessAnswer


class DepartureFactory(DjangoModelFactory[Departure]):
    """A demand that was not met, and why the person was referred all the same."""

    class Meta:
        model = Departure

    referral = factory.SubFactory(ReferralFactory)
    kind = DepartureKind.ELIGIBILITY
    rule_code = "ALDER"
    rule_from = SINCE
    text = "Personen ska ha fyllt 16 men inte 67 år."
    motive = "Vill arbeta vidare."
    made_at = factory.SelfAttribute("referral.submitted_at")


class FitnessAnswerFactory(DjangoModelFactory[FitnessAnswer]):
    """The jobbtorg's answer that somebody can work, about whom that was to be investigated."""

    class Meta:
        model = FitnessAnswer

    clock = factory.LazyFunction(lambda: ReferralFactory(awaited=True).clock)
    fit_for_work = FitForWork.YES
    registered_by = factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..clock.jobbtorg"))
    registered_at = factory.LazyFunction(timezone.now)
