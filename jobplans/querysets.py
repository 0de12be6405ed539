"""Questions about plans, clocks and follow-ups."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef

from aspirants.querysets import of_persons_open_to
from jobplans.choices import ApprovalMethod, VersionStatus
from organisation.models import Role, User


class PlanVersionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> PlanVersionQuerySet:
        """Versions the user may read: jobbtorg staff their unit's; a stadsdel what has been communicated to it."""
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            return self.filter(
                of_persons_open_to(user, "plan__enrolment__person"), plan__enrolment__jobbtorg_id=user.jobbtorg_id
            )
        if user.role == Role.CASEWORKER:
            return self.communicated_to_unit(unit_id=user.income_support_unit_id)
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            return self.communicated_to_unit(unit__district_id=user.income_support_unit.district_id)
        return self.none()

    def communicated_to_unit(self, **unit: Any) -> PlanVersionQuerySet:
        """Versions sent to units that fit the lookup, e.g. `unit_id=7`."""
        sent = {f"communications__{lookup}": value for lookup, value in unit.items()}
        # A version sent to two such units is still one version, hence the inner query.
        return self.filter(pk__in=self.model.objects.filter(**sent).values("pk"))

    def locked(self, version: Any) -> Any:
        """The version as it is now, kept from others until the transaction ends."""
        versions = self.select_for_update(of=("self",)).select_related("plan__enrolment__income_support_unit")
        return versions.select_related("saved_by", "drafted_by").get(pk=version.pk)

    def approved(self) -> PlanVersionQuerySet:
        return self.filter(status=VersionStatus.APPROVED)

    def not_communicated(self) -> PlanVersionQuerySet:
        """Approved versions that the case's present unit has not received yet and is to be sent (R-4-21).

        Of a plan from an imported list nothing is known but that there was one: there is nothing to send.
        """
        sent = self.model.objects.filter(
            pk=OuterRef("pk"), communications__unit=F("plan__enrolment__income_support_unit")
        )
        return self.written_here().approved().filter(~Exists(sent))

    def written_here(self) -> PlanVersionQuerySet:
        """All but those that an imported list tells of."""
        told_of = self.model.objects.filter(pk=OuterRef("pk"), approval__method=ApprovalMethod.IMPORTED)
        return self.filter(~Exists(told_of))
