"""Questions about joinings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from aspirants.choices import Protection
from aspirants.models import Enrolment, Person
from organisation.models import User
from referrals.models import Referral


class PersonJoinQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> PersonJoinQuerySet:
        """Joinings of records of which one is met at the user's jobbtorg; never those of protected persons."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        here = Q()
        for record in ("goes", "stays", "stays__joined_into"):
            for rows in (Enrolment.objects, Referral.objects):
                here |= Q(Exists(rows.visible_to(user).filter(person=OuterRef(record))))
        # Row security shows the other jobbtorg's person to nobody here, so that a join would find no row.
        protected = Person.objects.exclude(protection=Protection.NONE)
        hidden = Q()
        for record in ("goes", "stays"):
            hidden |= Q(Exists(protected.filter(pk=OuterRef(record))))
        return self.filter(here).exclude(hidden)
