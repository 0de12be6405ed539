"""With the first lock taken out – every `visible_to` answers with everything – the database still shows nobody more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker

from aspirants.querysets import EnrolmentQuerySet, PersonBoundQuerySet
from deadlines.querysets import ClockQuerySet
from jobplans.querysets import PlanVersionQuerySet
from referrals.querysets import ReferralQuerySet
from tests.access.test_walk import VISITORS, leaks
from tests.access.walk import walk
from tests.access.world import World, build_world
from tests.rollback import undone_afterwards

QUERYSETS = (EnrolmentQuerySet, PersonBoundQuerySet, ClockQuerySet, PlanVersionQuerySet, ReferralQuerySet)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_world()


@pytest.fixture
def first_lock_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every queryset that cuts to what a user may see now cuts nothing."""

    def everything(rows: Any, user: Any) -> Any:
        return rows.all()

    for queryset in QUERYSETS:
        monkeypatch.setattr(queryset, "visible_to", everything)


@pytest.mark.parametrize(
    "visitor", [name for name in VISITORS if name.startswith(("coach", "manager", "sender", "district"))]
)
def test_nothing_leaks_through_any_page_without_the_first_lock(
    visitor: str, world: World, first_lock_removed: None
) -> None:
    found = [
        (visit.name, visit.kind, words)
        for visit in walk(world, visitor, methods=("get",))
        if (words := leaks(world, visit))
    ]
    assert found == []


def test_every_queryset_that_cuts_is_among_them() -> None:
    """A new `visible_to` that is not taken out here would make this file prove less than it says."""

    cutting = {
        type(model._default_manager.all())
        for model in apps.get_models()
        if hasattr(model._default_manager, "visible_to")
    }
    # Reviews of the log are about staff; what they show of the log is cut by the log's own policies.
    assert {one.__name__ for one in cutting} - {"LogReviewQuerySet"} <= {queryset.__name__ for queryset in QUERYSETS}
