"""Every URL, every role: the rule is declared, the table says the same, and the pages obey it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from audit.models import AccessEvent, AccessKind
from demo.factories import SweepRunFactory, UserFactory
from organisation.access.rules import administrators, declared_rule
from organisation.models import Role, User
from tests.addresses import ALL, address, parameters_of
from tests.pages import ANYONE, NOT_SERVED, PAGES
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
        SweepRunFactory()  # without which the deep health check answers 503
        yield {role: UserFactory(**{trait: True}) for role, trait in TRAITS.items()}


@pytest.fixture
def staff(employed: dict[Role, User]) -> Iterator[dict[Role, User]]:
    with undone_afterwards():
        yield employed


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_pages_obey_the_table(name: str, staff: dict[Role, User]) -> None:
    """GET and POST as every role: let in (whatever the page then says), or 403; unknown visitors go to sign-in."""
    page, url = PAGES[name], address(name)
    for method in ("get", "post"):
        anonymous = getattr(Client(), method)(url)
        sent_to_sign_in = anonymous.status_code == 302 and anonymous["Location"].startswith(reverse("account_login"))
        must_sign_in = page.opens != ANYONE or page.on_the_way_in
        assert sent_to_sign_in == must_sign_in, f"anonymous {method} {name}: {anonymous.status_code}"
    for role, user in staff.items():
        client = signed_in(user)
        allowed = page.lets_in(role)
        for method in ("get", "post"):
            status = getattr(client, method)(url).status_code
            assert (status != 403) == allowed, f"{role} {method} {name}: {status}"
            assert status < 500


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
