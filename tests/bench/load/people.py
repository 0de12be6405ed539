"""Who is at work under the load: staff of the city, each in a session of its own, with cases that are theirs."""

from __future__ import annotations

import json
import os
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from aspirants.models import Enrolment, Protection
from organisation.models import Role, User
from referrals.models import Referral
from tests.bench.load.sites import Site
from tests.bench.load.walks import SHARES, WALKS
from tests.waiting.server import session_of

COOKIE = "__Host-sessionid"
"""In which production keeps the session."""

OBJECTS_EACH = 12
"""So many cases or referrals one person is about, far fewer than a user may look up in ten minutes."""


def write_people(file: Path, count: int, site: Site) -> list[dict[str, Any]]:
    """Write so many people with their sessions into a file that nobody else may read; gives them too."""
    people = [_person(number, user, site) for number, user in enumerate(staff(count))]
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(people, opened)
    return people


def staff(count: int) -> list[User]:
    """So many people, roles by their shares, from all over the city, always the same; each has something to work on.

    Where the city has fewer, some sit at two screens.
    """
    chosen: list[User] = []
    for role, share in SHARES.items():
        wanted = count - len(chosen) if role == list(SHARES)[-1] else round(count * share)
        found = list(_with_work(Role(role)))
        assert found, f"the city has no {role} with something to work on"
        step = max(1, len(found) // max(1, wanted))
        chosen += islice(cycle(found[::step]), wanted)
    return chosen


def _with_work(role: Role) -> QuerySet[User]:
    cases = Enrolment.objects.open().filter(person__protection=Protection.NONE)
    work = {
        Role.COACH: cases.filter(coach=OuterRef("pk")),
        Role.MANAGER: cases.filter(jobbtorg=OuterRef("jobbtorg")),
        Role.CASEWORKER: Referral.objects.filter(
            unit=OuterRef("income_support_unit"), person__protection=Protection.NONE
        ),
    }
    return User.objects.filter(Exists(work[role]), role=role, is_active=True).order_by("pk")


def _person(number: int, user: User, site: Site) -> dict[str, Any]:
    objects, role = _objects(user), Role(user.role)
    return {
        "number": number,
        "role": role,
        "cookie": COOKIE,
        "session": session_of(user),
        "walk": WALKS[role],
        "addresses": {page: sorted({site.address(page, role, one.pk) for one in objects}) for page in WALKS[role]},
        "words": sorted({one.person.search_name.split()[-1] for one in objects}),
        "searches_by_post": site.searches_by_post,
        "form": site.form,
        "typed": dict(site.typed),
    }


def _objects(user: User) -> list[Any]:
    """What the user works on: a coach's own cases, a manager's unit's, what a sender's unit has sent."""
    if user.role == Role.CASEWORKER:
        found: QuerySet[Any] = Referral.objects.visible_to(user).order_by("-pk")
    else:
        found = Enrolment.objects.visible_to(user).open().order_by("pk")
        if user.role == Role.COACH:
            found = found.filter(coach=user)
    return list(found.filter(person__protection=Protection.NONE).select_related("person")[:OBJECTS_EACH])
