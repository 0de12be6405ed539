"""Rules about a referred person."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from demo.factories.places import SINCE, DistrictFactory, JobbtorgFactory, TargetGroupFactory
from referrals.models import BenefitKind, BenefitReason, CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule
from referrals.models.rules import Demand


class CoverageRuleFactory(DjangoModelFactory[CoverageRule]):
    """The first condition of the jobbgaranti: benefit because of unemployment."""

    class Meta:
        model = CoverageRule

    code = factory.Sequence(lambda n: f"A{n}")
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

    code = factory.Sequence(lambda n: f"ALDER_{n}")
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

    code = factory.Sequence(lambda n: f"TG1_{n}")
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
