"""Role × page × method × object: each combination answers as the tables say, and shows nobody what they may not see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from audit.models import AccessEvent, AccessKind
from organisation.models import Role, User
from tests.access.scope import in_scope, knows_contents, knows_name, knows_the_clock, knows_what_was_told
from tests.access.walk import Visit, address, asks_for_the_role, kinds_for, of_the_role, share_of, walk
from tests.access.world import NOTHING, World, build_world
from tests.pages import ANYONE, NOT_WITHOUT_JOBBTORG, PAGES
from tests.rollback import undone_afterwards
from tests.visits import signed_in

VISITORS = (
    "anonymous",
    "coach",
    "coach_colleague",
    "coach_appointed",
    "coach_elsewhere",
    "coach_of_stadsdel",
    "manager",
    "manager_elsewhere",
    "sender",
    "sender_colleague",
    "sender_next_unit",
    "sender_elsewhere",
    "district_manager",
    "district_manager_elsewhere",
    "coordinator",
    "admin",
    "log_reviewer",
    "deactivated",
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), undone_afterwards():
        yield build_world()


def expected_of(world: World, visit: Visit) -> str:
    """What the tables say: "sign in", "refused", "not there" or "served"."""
    user, page = world.visitors[visit.visitor], PAGES[visit.name]
    allowed = page.opens
    if allowed == ANYONE:
        return "served"  # a page that knows nobody
    if user is None or not user.is_active:
        return "sign in"
    without_jobbtorg = user.role == Role.COACH and user.jobbtorg_id is None
    if not page.lets_in(Role(user.role)) or (without_jobbtorg and allowed in NOT_WITHOUT_JOBBTORG):
        return "refused"
    return "served" if in_scope(visit.visitor, page.scope, visit.kind) else "not there"


def outcome_of(visit: Visit) -> str:
    if visit.status == 302 and visit.location.startswith(f"{reverse('account_login')}?next="):
        return "sign in"
    return {403: "refused", 404: "not there"}.get(visit.status, "served")


def differs(world: World, visit: Visit) -> bool:
    expected, outcome = expected_of(world, visit), outcome_of(visit)
    if visit.status == 405:  # a method that no view takes tells nothing; the role is asked before it
        return expected in ("refused", "sign in")
    page = PAGES[visit.name]
    if page.get_leads_on and visit.method == "get" and visit.status == 302 and expected in ("served", "not there"):
        return False
    if expected == "served" and page.may_lack:
        return outcome not in ("served", "not there")
    return expected != outcome


def leaks(world: World, visit: Visit) -> list[str]:
    """Marks of cases that stand on the page and should not."""
    found = []
    for kind, case in world.cases.items():
        marks = case.marks
        for words, known in (
            (marks.identity, knows_name(visit.visitor, kind)),
            (marks.told, knows_what_was_told(visit.visitor, kind)),
            (marks.clock, knows_the_clock(visit.visitor, kind)),
            (marks.contents, knows_contents(visit.visitor, kind)),
        ):
            found += [word for word in words if not known and word in visit.body]
    return found


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_combination_answers_as_the_tables_say(visitor: str, world: World, record_property: Any) -> None:
    """And nothing leaks, neither with the first lock nor, of what the database shows by itself, without it. The headers
    that every response has go with each."""
    wrong, leaked, bare, visits = [], [], [], 0
    for visit in walk(world, visitor):
        visits += 1
        asked = (visit.name, visit.method, visit.kind, visit.with_first_lock)
        assert visit.status < 500, asked
        if visit.with_first_lock and differs(world, visit):
            wrong.append((*asked, visit.status, expected_of(world, visit)))
        if words := leaks(world, visit):
            leaked.append((*asked, words))
        if visit.lacking:
            bare.append((*asked, visit.lacking))
    record_property("combinations", visits)
    assert wrong == []
    assert leaked == []
    assert bare == []


def test_every_visitor_walks(world: World) -> None:
    assert list(world.visitors) == list(VISITORS)


def test_a_run_of_the_suite_leaves_no_page_and_no_kind_out(world: World) -> None:
    """Each visitor asks for every page of the role about what is there for them and what is not, and about every kind
    somewhere; every other page is asked for by one of the role."""
    for place, (visitor, user) in enumerate(world.visitors.items()):
        asked: set[str] = set()
        possible: set[str] = set()
        for number, name in enumerate(sorted(PAGES)):
            lets_in = user is not None and user.is_active and PAGES[name].lets_in(Role(user.role))
            alike = of_the_role(world, visitor) or [visitor]
            assert [asks_for_the_role(world, one, number) for one in alike].count(True) == 1
            if not lets_in and not asks_for_the_role(world, visitor, number):
                continue
            some, every = (
                kinds_for(visitor, name, turn=number + place, lets_in=lets_in, full=full) for full in (False, True)
            )
            assert some, (visitor, name)
            asked.update(some)
            possible.update(every)
            if lets_in:
                there = {in_scope(visitor, PAGES[name].scope, kind) for kind in some}
                assert there == {in_scope(visitor, PAGES[name].scope, kind) for kind in every}, (visitor, name)
        assert asked == possible, visitor


def test_what_one_visitor_leaves_out_another_of_the_role_asks(world: World) -> None:
    """Each role sends each form, and sees each page without the first lock, about what is there and what is not."""
    for number, name in enumerate(sorted(PAGES)):
        asked: dict[str, set[bool]] = defaultdict(set)
        possible: dict[str, set[bool]] = defaultdict(set)
        for place, (visitor, user) in enumerate(world.visitors.items()):
            if user is None or not user.is_active or not PAGES[name].lets_in(Role(user.role)):
                continue
            kinds = kinds_for(visitor, name, turn=number + place, lets_in=True, full=False)
            possible[user.role] |= {in_scope(visitor, PAGES[name].scope, kind) for kind in kinds}
            for kind in share_of(world, visitor, name, kinds, number):
                asked[user.role].add(in_scope(visitor, PAGES[name].scope, kind))
        assert asked == possible, name


SECRETS = re.compile(r'(csrfmiddlewaretoken" value|"written" value|"csrf"|X-CSRFToken)[^>]*|Utskrivet\s+<time[^>]*>')


@pytest.mark.parametrize("name", ["case", "case_plan", "referral_detail", "clock_explain", "follow_up_hold"])
def test_outside_ones_scope_is_the_very_page_of_what_does_not_exist(name: str, world: World) -> None:
    stranger = world.visitors["coach_elsewhere"]
    assert isinstance(stranger, User)
    client = signed_in(stranger)
    pages = []
    for kind in ("own", "protected", NOTHING):
        with undone_afterwards():
            before = AccessEvent.objects.filter(kind=AccessKind.DENIED).count()
            url = address(name, world, kind)
            response = client.get(url)
            assert response.status_code == 404
            assert AccessEvent.objects.filter(kind=AccessKind.DENIED).count() == before + 1
            pages.append(SECRETS.sub("", response.content.decode().replace(url, "")))
    assert pages[0] == pages[1] == pages[2]
