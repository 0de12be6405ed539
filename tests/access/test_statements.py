"""No page sends more statements because there is more to show, and none more than its row in tests/pages.py says.

Each page, file and step, by each role that opens it, with more of everything than a list shows at a time; and with a
few by one of these roles, which take turns from page to page. With FULL=1 a hundred against ten, seen by each role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from organisation.models import Role
from tests.house import House, add_more, build_house
from tests.long_walks import FULL
from tests.pages import PAGES, SURNAME, Sort
from tests.rollback import undone_afterwards
from tests.visits import signed_in, statements_of

FEW_ROWS, MANY_ROWS = (10, 100) if FULL else (4, 54)
"""The long lists are cut into pages of fifty."""
LOOKED_AT = (Sort.PAGE, Sort.FILE, Sort.STEP)
QUESTIONS = {"search": f"?q={SURNAME}", "referral_inbox": "?visa=alla", "user_list": "?visa=alla"}
"""What a list is asked for where it shows little or nothing by itself."""

Visit = tuple[str, Role]


def visits(house: House, *, by_all: bool) -> dict[Visit, list[str]]:
    """What each page that answers 200 sends, by page and role: by all roles, or by the first of them in turn."""
    clients = {role: signed_in(user) for role, user in house.staff.items()}
    for client in clients.values():
        client.get(reverse("help"))  # the first page of a session asks for more than the others
    found = {}
    for number, (name, page) in enumerate(PAGES.items()):
        roles = [role for role in clients if page.sort in LOOKED_AT and page.lets_in(role)]
        turn = number % max(len(roles), 1)
        for role in (*roles[turn:], *roles[:turn]):
            reset_queries()  # Django keeps the last nine thousand, and warns
            cache.clear()
            with undone_afterwards():
                status, sent = statements_of(clients[role], house.address(name) + QUESTIONS.get(name, ""))
            if status == 200:
                found[name, role] = sent
                if not by_all:
                    break
    return found


def furnish(house: House, number: int) -> None:
    """So many more of everything, and PostgreSQL told of it: as long as it takes a table for empty, it plans badly."""
    add_more(house, number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[dict[Visit, list[str]], ...]]:
    """The walk with few and with many rows."""
    with django_db_blocker.unblock(), undone_afterwards():
        house = build_house()
        furnish(house, FEW_ROWS - 1)
        few = visits(house, by_all=FULL)
        furnish(house, MANY_ROWS - FEW_ROWS)
        yield few, visits(house, by_all=True)


def test_more_rows_take_no_more_statements(walked: tuple[dict[Visit, list[str]], ...]) -> None:
    few, many = walked
    assert len({name for name, _ in few}) > 90, f"the walk does not reach the pages any more: {sorted(few)}"
    assert few.keys() <= many.keys()
    assert {name for name, _ in few} == {name for name, _ in many}
    assert {visit: (len(few[visit]), len(many[visit])) for visit in few if len(few[visit]) != len(many[visit])} == {}


def test_no_page_sends_more_statements_than_it_may(walked: tuple[dict[Visit, list[str]], ...]) -> None:
    most: dict[str, int] = defaultdict(int)
    for sent in walked:
        for (name, _), statements in sent.items():
            most[name] = max(most[name], len(statements))
    assert {name: count for name, count in most.items() if count > PAGES[name].statements} == {}
