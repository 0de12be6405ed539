"""A closed case offers no form that would be refused (FC-32): walked over every page that acts on a case."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve, reverse

from aspirants.models import Enrolment, Person
from deadlines.models import DeadlineClock
from demo.factories import (
    ActivityFactory,
    ClosureFactory,
    ContactAttemptFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PostClosureCheckFactory,
)
from tests.addresses import address
from tests.aspirants.staff import signed_in, text
from tests.pages import PAGES, READS, Object, Sort
from tests.post_forms import post_forms

ALLOWED = {
    "case_protection": "a person is protected whether or not a case is open",
    "case_person": "a person's facts are true whether or not a case is open",
    "case_person_reports": "a person's facts are true whether or not a case is open",
    "case_number": "a person's facts are true whether or not a case is open",
    "case_death": "is a fact of the person",
    "case_death_take_back": "is a fact of the person, and the death has closed the case",
    "case_likeness": "two records can be of one person whether or not a case is open",
    "correct_in_case": "what was registered wrongly is corrected afterwards",
    "enrolment_day": "what was registered wrongly is corrected afterwards",
    "wrong_person": "what was registered wrongly is corrected afterwards",
    "correction_decide": "the manager answers what was corrected too late",
    "invitation_cancel": "whether a session was held can be said afterwards",
    "case_tell": "what was done before the end can be told after it",
    "consent_withdraw": "a consent can be taken back at any time",
    "case_reopen": "is about the end of the case",
    "closing_confirm": "is about the end of the case",
    "closing_correct": "is about the end of the case",
    "closing_check": "is about the end of the case",
    "group_information_outcome": "whether she came can be said afterwards",
    "breach_explain": "why a promise was broken is said when it is known",
    "question_of_case": "the stadsdel and the jobbtorg may ask each other afterwards",
    "clock_fitness": "an answer judges the promise whenever it comes",
    "clock_confirm": "the manager judges what was registered late",
    "clock_excuse": "the manager judges what was registered late",
}
"""What can be done in a closed case all the same, each with the reason."""


@pytest.fixture
def closed(coach) -> Enrolment:
    """A closed case with as much in it as a case can have."""
    case = EnrolmentFactory(coach=coach, closed=True)
    MeetingFactory(enrolment=case, coach=coach)
    MeetingFactory(enrolment=case, coach=coach, unlogged=True)
    JobPlanVersionFactory(enrolment=case, approved=True)
    JobPlanVersionFactory(enrolment=case, proposed=True)
    GroupInformationBookingFactory(enrolment=case, session__past=True)
    JobOfferFactory(enrolment=case)
    ActivityFactory(enrolment=case, agreed_at=None)
    ContactAttemptFactory(clock=DeadlineClockFactory(enrolment=case))
    ClosureFactory(enrolment=case, corrected=True, reason__moved=True)
    PostClosureCheckFactory(enrolment=case)
    return case


def keys_of(case: Enrolment) -> dict[Object, list[int]]:
    """The objects of the case, by kind; clocks of every state."""
    for how in ("paused", "breached", "excused", "met", "overdue", "fulfilled_late"):
        DeadlineClockFactory(enrolment=case, **{how: True})
    return {
        Object.CASE: [case.pk],
        Object.CLOCK: list(case.clocks.values_list("pk", flat=True)),
        Object.FOLLOW_UP: [FollowUpFactory(enrolment=case).pk],
        Object.BOOKING: list(case.group_information_bookings.values_list("pk", flat=True)),
        Object.CHECK: list(case.post_closure_checks.values_list("pk", flat=True)),
    }


def can_still_be_healed(clock: int) -> bool:
    """A promise that was kept late may turn out to have been paused, whatever has become of the case."""
    return DeadlineClock.objects.get(pk=clock).fulfilled_at is not None


def acts() -> list[str]:
    """The pages that act on a case or on what belongs to one."""
    return [
        name
        for name, page in PAGES.items()
        if page.about in (Object.CASE, Object.CLOCK, Object.FOLLOW_UP, Object.BOOKING, Object.CHECK)
        and page.posts not in ("", READS)
    ]


def test_the_walk_finds_the_acts():
    assert {"log_meeting", "plan_edit", "clock_pause", "follow_up_hold", "close_case", *ALLOWED} <= set(acts())


@pytest.mark.parametrize("role", ["coach", "manager"])
def test_every_act_that_would_be_refused_says_so_instead_of_a_form(closed, coach, manager, role):
    client, keys = signed_in({"coach": coach, "manager": manager}[role]), keys_of(closed)
    for name in acts():
        if name in ALLOWED or PAGES[name].sort is Sort.ACT:
            continue
        for key in keys[PAGES[name].about]:
            if name == "clock_pause" and can_still_be_healed(key):
                continue
            path = address(name, key)
            page = client.get(path)
            if page.status_code in (403, 404):
                continue
            assert (name, page.status_code) == (name, 200)
            assert (name, [form.action for form in post_forms(page, path) if form.action == path]) == (name, [])
            if name == "case_group_information":
                continue  # it lists who came, and has no form any more
            assert (name, "Ärendet är avslutat" in text(page)) == (name, True)
            assert reverse("case_closing", args=[closed.pk]) in page.content.decode()


@pytest.mark.parametrize("role", ["coach", "manager"])
def test_no_page_of_it_leads_to_one(closed, coach, manager, role):
    """No link, button or form of a tab, of the page of a clock or of the page about its end leads to such an act."""
    client, keys = signed_in({"coach": coach, "manager": manager}[role]), keys_of(closed)
    tabs = ["case", "case_meetings", "case_plan", "case_work", "case_referral", "case_history", "case_closing"]
    shown = [address(name, closed.pk) for name in (*tabs, "case_group_information")]
    shown += [address("clock_explain", key) for key in keys[Object.CLOCK]]
    offered = set()
    for path in shown:
        page = client.get(path)
        assert page.status_code == 200, path
        for target in re.findall(r'(?:href|action)="(/[^"#?]*)', page.content.decode()):
            name = "" if target.startswith("/static/") else resolve(target).url_name
            if name == "clock_pause" and can_still_be_healed(resolve(target).kwargs["pk"]):
                continue
            if name in acts() and name not in ALLOWED:
                offered.add((path, name))
    assert offered == set()


def test_what_was_typed_before_it_was_closed_is_not_lost(case, coach, as_coach):
    path = reverse("log_meeting", args=[case.pk])
    page = as_coach.get(path)
    Enrolment.objects.filter(pk=case.pk).update(status="CLOSED", closed_on="2026-11-23")
    typed = {"outcome": "attended", "day": "2026-11-23", "time": "9.00", "kind": "COACH", "note": "Lämnade sitt cv"}
    answer = as_coach.submit(path, typed, page=page)
    assert answer.status_code == 422
    assert "Ärendet är avslutat" in text(answer)
    assert "Lämnade sitt cv" in text(answer)


@pytest.mark.parametrize("role", ["coach", "manager"])
def test_what_is_still_offered_on_its_pages_opens(closed, coach, manager, role):
    """Rätta, Avboka and Personuppgifter lead to a page with a form, not to one that says that the case is closed."""
    client = signed_in({"coach": coach, "manager": manager}[role])
    offered = set()
    for tab in ("case", "case_meetings", "case_work"):
        shown = client.get(reverse(tab, args=[closed.pk])).content.decode()
        for target in re.findall(r'href="(/[^"#]*)', shown):
            name = "" if target.startswith("/static/") else resolve(target.partition("?")[0]).url_name
            if name not in ("correct_in_case", "cancel_booking", "case_person"):
                continue
            offered.add(name)
            page = client.get(target)
            assert (target, page.status_code) == (target, 200)
            assert "Därför kan inget nytt registreras här" not in text(page), target
            assert post_forms(page, target), target
    assert offered == {"correct_in_case", "cancel_booking", "case_person"}


def test_the_manager_finds_where_a_death_is_taken_back(coach, as_manager):
    """As the help says: under Personuppgifter, which the case that the death has closed leads to."""
    case = EnrolmentFactory(coach=coach, closed=True)
    Person.objects.filter(pk=case.person_id).update(deceased_on=case.closed_on)
    assert "Personuppgifter" in text(as_manager.get(reverse("help")))
    person = reverse("case_person", args=[case.pk])
    assert person in as_manager.get(reverse("case", args=[case.pk])).content.decode()
    back = reverse("case_death_take_back", args=[case.pk])
    assert back in as_manager.get(person).content.decode()
    assert post_forms(as_manager.get(back), back)


def test_the_plan_of_a_closed_case_without_one_is_no_empty_page(coach, as_coach):
    case = EnrolmentFactory(coach=coach, closed=True)
    assert "Ärendet avslutades utan jobbplan." in text(as_coach.get(reverse("case_plan", args=[case.pk])))
