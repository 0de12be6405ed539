"""With the first lock taken out, every `visible_to` and `readable_by` answering with everything, the database still
shows nobody more.

tests/access/test_walk.py asks for the pages so; here it is held that it asks for all that could differ, and that the
lock is really out.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps

from tests import roles
from tests.access import first_lock
from tests.access.test_walk import leaks, world
from tests.access.walk import Browser, Visit, walk
from tests.access.world import KINDS, World

__all__ = ["world"]


@pytest.fixture
def elsewhere(world: World) -> Browser:
    """The browser of a coach to whom nothing of Kista is there."""
    return Browser(world, "coach_elsewhere")


@pytest.mark.parametrize(
    ("name", "kind", "asks"),
    [("case", "own", True), ("case", "nothing", True), ("aspirant_list", "", True), ("help", "", False)],
)
def test_a_page_that_asks_for_the_first_lock_is_noticed(elsewhere: Browser, name: str, kind: str, asks: bool) -> None:
    """Also a page without a row to show; not one that asks for nothing but the numbers in its navigation."""
    with first_lock.watched() as watch:
        elsewhere.visit(name, "get", kind)
    assert watch.was_asked is asks


def test_what_asks_is_walked_without_the_lock(world: World) -> None:
    """Next to each other in the walk: the page, and the same page without the lock."""
    visits = list(walk(world, "coach_elsewhere", ["case", "help", "referral_detail", "clock_explain"], full=True))
    again = {index for index, visit in enumerate(visits) if not visit.with_first_lock}
    assert Counter(visits[index].name for index in again) == dict.fromkeys(
        ["case", "referral_detail", "clock_explain"], len(KINDS) + 1
    )
    for index in again:
        before, without = visits[index - 1], visits[index]
        assert (before.name, before.kind, before.method) == (without.name, without.kind, "get")


def test_without_either_lock_the_pages_would_leak(
    world: World, elsewhere: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk without the first lock can find something: with row security away as well, it does."""

    def visit() -> Visit:
        with first_lock.removed():
            return elsewhere.visit("aspirant_list", "get", "")

    assert leaks(world, visit()) == []
    monkeypatch.setattr(roles, "WEB", roles.OWNER)
    assert leaks(world, visit()) != []


def test_every_queryset_that_cuts_is_among_them() -> None:
    """A new `visible_to` that is not taken out here would make the walk prove less than it says."""

    cutting = {
        type(model._default_manager.all())
        for model in apps.get_models()
        if hasattr(model._default_manager, "visible_to")
    }
    # Reviews of the log are about staff; what they show of the log is cut by the log's own policies.
    taken_out = {queryset.__name__ for queryset in first_lock.QUERYSETS}
    assert {one.__name__ for one in cutting} - {"LogReviewQuerySet"} <= taken_out
