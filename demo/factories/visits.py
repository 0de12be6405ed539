"""What was stated by people who came without a referral."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from aspirants.models import Origin
from demo.factories.cases import EnrolmentFactory
from referrals.choices import BenefitKind, BenefitReason, DecisionStatus, FitForWork
from referrals.models import WalkIn


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
