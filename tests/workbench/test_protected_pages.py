"""Every page about a protected person asks for a reason first, and the reason holds for an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Opening, OpeningKind, Protection
from aspirants.shown import shown_protection
from audit.models import AccessEvent, AccessKind
from demo.factories import (
    EnrolmentFactory,
    OpeningFactory,
    PersonFactory,
    UserFactory,
)
from organisation.models import User
from tests.objects import address_for
from tests.openings import REASON, give_reason
from tests.pages import PAGES, Sort
from tests.visits import signed_in

GRADES = [grade for grade in Protection if grade != Protection.NONE]
PROTECTED = sorted(name for name, page in PAGES.items() if page.asks_for_a_reason)


@pytest.fixture
def manager(coach: User) -> User:
    """One who may open protected persons, and everything else a manager may."""
    user: User = UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg)
    return user


@pytest.fixture
def as_manager(manager: User) -> Client:
    return signed_in(manager)


def _case(coach: User, grade: Protection) -> Enrolment:
    case: Enrolment = EnrolmentFactory(
        jobbtorg=coach.jobbtorg, without_coach=True, person__protection=grade, person__last_name="Blåsippa"
    )
    return case


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PROTECTED)
def test_every_page_asks_first(coach: User, manager: User, as_manager: Client, name: str, method: str) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    path = address_for(name, case)
    last = AccessEvent.objects.order_by("pk").last()
    response = getattr(as_manager, method)(path)
    if response.status_code == 405 or (PAGES[name].get_leads_on and method == "get"):
        return
    assert case.person.last_name not in response.text
    asking = reverse("open_protected", args=[case.person_id])
    if method == "get":
        assert response.status_code == 302
        assert response.headers["Location"].startswith(asking)
    else:
        assert response.status_code == 409
        assert f'action="{asking}"' in response.text
    seen = AccessEvent.objects.filter(pk__gt=last.pk if last else 0, kind__in=[AccessKind.READ, AccessKind.REVEAL])
    assert not seen.exists()


@pytest.mark.parametrize("grade", GRADES)
def test_the_way_through(coach: User, manager: User, as_manager: Client, grade: Protection) -> None:
    case = _case(coach, grade)
    path = reverse("case_meetings", args=[case.pk])
    asked = as_manager.get(path, follow=True)
    assert case.case_no in asked.text
    assert case.person.last_name not in asked.text
    response = as_manager.post(asked.redirect_chain[-1][0], {"reason": REASON, "nasta": path})
    assert response.headers["Location"] == path
    page = as_manager.get(path)
    assert case.person.last_name in page.text
    assert 'data-print="blocked"' in page.text
    opening = Opening.objects.get()
    assert (opening.user, opening.person, opening.kind) == (manager, case.person, OpeningKind.PROTECTED)
    assert opening.expires_at - opening.opened_at == timedelta(minutes=60)
    logged = AccessEvent.objects.filter(user=manager, person_id=case.person_id)
    assert {(event.kind, event.reason, event.subject) for event in logged} == {
        (AccessKind.OPEN_PROTECTED, REASON, case.case_no),
        (AccessKind.READ, REASON, case.case_no),
    }


@pytest.mark.parametrize("reason", ["", "   ", "möte", "möte      "])
def test_a_reason_says_something(coach: User, as_manager: Client, reason: str) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    response = as_manager.post(reverse("open_protected", args=[case.person_id]), {"reason": reason})
    assert response.status_code == 422
    assert "Skriv med minst tio tecken varför du behöver läsa uppgifterna." in response.text
    assert not Opening.objects.exists()


def test_the_reason_holds_for_an_hour_and_not_longer(coach: User, manager: User, monday_morning: None) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    path = reverse("case", args=[case.pk])
    give_reason(signed_in(manager), case.person)
    opened_at = timezone.now()
    for later, status in ((timedelta(minutes=59, seconds=59), 200), (timedelta(minutes=60, seconds=1), 302)):
        with time_machine.travel(opened_at + later, tick=False):
            assert signed_in(manager).get(path).status_code == status


def test_the_reason_is_the_users_own_and_for_one_person(coach: User, manager: User, as_manager: Client) -> None:
    case, other = _case(coach, Protection.SEKRETESSMARKERING), _case(coach, Protection.FINGERADE_UPPGIFTER)
    give_reason(as_manager, case.person)
    assert as_manager.get(reverse("case", args=[case.pk])).status_code == 200
    assert as_manager.get(reverse("case", args=[other.pk])).status_code == 302
    colleague = signed_in(UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg))
    assert colleague.get(reverse("case", args=[case.pk])).status_code == 302


def test_the_page_that_asks_exists_only_for_the_appointed_at_the_jobbtorg(coach: User, as_manager: Client) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    path = reverse("open_protected", args=[case.person_id])
    elsewhere = UserFactory(manager=True, protected=True)
    for user in (coach, elsewhere, UserFactory(manager=True, jobbtorg=coach.jobbtorg)):
        assert signed_in(user).get(path).status_code == 404
        assert signed_in(user).post(path, {"reason": REASON}).status_code == 404
    ordinary = EnrolmentFactory(coach=coach)
    assert as_manager.get(reverse("open_protected", args=[ordinary.person_id])).status_code == 404
    assert as_manager.get(reverse("open_protected", args=[PersonFactory(protected=True).pk])).status_code == 404
    assert not Opening.objects.exists()


def test_a_reason_of_another_kind_opens_no_protected_person(coach: User, manager: User, as_manager: Client) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    OpeningFactory(user=manager, person=case.person)
    assert as_manager.get(reverse("case", args=[case.pk])).status_code == 302


@pytest.mark.parametrize(
    "onward", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "/finns-inte", ""]
)
def test_nobody_is_led_elsewhere(coach: User, as_manager: Client, onward: str) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    answers = {"reason": REASON, "nasta": onward}
    response = as_manager.post(reverse("open_protected", args=[case.person_id]), answers)
    assert response.headers["Location"] == "/"


def test_what_was_typed_while_the_hour_ran_out_is_not_lost(coach: User, as_manager: Client) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    path = reverse("case_protection", args=[case.pk])
    seen = shown_protection(case.person).token()
    typed = {"seen": seen, "protection": Protection.FINGERADE_UPPGIFTER.value, "reason": "Beslut i går <b>"}
    asked = as_manager.post(path, typed)
    hidden = {f"kvar-{name}": value for name, value in typed.items()}
    for name in hidden:
        assert f'name="{name}"' in asked.text
    onward = as_manager.post(
        reverse("open_protected", args=[case.person_id]), {"reason": REASON, "nasta": path, **hidden}
    )
    assert onward.context["answers"] == list(typed.items())
    assert f'action="{path}"' in onward.text
    assert as_manager.post(onward.context["onward"], dict(onward.context["answers"])).status_code == 302
    case.person.refresh_from_db()
    assert case.person.protection == Protection.FINGERADE_UPPGIFTER


def test_with_htmx_the_whole_page_goes_to_the_question(coach: User, as_manager: Client) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    page = reverse("case", args=[case.pk])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    response = as_manager.post(reverse("case_reveal", args=[case.pk]), headers=headers)
    asking = reverse("open_protected", args=[case.person_id])
    assert response.headers["HX-Redirect"] == f"{asking}?nasta={page.replace('/', '%2F')}"


NOT_ON_PAPER = ("plan_print", "case_print")
"""Made for paper, and so refused for a protected person."""


@pytest.mark.parametrize(
    "name", [name for name in PROTECTED if PAGES[name].sort is Sort.PAGE and name not in NOT_ON_PAPER]
)
def test_the_banner_stands_on_the_pages_and_they_are_not_printed(coach: User, as_manager: Client, name: str) -> None:
    case = _case(coach, Protection.SEKRETESSMARKERING)
    path = address_for(name, case)
    give_reason(as_manager, case.person)
    page = as_manager.get(path).text
    assert 'class="identity"' in page, f"{name} has no block `identity` with the case or the person"
    assert "Lämna inte ut uppgifter om personen" in page.split('class="identity"')[1]
    assert 'data-print="blocked"' in page
