"""Questions about cases, in the domain's words."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Exact
from django.utils import timezone

from aspirants.choices import ClosureStatus, Direction, OpeningKind, OutcomeGroup, Protection
from core.refusals import OperationRefused
from organisation.models import Deputy, Position, Role, User

MOVED_AWAY = "Ärendet finns inte längre vid ert jobbtorg."


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
        """The case as it stands now, locked until the transaction ends: one writer at a time, closing among them.

        Raises OperationRefused where it has moved to another jobbtorg since the page was shown.
        """
        return self.select_for_update(no_key=True, of=("self",)).still_here(enrolment)

    def still_here(self, enrolment: Any) -> Any:
        """The case, of a queryset that locks; raises OperationRefused where it has moved to another jobbtorg."""
        case = self.filter(pk=enrolment.pk).first()
        if case is None or case.jobbtorg_id != enrolment.jobbtorg_id:
            raise OperationRefused(MOVED_AWAY)
        return case

    def locked_open(self, enrolment: Any, *, refusal: str = "Ärendet är avslutat.") -> Any:
        """As `locked`, for what adds to a case; raises OperationRefused with the sentence where it is closed."""
        case = self.locked(enrolment)
        if not case.is_open:
            raise OperationRefused(refusal)
        return case

    def coached_by(self, *users: User) -> EnrolmentQuerySet:
        """Cases of which one of the users is the responsible coach."""
        return self.filter(coach__in=users)

    def without_coach_in_service(self, on: datetime.date) -> EnrolmentQuerySet:
        """Cases whose coach, if there is one, is no coach at the case's jobbtorg on a local date (FC-10).

        So has a case whose coach has left, was moved to another unit, became the manager, or whose account is closed.
        """
        here = Position.objects.coaching_on(on).filter(user=OuterRef("coach"), jobbtorg=OuterRef("jobbtorg"))
        return self.filter(~Exists(here))

    def with_deputies(self, on: datetime.date) -> EnrolmentQuerySet:
        """Cases annotated with `deputies`: who stands in for the coach on a local date, in words, "" for nobody.

        Of a protected person's case only those count who are appointed to open it.
        """
        is_open = Exact(OuterRef("person__protection"), Value(Protection.NONE.value))
        deputies = Deputy.objects.in_force_on(on).filter(
            Q(deputy__protected_access=True) | Q(is_open), coach=OuterRef("coach"), jobbtorg=OuterRef("jobbtorg")
        )
        name = Concat("deputy__first_name", Value(" "), "deputy__last_name")
        names = deputies.order_by().values("coach").annotate(names=StringAgg(name, ", ")).values("names")
        return self.annotate(deputies=Coalesce(Subquery(names), Value(""), output_field=models.TextField()))


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


class ClosureQuerySet(PersonBoundQuerySet):
    def standing(self) -> ClosureQuerySet:
        """Those in force: neither replaced by another reason nor taken back by reopening."""
        return self.exclude(status=ClosureStatus.CORRECTED)

    def to_work_or_studies(self) -> ClosureQuerySet:
        return self.filter(reason__group__in=[OutcomeGroup.WORK, OutcomeGroup.STUDIES])

    def registered_here(self) -> ClosureQuerySet:
        """All but those from imported lists: they have the text of the list or a reason that only lists give."""
        return self.filter(imported_text="", reason__import_only=False)

    def in_error(self) -> ClosureQuerySet:
        """Those that say that there should never have been a case. The cases of the standing ones count nowhere."""
        return self.standing().filter(reason__group=OutcomeGroup.EXCLUDED)


class CheckQuerySet(PersonBoundQuerySet):
    def to_do(self) -> CheckQuerySet:
        """Those without a result, of closings that stand."""
        return self.filter(result="").exclude(closure__status=ClosureStatus.CORRECTED)


class DisclosureQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> DisclosureQuerySet:
        """What was told in the cases of a jobbtorg, and to or by it before there was a case; what a unit, or one in the
        manager's stadsdel, was told or has told.

        Of a protected person only who sent the person knows: that is the database's matter (referrals/row_security/).
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            here = Q(sending_jobbtorg=user.jobbtorg_id) | Q(recipient_jobbtorg=user.jobbtorg_id)
            in_case, before = Q(enrolment__jobbtorg_id=user.jobbtorg_id), Q(enrolment__isnull=True) & here
            return self.filter(of_persons_open_to(user), in_case | before)
        if user.role == Role.CASEWORKER:
            unit = user.income_support_unit_id
            return self.filter(Q(recipient_id=unit) | Q(sending_unit_id=unit))
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            district = user.income_support_unit.district_id
            return self.filter(Q(recipient__district_id=district) | Q(sending_unit__district_id=district))
        return self.none()

    def to_units(self) -> DisclosureQuerySet:
        """What units were told, not what they told."""
        return self.filter(direction=Direction.TO_UNIT)

    def of_case(self, enrolment: Any) -> DisclosureQuerySet:
        """What was told in a case, and about its person before there was one."""
        return self.filter(Q(enrolment=enrolment) | Q(enrolment__isnull=True, person=enrolment.person_id))


class ConsentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> ConsentQuerySet:
        """Consents of a jobbtorg's cases, and before there was a case those it is a side of; those a unit is a side of.

        Of a protected person only who sent the person knows: that is the database's matter (referrals/row_security/).
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            in_case = Q(enrolment__jobbtorg_id=user.jobbtorg_id)
            before = Q(enrolment__isnull=True, jobbtorg_id=user.jobbtorg_id)
            return self.filter(of_persons_open_to(user), in_case | before)
        if user.role == Role.CASEWORKER:
            return self.filter(unit_id=user.income_support_unit_id)
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            return self.filter(unit__district_id=user.income_support_unit.district_id)
        return self.none()

    def holding_on(self, day: datetime.date) -> ConsentQuerySet:
        """Those that hold on a local date."""
        until = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.filter(until, withdrawn_on__isnull=True, given_on__lte=day)
