"""No page takes more queries because there is more to show: each page, with few and with many of everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.house import House, add_more, build_house
from tests.pages import PAGES, Sort
from tests.rollback import undone_afterwards
from tests.visits import signed_in, status_and_queries

MORE = 3
LISTS_NOTHING = ("account_", "mfa_", "openid_", "health", "deep_health")
"""How the names begin of pages of libraries and of the health checks."""


def queries(house: House) -> dict[str, int]:
    """How many queries each page and file takes, by the first role that gets it."""
    found = {}
    clients = {role: signed_in(user) for role, user in house.staff.items()}
    for name, page in PAGES.items():
        if page.sort not in (Sort.PAGE, Sort.FILE) or name.startswith(LISTS_NOTHING):
            continue
        for role, client in clients.items():
            if page.lets_in(role) and name not in found:
                with undone_afterwards():
                    status, count = status_and_queries(client, house.address(name))
                if status == 200:
                    found[name] = count
    return found


@pytest.fixture
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_house()


def test_more_rows_take_no_more_queries(house: House) -> None:
    add_more(house, 1)
    few = queries(house)
    assert len(few) > 70, f"the walk does not reach the pages any more: {sorted(few)}"
    add_more(house, MORE)
    many = queries(house)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
