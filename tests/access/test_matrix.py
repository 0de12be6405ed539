"""What stands beside the walk of all pages (tests/access/test_walk.py): views without a rule, the administration."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from audit.models import AccessEvent, AccessKind
from demo.factories import UserFactory
from organisation.access.rules import administrators, declared_rule
from organisation.models import Role, User
from tests.addresses import ALL, address, parameters_of
from tests.pages import NOT_SERVED, PAGES
from tests.rollback import undone_afterwards
from tests.visits import signed_in

TRAITS = {
    Role.COACH: "coach",
    Role.CASEWORKER: "caseworker",
    Role.MANAGER: "manager",
    Role.DISTRICT_MANAGER: "district_manager",
    Role.CENTRAL_COORDINATOR: "central_coordinator",
    Role.ADMIN: "admin",
    Role.LOG_REVIEWER: "log_reviewer",
}


@pytest.fixture(scope="module")
def employed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[Role, User]]:
    """One user of each role, for all tests of the module."""
    with django_db_blocker.unblock(), undone_afterwards():
        yield {role: UserFactory(**{trait: True}) for role, trait in TRAITS.items()}


@pytest.fixture
def staff(employed: dict[Role, User]) -> Iterator[dict[Role, User]]:
    with undone_afterwards():
        yield employed


@pytest.mark.parametrize("method", ["get", "post"])
def test_on_the_way_in_one_begins_at_the_sign_in(staff: dict[Role, User], method: str) -> None:
    """Whoever has not given a password yet; what everybody else is answered, tests/access/test_walk.py asks."""
    names = [name for name, page in PAGES.items() if page.on_the_way_in]
    assert names
    for name in names:
        answer = getattr(Client(), method)(address(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("name", sorted(NOT_SERVED))
def test_undeclared_views_are_refused(name: str, staff: dict[Role, User]) -> None:
    """What declares no rule is refused for everyone, the administrator included."""
    for user in staff.values():
        assert signed_in(user).get(address(name)).status_code == 403


def test_the_administration_is_for_administrators() -> None:
    """Every view of the admin site carries the administrators' rule, whatever model it is about."""
    names = [name for name in ALL if name.startswith("admin:")]
    assert names
    for name in names:
        parameters = parameters_of(name)
        if "app_label" in parameters or "url" in parameters or name.endswith(":None"):
            continue  # a page about an app, and redirects; they stand in the same namespace
        url = reverse(name, kwargs=dict.fromkeys(parameters, 1))
        assert declared_rule(resolve(url)) is administrators, name


def test_a_refusal_is_logged(staff: dict[Role, User]) -> None:
    """Who tried what is on record, without personal data."""
    signed_in(staff[Role.CASEWORKER]).get(reverse("deadlines"))
    event = AccessEvent.objects.get(kind=AccessKind.DENIED)
    assert (event.user, event.view) == (staff[Role.CASEWORKER], "deadlines")
