"""Every page as each role that opens it sees it, and every form of it sent in empty; fetched once for all tests."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoDbBlocker

from organisation.models import Role
from tests.house import House, add_more, build_house
from tests.pages import PAGES, SURNAME, Sort
from tests.post_forms import post_forms
from tests.rollback import undone_afterwards
from tests.tree import Element, tree_of
from tests.visits import signed_in

QUESTIONS = {"search": f"?q={SURNAME}", "referral_inbox": "?visa=alla", "user_list": "?visa=alla"}
REFUSED = (409, 422)

Visit = tuple[str, Role]


@dataclass
class Walk:
    """What the pages look like."""

    opened: dict[Visit, Element] = field(default_factory=dict)
    refused: dict[tuple[str, str], Element] = field(default_factory=dict)
    """What comes back of a form that was sent in empty: by the page it stood on, and the page that took it."""


def _send_empty(client: Client, walk: Walk, name: str, response: object, path: str) -> None:
    """Each form of the page, with nothing but what it carries unseen."""
    for form in post_forms(response, path):
        if form.action.startswith(("/konto/", "/sok")) or (name, form.name) in walk.refused:
            continue
        with undone_afterwards():
            answer = client.post(form.action, form.hidden)
        if answer.status_code in REFUSED:
            walk.refused[name, form.name] = tree_of(answer.content.decode())


def _walk(house: House) -> Walk:
    walk = Walk()
    clients = {role: signed_in(user) for role, user in house.staff.items()}
    for name, page in PAGES.items():
        for role, client in clients.items():
            if page.sort is not Sort.PAGE or not page.lets_in(role):
                continue
            cache.clear()
            path = house.address(name) + QUESTIONS.get(name, "")
            with undone_afterwards():
                response = client.get(path)
                if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                    walk.opened[name, role] = tree_of(response.content.decode())
                    _send_empty(client, walk, name, response, path)
    return walk


@pytest.fixture(scope="session")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Walk:
    """The walk. The house it goes through is gone before the first test, because other folders' run in the process."""
    with django_db_blocker.unblock(), undone_afterwards():
        house = build_house()
        add_more(house, 2)
        found = _walk(house)
    return found
