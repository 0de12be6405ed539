"""Which role somebody has where, and when: the history behind the role and unit of a user."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import keeps_history
from core.validity import DatedModel, DatedQuerySet, validity_order, validity_range
from organisation.models.places import IncomeSupportUnit, Jobbtorg
from organisation.models.users import WITH_CASES, Role, User, role_fits_organisation


class PositionQuerySet(DatedQuerySet):
    def in_force_on(self, day: datetime.date) -> PositionQuerySet:
        """Positions that hold on a local date; at most one for each user."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, revoked_at=None)

    def working_with_cases_on(self, day: datetime.date) -> PositionQuerySet:
        """Positions by which somebody works with a jobbtorg's cases on a local date; of open accounts only."""
        return self.in_force_on(day).filter(role__in=WITH_CASES, jobbtorg__isnull=False, user__is_active=True)

    def coaching_on(self, day: datetime.date) -> PositionQuerySet:
        """Positions by which somebody is a coach at a jobbtorg on a local date: a case has a coach, not a manager."""
        return self.working_with_cases_on(day).filter(role=Role.COACH)


@keeps_history()
class Position(DatedModel):
    """A role in a unit for a period of local dates. Never deleted: it is ended, or revoked before it was of use."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="positions", verbose_name="användare"
    )
    role = models.CharField("roll", max_length=24, choices=Role)
    jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="jobbtorg",
        db_index=False,
    )
    income_support_unit = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="försörjningsstödsenhet",
        db_index=False,
    )
    protected_access = models.BooleanField("får öppna skyddade personer", default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="given av",
        db_index=False,
    )
    given_at = models.DateTimeField("given", default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="återkallad av",
        db_index=False,
    )
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    objects: ClassVar[Any] = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "behörighet"
        verbose_name_plural = "behörigheter"
        ordering = ["-valid_from", "-given_at"]
        constraints = [
            validity_order("position_validity_order"),
            role_fits_organisation("position_role_fits_organisation"),
            ExclusionConstraint(
                name="one_position_per_user_and_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (validity_range(), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
                violation_error_message="Användaren har redan en behörighet någon av de dagarna.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.get_role_display(), self.unit_name]))

    @property
    def unit_name(self) -> str:
        """Where, in words; empty for central roles."""
        return str(self.jobbtorg or self.income_support_unit or "")

    @classmethod
    def current_position_of(cls, user: User, *, since: datetime.date, **facts: Any) -> Position:
        """The position, not yet saved, that a user's role and unit speak of; it began on a local date."""
        return cls(
            user=user,
            role=user.role,
            jobbtorg=user.jobbtorg,
            income_support_unit=user.income_support_unit,
            protected_access=user.protected_access,
            valid_from=since,
            valid_to=user.position_until,
            **facts,
        )
