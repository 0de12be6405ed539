"""Each page about a case: closed to others, open to the own jobbtorg, written in the log, silent about the person."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from audit.models import AccessEvent, AccessKind
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.models import Role, User
from tests.aspirants.staff import signed_in
from tests.identities import identity_of
from tests.objects import address_for
from tests.openings import give_reason
from tests.pages import JOBBTORG, MANAGER, OF_A_CASE, PAGES, Sort
from tests.rollback import undone_afterwards
from tests.visits import last_logged, logged

OF_CASES = sorted(
    name
    for name, page in PAGES.items()
    if page.about in OF_A_CASE and page.sort is not Sort.STEP and page.opens in (JOBBTORG, MANAGER)
)
NEVER_SHOWN = {"plan_print", "case_print"}
"""Of a protected person, to nobody."""


def opened(client: Client, name: str, path: str) -> int:
    response = (client.post if PAGES[name].sort is Sort.ACT else client.get)(path)
    # An act that does not say what its page showed is answered by that page as it stands now.
    is_compared = response.status_code == 409 and "Uppgifterna har ändrats" in response.content.decode()
    return 200 if is_compared else response.status_code


def staff(role: Role, jobbtorg, **facts) -> User:
    return UserFactory(role=role, jobbtorg=jobbtorg, **facts)


@contextmanager
def page_by_itself(subtests: pytest.Subtests, name: str, case: Enrolment) -> Iterator[tuple[Enrolment, str]]:
    """The case and the page's address, for one page after the other: what is made for a page is undone."""
    with subtests.test(name), undone_afterwards():
        cache.clear()
        own = copy.deepcopy(case)
        yield own, address_for(name, own)


def test_there_are_pages() -> None:
    """What goes through them all would pass without any."""
    assert len(OF_CASES) > 40


def test_anothers_case_is_not_there_and_the_attempt_is_logged(case, subtests):
    stranger = UserFactory(manager=True)
    for name in OF_CASES:
        with page_by_itself(subtests, name, case) as (_, path):
            before = last_logged()
            assert opened(signed_in(stranger), name, path) == 404
            event = logged(before).get()
            assert (event.kind, event.user, event.view) == (AccessKind.DENIED, stranger, name)


def test_ones_own_case_opens_and_the_reading_is_logged(case, manager, subtests):
    for name in OF_CASES:
        with page_by_itself(subtests, name, case) as (own, path):
            assert opened(signed_in(manager), name, path) in (200, 302)
            events = AccessEvent.objects.filter(user=manager, view=name)
            if PAGES[name].logs is None:  # shows nothing; the page it leads to does, and logs it
                assert not events.exists()
            else:
                expected = {(PAGES[name].logs, own.case_no, own.person_id)}
                assert {(event.kind, event.subject, event.person_id) for event in events} == expected


@pytest.mark.parametrize("appointed", [False, True], ids=["anyone", "appointed"])
def test_a_protected_persons_case_opens_for_the_appointed_only(coach, appointed, subtests):
    case = EnrolmentFactory(coach=coach, protected=True)
    reader = staff(Role.MANAGER, coach.jobbtorg, protected_access=appointed)
    for name in sorted(set(OF_CASES) - {"group_information_outcome"}):
        with page_by_itself(subtests, name, case) as (own, path):
            client = signed_in(reader)
            if appointed:
                asked = opened(client, name, path)
                assert asked == (409 if PAGES[name].sort is Sort.ACT else 302)
                give_reason(client, own.person)
            before = last_logged()
            status = opened(client, name, path)
            if appointed and name not in NEVER_SHOWN:
                assert status in (200, 302)
            else:
                assert status == 404
                assert logged(before).get().kind == AccessKind.DENIED


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COACH, Role.MANAGER}))
@pytest.mark.parametrize("name", ["case_plan", "clock_explain", "close_case", "log_meeting"])
def test_other_roles_have_no_business_there(case, role, name):
    path = address_for(name, case)
    assert opened(signed_in(UserFactory(**{role.lower(): True})), name, path) == 403


@pytest.mark.parametrize("name", ["case_plan", "deadlines", "breaches", "notices", "group_information_list"])
def test_without_signing_in_there_is_only_the_sign_in_page(case, name):
    path = address_for(name, case) if name in OF_CASES else reverse(name)
    response = Client().get(path)
    assert response.status_code == 302
    assert response.url.startswith("/konto/login/")


def test_no_url_notice_or_log_line_names_the_person(case, manager, coach, caplog):
    """The whole way of a case, with mistakes, at the log's most talkative."""
    caplog.set_level(logging.DEBUG)
    person = case.person
    secrets = identity_of(person) | {person.identity_no[-4:]}
    as_manager, paths = signed_in(manager), []

    def visit(name: str, *args: int, **answers: str) -> None:
        path = reverse(name, args=args)
        response = as_manager.submit(path, answers) if answers else as_manager.get(path)
        paths.extend([path, response.get("Location", "")])

    clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
    visit("clock_pause", clock.pk, reason="P01", paused_from="2026-11-24", resumed_on="2026-11-20")
    visit("clock_explain", clock.pk)
    visit("log_meeting", case.pk, outcome="", day="i morgon", time="25.00")
    JobPlanVersionFactory(enrolment=case, approved=True)
    UserFactory(caseworker=True, income_support_unit=case.income_support_unit)
    visit("plan_communicate", case.pk, basis="OSL_26_1")
    visit("plan_communicate", case.pk, basis="OSL_26_1")
    visit("deadlines")
    visit("close_case", case.pk, closed_on="2026-11-23", reason="0", basis="OSL_26_1", confirmed="1")
    told = [*paths, *caplog.messages, *(f"{notice.text} {notice.path}" for notice in Notice.objects.all())]
    assert Notice.objects.exists()
    assert any("/arenden/" in line for line in caplog.messages)
    assert not [(secret, line) for secret in secrets for line in told if secret in line]
