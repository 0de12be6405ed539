"""Questions about cases, in the domain's words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aspirants.choices import OpeningKind, Protection
from core.refusals import OperationRefused
from organisation.models import User


def of_persons_open_to(user: User, path: str = "person") -> Q:
    """Rows whose person the user may open: protected persons only for the specially appointed.

    `path` is the lookup that leads from the row to the person.
    """
    return Q() if user.protected_access else Q(**{f"{path}__protection": Protection.NONE})


class OpeningQuerySet(models.QuerySet[Any]):
    def in_force(self) -> OpeningQuerySet:
        """Openings whose hour has not passed."""
        return self.filter(expires_at__gt=timezone.now())

    def into_other_units(self) -> OpeningQuerySet:
        """Openings by which a case of another jobbtorg is read."""
        return self.filter(kind=OpeningKind.OTHER_UNIT)


class EnrolmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> EnrolmentQuerySet:
        """Cases the user may work in: coaches and managers, within their own jobbtorg."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user), jobbtorg_id=user.jobbtorg_id)

    def readable_by(self, user: User | AnonymousUser) -> EnrolmentQuerySet:
        """Those the user may work in, and another jobbtorg's while an opening with a reason lasts ("bryt glaset").

        A protected person is never reached that way.
        """
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        worked_in = of_persons_open_to(user) & Q(jobbtorg_id=user.jobbtorg_id)
        opened = user.openings.in_force().into_other_units().values("person_id")
        return self.filter(worked_in | Q(person__protection=Protection.NONE, person__in=opened))

    def open(self) -> EnrolmentQuerySet:
        return self.filter(closed_on__isnull=True)

    def locked(self, enrolment: Any) -> Any:
        """The case as it stands now, locked until the transaction ends: one writer at a time, closing among them."""
        return self.select_for_update(no_key=True).get(pk=enrolment.pk)

    def locked_open(self, enrolment: Any, *, refusal: str = "Ärendet är avslutat.") -> Any:
        """As `locked`, for what adds to a case; raises OperationRefused with the sentence where it is closed."""
        case = self.locked(enrolment)
        if not case.is_open:
            raise OperationRefused(refusal)
        return case

    def coached_by(self, user: User) -> EnrolmentQuerySet:
        return self.filter(coach=user)


class StandingManager(models.Manager[Any]):
    """Rows that stand: not those left as a trace, emptied, because they had been registered on the wrong person or
    were undone at once. Such a row has `removed_at`; a model says otherwise by `standing`."""

    standing = Q(removed_at__isnull=True)

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(self.standing)


class PersonBoundQuerySet(models.QuerySet[Any]):
    """Rows that hang on a case: visible exactly when the case is."""

    def visible_to(self, user: User | AnonymousUser) -> PersonBoundQuerySet:
        """Rows of cases the user may read."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user, "enrolment__person"), enrolment__jobbtorg_id=user.jobbtorg_id)
