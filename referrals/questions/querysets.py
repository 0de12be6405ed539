"""Which questions a user sees, and whose turn it is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aspirants.querysets import of_persons_open_to
from organisation.models import Role, User
from referrals.choices import Side


class QuestionThreadQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> QuestionThreadQuerySet:
        """A jobbtorg sees those of its referrals and cases, a unit its own, a chef stadsdel those of all its units.

        Of a protected person a unit's are seen by who sent the referral, and no other.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.works_with_cases:
            received = Q(referral__jobbtorg=user.jobbtorg_id) & of_persons_open_to(user, "referral__person")
            in_case = Q(enrolment__jobbtorg=user.jobbtorg_id) & of_persons_open_to(user, "enrolment__person")
            return self.filter(received | in_case)
        if user.role == Role.CASEWORKER:
            return self.of_unit_of(user)
        if user.role == Role.DISTRICT_MANAGER and user.income_support_unit is not None:
            return self.filter(_shown_to(user), unit__district=user.income_support_unit.district_id)
        return self.none()

    def of_unit_of(self, user: User) -> QuestionThreadQuerySet:
        """Those of the user's own unit that the user sees; of the user only the keys and the appointment count."""
        return self.filter(_shown_to(user), unit=user.income_support_unit_id)

    def open(self) -> QuestionThreadQuerySet:
        """Those that nobody has closed."""
        return self.filter(closed_at__isnull=True)

    def waiting_for(self, side: Side) -> QuestionThreadQuerySet:
        """Open ones in which it is that side's turn, and in which it can write (`_answerable`)."""
        return self.open().filter(_answerable(), waits_for=side)

    def waiting_for_nobody(self) -> QuestionThreadQuerySet:
        """Open ones that are answered, and whose answer is read."""
        return self.open().filter(_answerable(), waits_for="")

    def ended(self) -> QuestionThreadQuerySet:
        """Those that are closed, and open ones in which nobody can write any more."""
        return self.filter(~_answerable() | Q(closed_at__isnull=False))


def _answerable() -> Q:
    """On a ground that holds, and not about a referral that its unit follows no longer: else nobody can answer.

    What the law gives holds; a consent until it is withdrawn or has ended.
    """
    return _ground_holds() & Q(referral__followed_until__isnull=True)


def _ground_holds() -> Q:
    """What the law gives holds; a consent until it is withdrawn or has ended, for whom it is there.

    It is there for the jobbtorg that it names; its unit, which has it still, is told so by where the referral is now.
    """
    until = Q(consent__valid_to__isnull=True) | Q(consent__valid_to__gte=timezone.localdate())
    is_there = Q(consent__given_on__isnull=False)
    is_between = Q(referral__isnull=True) | Q(consent__jobbtorg=F("referral__jobbtorg"))
    return Q(consent__isnull=True) | (is_there & is_between & Q(consent__withdrawn_on__isnull=True) & until)


def _shown_to(user: User) -> Q:
    """At a stadsdel. A case that the unit did not refer is not its to read: of those the database cuts the protected
    persons' (referrals/row_security/questions.py).
    """
    return Q(referral__isnull=True) | Q(referral__sent_by=user) | of_persons_open_to(user, "referral__person")


def side_of(user: User) -> Side:
    """On which side of a question the user stands."""
    return Side.JOBBTORG if user.works_with_cases else Side.UNIT
