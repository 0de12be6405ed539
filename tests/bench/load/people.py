"""Who is at work under the load: staff of the city, each in a session of its own, with cases that are theirs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse

from aspirants.models import Enrolment, Protection
from organisation.models import Role, User
from organisation.sign_in.proving.proof import PROVIDER
from referrals.models import Referral
from tests.bench.load.walks import SHARES, WALKS
from tests.pages import PAGES, Object
from tests.visits import signed_in

COOKIE = "__Host-sessionid"
"""In which production keeps the session."""

OBJECTS_EACH = 12
"""So many cases or referrals one person is about, far fewer than a user may look up in ten minutes."""


def write_people(file: Path, count: int, urls: str) -> list[str]:
    """Write, for nobody else to read, so many people with their sessions; gives the pages that `urls` does not have.

    `urls` is a module of URLs. A page it lacks is left out of the walks.
    """
    missing = missing_pages(urls)
    people = [_person(number, user, urls, missing) for number, user in enumerate(staff(count))]
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(people, opened)
    return missing


def missing_pages(urls: str) -> list[str]:
    """The pages of the walks that are not among `urls`."""
    return sorted({page for walk in WALKS.values() for page in walk if _address(page, 1, urls) is None})


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


def _person(number: int, user: User, urls: str, missing: Sequence[str]) -> dict[str, Any]:
    objects = _objects(user)
    words = [one.case_no if isinstance(one, Enrolment) else one.number for one in objects]
    keys = [one.pk for one in objects]
    walk = {page: weight for page, weight in WALKS[user.role].items() if page not in missing}
    return {
        "number": number,
        "cookie": COOKIE,
        "session": _session_of(user),
        "walk": walk,
        "addresses": {page: sorted({_address(page, key, urls) for key in keys}) for page in walk},
        # Some ask by number, some by name.
        "words": words + [one.person.last_name for one in objects],
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


def _address(page: str, key: int, urls: str) -> str | None:
    arguments = [key] if PAGES[page].about in (Object.CASE, Object.REFERRAL) else []
    try:
        return reverse(page, urlconf=urls, args=arguments)
    except NoReverseMatch:
        return None


def _session_of(user: User) -> str:
    """The key of a new session in which the city's identity provider has vouched for the user.

    So a second factor is not asked for, although production requires one of who comes with a password.
    """
    session = signed_in(user).session
    record_authentication(SimpleNamespace(session=session), user, PROVIDER, provider="sso", uid=user.email)  # type: ignore[arg-type]
    session.save()
    return str(session.session_key)
