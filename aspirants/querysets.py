"""Questions about cases, in the domain's words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from aspirants.choices import Protection
from organisation.models import User


def of_persons_open_to(user: User, path: str = "person") -> Q:
    """Rows whose person the user may open: protected persons only for the specially appointed.

    `path` is the lookup that leads from the row to the person.
    """
    return Q() if user.protected_access else Q(**{f"{path}__protection": Protection.NONE})


class EnrolmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> EnrolmentQuerySet:
        """Cases whose contents the user may read: coaches and managers, within their own jobbtorg."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user), jobbtorg_id=user.jobbtorg_id)

    def open(self) -> EnrolmentQuerySet:
        return self.filter(closed_on__isnull=True)

    def coached_by(self, user: User) -> EnrolmentQuerySet:
        return self.filter(coach=user)


class PersonBoundQuerySet(models.QuerySet[Any]):
    """Rows that hang on a case: visible exactly when the case is."""

    def visible_to(self, user: User | AnonymousUser) -> PersonBoundQuerySet:
        """Rows of cases the user may read."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user, "enrolment__person"), enrolment__jobbtorg_id=user.jobbtorg_id)
