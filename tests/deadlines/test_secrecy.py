"""Each page about a case: closed to others, open to the own jobbtorg, written in the log, silent about the person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

import aspirants.urls
import jobplans.urls
from aspirants.models import Enrolment
from audit.models import AccessEvent, AccessKind
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.models import Role, User
from tests.aspirants.staff import signed_in
from tests.openings import give_reason
from tests.visits import last_logged, logged

POST_ONLY = {"plan_propose", "plan_withdraw", "clock_confirm", "clock_excuse", "group_information_outcome"}


@dataclass(frozen=True)
class Page:
    """A page about a case: how to make one that can be opened."""

    make: Callable[[Enrolment], list[int]]
    plan: str = ""


def _case(enrolment: Enrolment) -> list[int]:
    return [enrolment.pk]


def _clock(enrolment: Enrolment) -> list[int]:
    return [DeadlineClockFactory(enrolment=enrolment, breached=True).pk]


PAGES: dict[str, Page] = {
    "log_meeting": Page(_case),
    "book_meeting": Page(_case),
    "assign_coach": Page(_case),
    "case_group_information": Page(_case),
    "case_protection": Page(_case),
    "case_work": Page(_case),
    "job_offer_new": Page(_case),
    "job_offer_answer": Page(_case),
    "activity_new": Page(_case),
    "activity_agree": Page(_case),
    "case_interruption": Page(_case),
    "contact_attempt": Page(_clock),
    "clock_excuse": Page(_clock),
    "group_information_outcome": Page(lambda enrolment: [GroupInformationBookingFactory(enrolment=enrolment).pk]),
    "case_plan": Page(_case, "approved"),
    "plan_edit": Page(_case),
    "plan_propose": Page(_case, "draft"),
    "plan_withdraw": Page(_case, "proposed"),
    "plan_answer": Page(_case, "proposed"),
    "plan_communicate": Page(_case, "approved"),
    "plan_print": Page(lambda enrolment: [enrolment.pk, 1], "approved"),
    "close_case": Page(_case),
    "follow_up_hold": Page(lambda enrolment: [FollowUpFactory(enrolment=enrolment).pk]),
    "clock_explain": Page(_clock),
    "clock_pause": Page(_clock),
    "clock_resume": Page(_clock),
    "clock_confirm": Page(_clock),
    "breach_explain": Page(_clock),
}
NEVER_SHOWN = {"plan_print"}
"""Of a protected person, to nobody."""


def url_of(name: str, enrolment: Enrolment) -> str:
    page = PAGES[name]
    if page.plan:
        JobPlanVersionFactory(enrolment=enrolment, **({} if page.plan == "draft" else {page.plan: True}))
    return reverse(name, args=page.make(enrolment))


def opened(client: Client, name: str, path: str) -> int:
    response = (client.post if name in POST_ONLY else client.get)(path)
    # An act that does not say what its page showed is answered by that page as it stands now.
    is_compared = response.status_code == 409 and "Uppgifterna har ändrats" in response.content.decode()
    return 200 if is_compared else response.status_code


def staff(role: Role, jobbtorg, **facts) -> User:
    return UserFactory(role=role, jobbtorg=jobbtorg, **facts)


def test_no_page_about_a_case_is_left_out():
    patterns = [*aspirants.urls.urlpatterns, *jobplans.urls.urlpatterns]
    assert set(PAGES) == {pattern.name for pattern in patterns if "<int:" in str(pattern.pattern)}
    assert get_resolver().reverse_dict.getlist("case_plan")


@pytest.mark.parametrize("name", PAGES)
def test_anothers_case_is_not_there_and_the_attempt_is_logged(case, name):
    path = url_of(name, case)
    stranger = UserFactory(manager=True)
    before = last_logged()
    assert opened(signed_in(stranger), name, path) == 404
    event = logged(before).get()
    assert (event.kind, event.user, event.view) == (AccessKind.DENIED, stranger, name)


@pytest.mark.parametrize("name", PAGES)
def test_ones_own_case_opens_and_the_reading_is_logged(case, manager, name):
    path = url_of(name, case)
    assert opened(signed_in(manager), name, path) in (200, 302)
    kind = AccessKind.PRINT if name == "plan_print" else AccessKind.READ
    events = AccessEvent.objects.filter(user=manager, view=name, kind=kind)
    if name == "group_information_outcome":  # shows nothing; the page it leads to does, and logs it
        assert not events.exists()
    else:
        assert {(event.subject, event.person_id) for event in events} == {(case.case_no, case.person_id)}


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"group_information_outcome"}))
@pytest.mark.parametrize("appointed", [False, True], ids=["anyone", "appointed"])
def test_a_protected_persons_case_opens_for_the_appointed_only(coach, name, appointed):
    case = EnrolmentFactory(coach=coach, protected=True)
    path = url_of(name, case)
    client = signed_in(staff(Role.MANAGER, coach.jobbtorg, protected_access=appointed))
    if appointed:
        asked = opened(client, name, path)
        assert asked == (409 if name in POST_ONLY else 302)
        give_reason(client, case.person)
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
    path = url_of(name, case)
    assert opened(signed_in(UserFactory(**{role.lower(): True})), name, path) == 403


@pytest.mark.parametrize("name", ["case_plan", "deadlines", "breaches", "notices", "group_information_list"])
def test_without_signing_in_there_is_only_the_sign_in_page(case, name):
    path = url_of(name, case) if name in PAGES else reverse(name)
    response = Client().get(path)
    assert response.status_code == 302
    assert response.url.startswith("/konto/login/")


def test_no_url_notice_or_log_line_names_the_person(case, manager, coach, caplog):
    """The whole way of a case, with mistakes, at the log's most talkative."""
    caplog.set_level(logging.DEBUG)
    person = case.person
    secrets = {person.last_name, person.first_name, person.identity_no, person.identity_no[-4:], person.phone}
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
