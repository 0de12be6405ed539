"""Wherever a person is shown, the access log has a row: every URL, every role that may open it, GET and POST."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from audit.models import AccessEvent, AccessKind
from demo.factories import (
    UserFactory,
)
from organisation.models import Role, User
from tests.house import House, build_house
from tests.pages import PAGES, Sort
from tests.rollback import undone_afterwards
from tests.visits import last_logged, signed_in


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_house()


@pytest.fixture
def house(furnished: House) -> Iterator[House]:
    with undone_afterwards():
        yield furnished


@dataclass(frozen=True)
class Visit:
    """A request with what came back and the kinds of rows that it left in the log, refusals and acts left out."""

    method: str
    role: Role
    response: Any
    kinds: list[str]

    @property
    def body(self) -> str:
        content: str = self.response.content.decode(errors="replace")
        return content


def _visits(house: House, name: str) -> Iterator[Visit]:
    """Each request to a page; what it does is undone before the next."""
    page, url = PAGES[name], house.address(name)
    for role, user in house.staff.items():
        if not page.lets_in(role):
            continue
        client = signed_in(user)
        for method in ("get", "post"):
            with undone_afterwards():
                before = last_logged()
                response = getattr(client, method)(url, page.typed if method == "post" else {})
                assert response.status_code < 500
                rows = AccessEvent.objects.filter(pk__gt=before, user=user)
                rows = rows.exclude(kind__in=[AccessKind.DENIED, AccessKind.WRITE])
                yield Visit(method, role, response, list(rows.values_list("kind", flat=True)))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_person_is_shown_without_a_row(house: House, name: str) -> None:
    """And the rows are of the kind that the table says; a file is logged as one, and is no page."""
    page, shown = PAGES[name], False
    kinds: set[str] = set()
    for visit in _visits(house, name):
        reveals = [secret for secret in house.secrets if secret in visit.body]
        assert visit.kinds or not reveals, f"{visit.method} {name} as {visit.role} shows {reveals[0]} and logs nothing"
        assert visit.response.has_header("Content-Disposition") <= (page.sort is Sort.FILE), f"{name} is a file"
        shown, kinds = shown or bool(reveals), kinds | set(visit.kinds)
    assert kinds == ({page.logs} if page.logs else set()), f"{name} leaves other rows than tests/pages.py says"
    assert shown or not page.shows, f"{name} shows nobody any more: the walk does not reach what it should"


def test_the_administration_shows_nobody(house: House) -> None:
    """No table of it is about aspirants, so that nothing has to be logged there; but a file that leaves is."""
    administrator = house.staff[Role.ADMIN]
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    client = signed_in(administrator)
    index = client.get(reverse("admin:index"))
    tables = [model["admin_url"] for app in index.context["app_list"] for model in app["models"]]
    assert len(tables) > 5
    for url in tables:
        assert not [secret for secret in house.secrets if secret in client.get(url).content.decode()], url


def test_a_file_from_the_administration_is_logged(house: House) -> None:
    administrator = house.staff[Role.ADMIN]
    User.objects.filter(pk=administrator.pk).update(is_staff=True, is_superuser=True)
    administrator.refresh_from_db()
    form = {"format": "0", "resource": "", "districtresource_name": "on", "districtresource_code": "on"}
    before = last_logged()
    response = signed_in(administrator).post(reverse("admin:organisation_district_export"), form)
    assert response["Content-Disposition"].startswith("attachment")
    event = AccessEvent.objects.exclude(kind=AccessKind.SIGN_IN).get(pk__gt=before)
    assert (event.kind, event.view) == (AccessKind.EXPORT, "admin:organisation_district_export")


def test_what_leaves_the_house_has_its_own_kinds(house: House) -> None:
    """A file, a print, a shown number: each is told apart from a mere reading."""
    coach = signed_in(house.staff[Role.COACH])
    for name, method, kind in (
        ("statistics_csv", "get", AccessKind.EXPORT),
        ("standing_file", "get", AccessKind.EXPORT),
        ("plan_print", "get", AccessKind.PRINT),
        ("case_print", "get", AccessKind.PRINT),
        ("case_reveal", "post", AccessKind.REVEAL),
    ):
        before = last_logged()
        assert getattr(coach, method)(house.address(name)).status_code == 200
        assert list(AccessEvent.objects.filter(pk__gt=before).values_list("kind", flat=True)) == [kind]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_logged_for_any_method(house: House, method: str) -> None:
    """Outside the role (403) and outside the scope (404): one row each."""
    stranger = UserFactory(manager=True)
    for user, name, status in ((house.staff[Role.CASEWORKER], "case", 403), (stranger, "case_reveal", 404)):
        if method == "get" and name == "case_reveal":
            name = "case"
        client = signed_in(user)
        before = last_logged()
        assert getattr(client, method)(house.address(name)).status_code == status
        event = AccessEvent.objects.get(pk__gt=before)
        assert (event.user, event.kind, event.view) == (user, AccessKind.DENIED, name)


def test_a_stranger_leaves_no_row(house: House) -> None:
    before = last_logged()
    assert Client().get(house.address("case")).status_code == 302
    assert last_logged() == before
