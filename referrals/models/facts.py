"""What a referral or a visit states about a person's work, benefit and family."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from aspirants.choices import DisclosureBasis
from referrals.choices import (
    DECISION_MADE,
    BenefitKind,
    BenefitReason,
    DecisionStatus,
    FitForWork,
    PesCategory,
    SfiStatus,
    WorkCapacity,
    YesNoUnknown,
)


def _constraint(name: str, condition: Q, sentence: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition, name=f"%(app_label)s_%(class)s_{name}", violation_error_message=sentence
    )


FACTS_FIT_TOGETHER = (
    _constraint(
        "who_waits_has_applied",
        Q(wants_decision_first=False) | Q(benefit_decision_status__in=[DecisionStatus.APPLIED, *DECISION_MADE]),
        "Personen kan bara vänta på beslut om en ansökan som är gjord.",
    ),
    _constraint(
        "day_of_a_decision_made",
        Q(benefit_decided_on__isnull=True) | Q(benefit_decision_status__in=DECISION_MADE),
        "Ange beslutsdagen bara när beslutet är fattat.",
    ),
    _constraint(
        "decided_once_applied",
        Q(benefit_decided_on__isnull=True)
        | Q(benefit_applied_on__isnull=True)
        | Q(benefit_decided_on__gte=models.F("benefit_applied_on")),
        "Beslutet kan inte vara fattat före ansökan.",
    ),
    _constraint(
        "capacity_in_quarters",
        Q(work_capacity_pct__isnull=True) | Q(work_capacity_pct__in=WorkCapacity.values),
        "Ange arbetsförmågan som 0, 25, 50, 75 eller 100 procent.",
    ),
    _constraint(
        "capacity_fits_assessment",
        Q(work_capacity_pct__isnull=True)
        | (
            ~Q(fit_for_work=FitForWork.NO, work_capacity_pct__gt=0)
            & ~Q(fit_for_work=FitForWork.YES, work_capacity_pct=0)
        ),
        "Arbetsförmågan i procent stämmer inte med bedömningen av om personen kan arbeta.",
    ),
    _constraint(
        "consent_has_a_day",
        Q(basis=DisclosureBasis.CONSENT, consent_given_on__isnull=False)
        | (~Q(basis=DisclosureBasis.CONSENT) & Q(consent_given_on__isnull=True)),
        "Ange dagen för samtycket när grunden är samtycke, och bara då.",
    ),
)
"""What cannot be true at once, in every table that states facts."""


class StatedFacts(models.Model):
    """The facts, as they were stated. No diagnosis field, on purpose (law, sensitive data).

    What follows from them on a day, such as long unemployment, is computed (referrals/facts/computed.py), not stored.
    """

    benefit_kind = models.CharField("ersättning", max_length=24, choices=BenefitKind)
    benefit_reason = models.CharField("skäl till ersättning", max_length=12, choices=BenefitReason)
    benefit_applied_on = models.DateField("ansökte om försörjningsstöd", null=True, blank=True)
    benefit_decision_status = models.CharField(
        "beslut om försörjningsstöd", max_length=12, choices=DecisionStatus, blank=True, default=""
    )
    benefit_decided_on = models.DateField("beslutsdag", null=True, blank=True)
    wants_decision_first = models.BooleanField("vill ha beslutet före inskrivning", default=False)
    introduction_ends_on = models.DateField("introduktionen eller etableringen slutar", null=True, blank=True)
    has_unemployment_fund = models.CharField(
        "rätt till a-kassa", max_length=8, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN
    )
    inquiry_done_on = models.DateField("grundutredningen klar", null=True, blank=True)
    fit_for_work = models.CharField("arbetsför", max_length=16, choices=FitForWork)
    work_capacity_pct = models.PositiveSmallIntegerField(
        "arbetsförmåga i procent", choices=WorkCapacity, null=True, blank=True
    )
    seeking_work = models.CharField("arbetssökande", max_length=8, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    pes_registered_on = models.DateField("inskriven på Arbetsförmedlingen", null=True, blank=True)
    pes_category = models.CharField("sökandekategori", max_length=16, choices=PesCategory, blank=True, default="")
    unemployed_since = models.DateField("arbetslös sedan", null=True, blank=True)
    latest_reference_on = models.DateField("senaste referens", null=True, blank=True)
    sfi_status = models.CharField("sfi", max_length=12, choices=SfiStatus, blank=True, default="")
    is_refugee = models.BooleanField("flykting", default=False)
    has_children_at_home = models.BooleanField("barn i hemmet", default=False)
    lives_elsewhere = models.BooleanField("bor i en annan kommun", default=False, db_default=False)
    basis = models.CharField(
        "grund för att lämna uppgifterna", max_length=12, choices=DisclosureBasis, blank=True, default=""
    )
    consent_given_on = models.DateField("samtycke lämnat", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = FACTS_FIT_TOGETHER

    @property
    def waits_for_decision(self) -> bool:
        """Whether the person wants the decision on benefit first, and it has not been made (R-2-54)."""
        return self.wants_decision_first and self.benefit_decision_status == DecisionStatus.APPLIED

    def stated(self) -> dict[str, Any]:
        """The facts by field."""
        return {name: getattr(self, name) for name in STATED}


STATED = tuple(field.name for field in StatedFacts._meta.local_fields)
"""The fields, by name."""
