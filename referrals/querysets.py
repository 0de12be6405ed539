"""Questions about referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from aspirants.querysets import of_persons_open_to

if TYPE_CHECKING:
    from organisation.models import User


class ReferralQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> ReferralQuerySet:
        """A jobbtorg sees what was sent to it, a stadsdel what it sent; of a protected person only the sender."""
        from organisation.models import Role

        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            return self.filter(of_persons_open_to(user), jobbtorg_id=user.jobbtorg_id)
        sender_or_open = Q(sent_by=user) | of_persons_open_to(user)
        if user.role == Role.CASEWORKER:
            return self.filter(sender_or_open, unit_id=user.income_support_unit_id)
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            return self.filter(sender_or_open, unit__district_id=user.income_support_unit.district_id)
        return self.none()

    def waiting(self) -> ReferralQuerySet:
        """Sent in and neither enrolled, declined nor withdrawn."""
        from referrals.models import ReferralStatus

        return self.filter(status__in=[ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED])
