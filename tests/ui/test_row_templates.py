"""A longer list draws no more templates: what stands in every row is part of the list's own template, or a tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.house import House, add_more, build_house
from tests.pages import PAGES, Sort
from tests.rollback import undone_afterwards
from tests.visits import signed_in

MORE = 3
FEW = {
    "case": {"workbench/cases/_clock.html"},
    "case_group_information": {"components/_seen.html"},
    "access_log_reviews": {"components/_table.html", "workbench/access_log/_review_result.html"},
    "import_columns": {
        *("imports/_list_card.html", "components/_table.html", "django/forms/field.html"),
        *("components/_field_errors.html", "django/forms/widgets/attrs.html", "django/forms/widgets/checkbox.html"),
        *("django/forms/widgets/date.html", "django/forms/widgets/input.html", "django/forms/widgets/select.html"),
    },
    "import_check": {"imports/_cause.html", "components/_table.html"},
    "import_questions": {"imports/_question.html", "components/_summary_list.html"},
    "log_review_list": {"workbench/access_log/_review_result.html"},
}
"""Of what there are some, never fifty: a case's clocks, its invitations that each have a form, the months of a year.

Of an import: its lists with their columns, the causes of its faults, and what lists disagree about.
"""


def templates_drawn(house: House) -> dict[str, Counter[str]]:
    """How often each template was drawn, on each page, by the first role that gets it."""
    found: dict[str, Counter[str]] = {}
    clients = {role: signed_in(user) for role, user in house.staff.items()}
    for name, page in PAGES.items():
        for role, client in clients.items():
            if page.sort is Sort.PAGE and page.lets_in(role) and name not in found:
                with undone_afterwards():
                    response = client.get(house.address(name))
                if response.status_code == 200:
                    found[name] = Counter(template.name or "" for template in response.templates)
    return found


@pytest.fixture
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_house()


def test_more_rows_draw_no_more_templates(house: House) -> None:
    add_more(house, 1)
    few = templates_drawn(house)
    assert len(few) > 60, f"the walk does not reach the pages any more: {sorted(few)}"
    add_more(house, MORE)
    many = templates_drawn(house)
    more = {name: set(many[name] - few[name]) - FEW.get(name, set()) for name in few}
    assert {name: parts for name, parts in more.items() if parts} == {}
