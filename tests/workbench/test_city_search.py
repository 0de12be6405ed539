"""Reading a case of another jobbtorg: by exact number, with a reason, for an hour, and never more than reading."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.identity import display
from aspirants.models import Enrolment, Opening, OpeningKind, Protection
from audit.models import AccessEvent, AccessKind
from demo.factories import (
    ClockPauseFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    InsatsTypeFactory,
    InterruptionFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningFactory,
    PlanItemFactory,
    ReferralEventFactory,
    UserFactory,
)
from meetings.choices import Topic
from meetings.models import Meeting
from notices.models import Notice
from organisation.models import Role, User
from tests.aspirants.staff import text as as_read
from tests.objects import address_for
from tests.pages import PAGES, Object, Sort
from tests.visits import signed_in

CITY = "/sok/hela-staden"
WHY = "Personen sitter i vår reception"
BUTTONS = ("Logga möte", "Skriv jobbplan", "Pausa fristen", "Boka möte", "Vem har öppnat ärendet", "Skydda")
READABLE = sorted(name for name, page in PAGES.items() if page.elsewhere)
OTHERS = sorted(name for name, page in PAGES.items() if page.asks_for_a_reason and name not in READABLE)

READ_AND_NO_MORE = {"referral_detail", "referral_attachment"}
"""Of the others: they refuse POST before they look for anything."""


@pytest.fixture(autouse=True)
def monday_morning() -> None:
    """Not here: whether an opening is in force is asked of the database too, by its own clock."""


@pytest.fixture
def case(db: None) -> Enrolment:
    """A case at Jobbtorg Kista, where the coach of these tests does not work."""
    case: Enrolment = EnrolmentFactory(
        case_no="KI-2026-00012", jobbtorg__name="Jobbtorg Kista", referred=True, person__last_name="Blåsippa"
    )
    return case


@pytest.fixture
def there(case: Enrolment) -> User:
    """The manager of the case's jobbtorg."""
    user: User = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    return user


def look(client: Client, query: str, reason: str = WHY) -> Any:
    return client.post(CITY, {"q": query, "reason": reason})


def main_of(response: Any, query: str) -> str:
    """What the page says, without the question, the form's token and marks, and what the clock says meanwhile."""
    changing = r'value="\w{64}"|seconds="\d+"|value="[^"]*:[\w-]{20,}"|Utskrivet\s+<time.+?</time>'
    return re.sub(changing, "", response.text, flags=re.DOTALL).replace(query, "")


def test_a_search_by_number_that_finds_nothing_offers_the_city(as_coach: Client, case: Enrolment) -> None:
    for query in (case.case_no, case.person.identity_no, display(case.person.identity_no)):
        page = as_coach.post("/sok", {"q": query})
        assert "Sök i hela staden" in page.text
        assert case.person.last_name not in page.text
        assert "Kista" not in page.text


@pytest.mark.parametrize("query", ["Anna Andersson", "R-2026-00417", "19"])
def test_only_an_exact_number_does(as_coach: Client, case: Enrolment, query: str) -> None:
    assert "Sök i hela staden" not in as_coach.post("/sok", {"q": query}).text
    assert look(as_coach, query).status_code == 302
    assert not Opening.objects.exists()


def test_nor_for_a_stadsdel(case: Enrolment) -> None:
    caseworker = signed_in(UserFactory(caseworker=True))
    assert "Sök i hela staden" not in caseworker.post("/sok", {"q": case.case_no}).text
    assert look(caseworker, case.case_no).status_code == 403


@pytest.mark.parametrize("by_case_no", [True, False])
def test_the_answer_is_where_and_who_and_the_reason_is_kept(
    coach: User, as_coach: Client, case: Enrolment, by_case_no: bool
) -> None:
    response = look(as_coach, case.case_no if by_case_no else case.person.identity_no)
    assert response.status_code == 200
    for told in (case.case_no, "Jobbtorg Kista", str(case.coach)):
        assert told in response.text
    assert case.person.last_name not in response.text
    opening = Opening.objects.get()
    assert (opening.user, opening.person, opening.kind, opening.reason) == (
        coach,
        case.person,
        OpeningKind.OTHER_UNIT,
        WHY,
    )
    event = AccessEvent.objects.get(kind=AccessKind.BREAK_GLASS)
    assert (event.user, event.subject, event.person_id, event.reason) == (coach, case.case_no, case.person_id, WHY)
    assert bool(event.sought) != by_case_no


@pytest.mark.parametrize("reason", ["", "därför"])
def test_without_a_reason_nothing_is_looked_for(as_coach: Client, case: Enrolment, reason: str) -> None:
    response = look(as_coach, case.case_no, reason)
    assert response.status_code == 422
    assert "Skriv med minst tio tecken" in response.text
    assert "Kista" not in response.text
    assert not Opening.objects.exists()


@pytest.mark.parametrize("grade", [grade for grade in Protection if grade != Protection.NONE])
def test_protected_persons_are_never_found(case: Enrolment, grade: Protection) -> None:
    case.person.protection, case.person.phone = grade, ""
    case.person.save()
    client = signed_in(UserFactory(coach=True, protected=True))
    for query in (case.case_no, case.person.identity_no):
        response = look(client, query)
        assert "Inget ärende vid något annat jobbtorg som du kan läsa." in response.text
        assert main_of(response, query) == main_of(look(client, "XX-2026-00001"), "XX-2026-00001")
    assert not Opening.objects.exists()
    assert not AccessEvent.objects.filter(person_id=case.person_id).exists()


def test_an_opening_ends_when_the_person_becomes_protected(coach: User, as_coach: Client, case: Enrolment) -> None:
    look(as_coach, case.case_no)
    case.person.protection = Protection.SEKRETESSMARKERING
    case.person.save()
    assert as_coach.get(reverse("case", args=[case.pk])).status_code == 404


def test_the_pages_open_for_reading_and_say_so(coach: User, as_coach: Client, case: Enrolment, there: User) -> None:
    look(as_coach, case.case_no)
    until = f"{timezone.localtime(Opening.objects.get().expires_at):%H.%M}"
    banner = f"Du läser ett ärende vid Jobbtorg Kista. Öppnat med skälet ”{WHY}” till kl {until}."
    for name in READABLE:
        page = as_coach.get(reverse(name, args=[case.pk]))
        assert page.status_code == 200, name
        assert case.person.name in page.text
        assert banner in as_read(page)
        shown = page.text.split('class="identity"')[1].split("<dialog")[0]
        for button in BUTTONS:
            assert button not in shown, (name, button)
    reads = AccessEvent.objects.filter(user=coach, kind=AccessKind.READ, subject=case.case_no)
    assert {event.view for event in reads} == set(READABLE)
    assert {event.reason for event in reads} == {WHY}


def test_the_managers_there_hear_of_it_once(coach: User, as_coach: Client, case: Enrolment, there: User) -> None:
    look(as_coach, case.case_no)
    assert not Notice.objects.exists()
    for name in READABLE:
        as_coach.get(reverse(name, args=[case.pk]))
    notice = Notice.objects.get()
    assert notice.recipient == there
    assert notice.text == f"Ärende {case.case_no} lästes av en medarbetare vid {coach.jobbtorg}"
    assert WHY not in notice.text
    history = signed_in(there).get(notice.path)
    assert coach.get_full_name() in history.text


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_that_writes_is_there(coach: User, case: Enrolment, name: str) -> None:
    page = PAGES[name]
    path = reverse(name, args=[case.referral.pk]) if page.about is Object.REFERRAL else address_for(name, case)
    OpeningFactory(user=coach, person=case.person)
    client = signed_in(coach)
    # A coach is no manager: managers' pages are refused as such.
    refused = 404 if page.lets_in(Role.COACH) else 403
    assert client.post(path).status_code == (405 if name in READ_AND_NO_MORE else refused)
    if name != "case_reveal":  # a link to it leads to the case
        assert client.get(path).status_code == (405 if page.sort is Sort.ACT and refused == 404 else refused)


def test_the_hour_ends(coach: User, case: Enrolment) -> None:
    look(signed_in(coach), case.case_no)
    opened_at = timezone.now()
    for later, status in ((timedelta(minutes=59, seconds=59), 200), (timedelta(minutes=60, seconds=1), 404)):
        with time_machine.travel(opened_at + later, tick=False):
            assert signed_in(coach).get(reverse("case", args=[case.pk])).status_code == status


def test_an_opening_is_the_users_own(coach: User, as_coach: Client, case: Enrolment) -> None:
    look(as_coach, case.case_no)
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    assert signed_in(colleague).get(reverse("case", args=[case.pk])).status_code == 404


def test_lists_stay_the_own_jobbtorgs(coach: User, as_coach: Client, case: Enrolment) -> None:
    look(as_coach, case.case_no)
    assert case.person.last_name not in as_coach.get("/aspiranter").text
    assert as_coach.post("/sok", {"q": case.case_no}).context["result"].count == 0


def test_health_and_notes_stay_where_they_are(coach: User, as_coach: Client, case: Enrolment) -> None:
    MeetingFactory(enrolment=case, present=True, note="Berättade om sin rygg", topics=[Topic.HEALTH, Topic.JOB_SEARCH])
    version = JobPlanVersionFactory(enrolment=case, approved=True, items=False)
    revealing = InsatsTypeFactory(revealing=True)
    PlanItemFactory(version=version, insats_type=revealing, text="Samtal på mottagningen", place="Kliniken")
    ClockPauseFactory(clock=DeadlineClockFactory(enrolment=case, follow_up=True), note="Inlagd", reason="P01")
    FollowUpFactory(enrolment=case, held=True, note="Mår sämre")
    FollowUpFactory(enrolment=case)
    InterruptionFactory(enrolment=case)
    ReferralEventFactory(referral=case.referral, comment="Är hon sjukskriven?")
    look(as_coach, case.case_no)
    pages = {name: as_coach.get(reverse(name, args=[case.pk])).text for name in READABLE}
    for name, page in pages.items():
        for secret in (
            "rygg",
            "psykiatrin",
            "mottagningen",
            "Kliniken",
            "Inlagd",
            "jukdom",
            "jukskriven",
            "Mår sämre",
            "Hälsa",
        ):
            assert secret not in page, (name, secret)
    for name in ("case", "case_meetings"):
        assert "Anteckningen visas inte för annan enhet" in pages[name]
        assert "Jobbsökning" in pages[name]
    assert "Insats via samverkan" in pages["case_plan"]
    own = signed_in(UserFactory(coach=True, jobbtorg=case.jobbtorg))
    assert "Berättade om sin rygg" in own.get(reverse("case_meetings", args=[case.pk])).text
    assert "psykiatrin" in own.get(reverse("case_plan", args=[case.pk])).text


def test_an_open_case_goes_before_a_closed_one(as_coach: Client, case: Enrolment) -> None:
    EnrolmentFactory(person=case.person, studies=True, enrolled_on=date(2026, 1, 7))
    assert case.case_no in look(as_coach, case.person.identity_no).text


def test_ones_own_case_is_not_elsewhere(coach: User, as_coach: Client) -> None:
    mine = EnrolmentFactory(coach=coach, case_no="RS-2026-00007")
    assert "Inget ärende vid något annat jobbtorg" in look(as_coach, mine.case_no).text
    assert Meeting.objects.count() == 0
