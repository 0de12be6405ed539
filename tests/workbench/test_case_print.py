"""A whole case as one document for paper."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.identity import display
from aspirants.models import Enrolment
from audit.models import AccessKind
from demo.factories import DeadlineClockFactory, EnrolmentFactory, JobPlanVersionFactory, MeetingFactory, local_instant
from organisation.models import User
from tests.openings import give_reason
from tests.visits import last_logged, logged, queries_for, signed_in

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(coach: User) -> Enrolment:
    return EnrolmentFactory(coach=coach, referred=True)


def url(case: Enrolment) -> str:
    return reverse("case_print", args=[case.pk])


def test_everything_stands_in_one_document_and_it_is_logged_as_a_printing(as_coach: Client, case: Enrolment) -> None:
    JobPlanVersionFactory(enrolment=case, approved=True, goal="Arbete som snickare.")
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    for day in range(1, 41):
        note = f"Samtal nummer {day}."
        MeetingFactory(
            enrolment=case, present=True, note=note, starts_at=local_instant(date(2026, 10, 1 + day % 28), day % 9)
        )
    MeetingFactory(enrolment=case, starts_at=local_instant(date(2026, 12, 3), 10))
    before = last_logged()
    page = as_coach.get(url(case))
    [row] = logged(before)
    assert (row.kind, row.view, row.subject) == (AccessKind.PRINT, "case_print", case.case_no)
    text = page.text
    for expected in ("Arbete som snickare.", "Jobbgarantin", "Möten (40)", "Framöver", "Sekretess enligt 26 kap."):
        assert expected in text
    assert all(f"Samtal nummer {day}." in text for day in range(1, 41))
    assert f"av {case.coach.get_full_name()}" in text
    assert display(case.person.identity_no) not in text


def test_it_is_a_choice_of_open_and_closed_cases_alike(coach: User, as_coach: Client, case: Enrolment) -> None:
    for one in (case, EnrolmentFactory(coach=coach, work=True)):
        assert f'href="{url(one)}"' in as_coach.get(reverse("case", args=[one.pk])).text
        assert as_coach.get(url(one)).status_code == 200


def test_a_protected_person_is_not_printed(coach: User, as_coach: Client) -> None:
    coach.protected_access = True
    coach.save()
    case = EnrolmentFactory(coach=coach, protected=True)
    give_reason(as_coach, case.person)
    assert as_coach.get(url(case)).status_code == 404
    assert url(case) not in as_coach.get(reverse("case", args=[case.pk])).text


def test_another_jobbtorg_prints_nothing(stranger: User, case: Enrolment) -> None:
    assert signed_in(stranger).get(url(case)).status_code == 404


def test_the_number_of_statements_does_not_grow(as_coach: Client, case: Enrolment) -> None:
    MeetingFactory(enrolment=case, present=True)
    as_coach.get(url(case))  # what a process asks once is asked
    few = queries_for(as_coach, url(case))
    for day in range(1, 41):
        MeetingFactory(enrolment=case, present=True, starts_at=local_instant(date(2026, 10, 1 + day % 28), 1 + day % 9))
    assert queries_for(as_coach, url(case)) == few
