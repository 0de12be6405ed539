"""A coach leaves and all is handed over; a deputy for two weeks (FC-10). With FULL=1 also without scripts."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from core.swedish.dates import start_of_day
from demo.factories import EnrolmentFactory, JobbtorgFactory, MeetingFactory, UserFactory
from meetings.models import Meeting
from organisation.models import Deputy, User
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import BOTH_IN_FULL, WITH_SCRIPTS, WITHOUT_SCRIPTS
from tests.browser.test_reasons import look, sign_in

CASES, BOOKINGS = 15, 11


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """The coach with fifteen cases and eleven bookings, a colleague, the manager, and an administrator."""
    kista = JobbtorgFactory(name="Jobbtorg Kista")
    coach = UserFactory(coach=True, jobbtorg=kista, first_name="Anna", last_name="Lund")
    later = start_of_day(timezone.localdate() + datetime.timedelta(days=3)) + datetime.timedelta(hours=9)
    for number in range(CASES):
        case = EnrolmentFactory(coach=coach)
        if number < BOOKINGS:
            MeetingFactory(enrolment=case, coach=coach, starts_at=later + datetime.timedelta(minutes=30 * number))
    return {
        "coach": coach,
        "colleague": UserFactory(coach=True, jobbtorg=kista, first_name="Bo", last_name="Ek"),
        "manager": UserFactory(manager=True, jobbtorg=kista),
        "admin": UserFactory(admin=True),
    }


@pytest.fixture(params=BOTH_IN_FULL)
def screen(request: pytest.FixtureRequest) -> Page:
    page: Page = request.getfixturevalue("page" if request.param == WITH_SCRIPTS else "page_without_javascript")
    page.set_default_timeout(20_000)
    return page


def tick(page: Page, label: str) -> None:
    """A box by how its label begins."""
    control = page.get_by_label(label).first
    page.locator(f"label[for='{control.get_attribute('id')}']").click()
    expect(control).to_be_checked()


def test_a_coach_leaves_and_nothing_is_without_a_coach(
    screen: Page, people: dict[str, User], live_server, request: pytest.FixtureRequest
) -> None:
    with_scripts = WITHOUT_SCRIPTS not in request.node.name
    sign_in(screen, live_server.url, people["admin"])
    screen.goto(f"/anvandare/{people['coach'].pk}/avaktivera")
    screen.get_by_role("button", name="Avaktivera", exact=True).click()
    expect(screen.get_by_text("Kontot för Anna Lund är avaktiverat.")).to_be_visible()

    sign_in(screen, live_server.url, people["manager"])
    screen.goto("/notiser")
    told = "En coach har slutat: 15 ärenden och 11 bokade möten att lämna över"
    expect(screen.get_by_role("button", name=told, exact=True)).to_be_visible()
    screen.goto("/frister")
    expect(screen.get_by_text("15 ärenden saknar coach")).to_be_visible()
    screen.get_by_role("link", name="Anna Lund har slutat här: 15 ärenden och 11 bokade möten att lämna över").click()
    expect(screen.get_by_role("heading", name="Lämna över från Anna Lund")).to_be_visible()
    if with_scripts:
        look(screen, "hand_over")

    assert screen.locator("input[name=bookings]:checked").count() == BOOKINGS
    tick(screen, "Bo Ek – 0 öppna ärenden")
    screen.get_by_role("button", name="Lämna över", exact=True).click()
    expect(screen.get_by_role("link", name="Skriv varför ärendena byter coach.")).to_be_visible()
    expect(screen.get_by_label("Bo Ek – 0 öppna ärenden")).to_be_checked()
    assert screen.locator("input[name=cases]:checked").count() == CASES
    assert screen.locator("input[name=bookings]:checked").count() == BOOKINGS
    if with_scripts:
        assert_accessible(screen)
    screen.get_by_label("Skäl till bytet").fill("Anna Lund har slutat")
    screen.get_by_role("button", name="Lämna över", exact=True).click()
    expect(screen.get_by_text("Överlämnat: 15 ärenden och 11 bokade möten till Bo Ek.")).to_be_visible()
    if with_scripts:
        look(screen, "coach_list")
    screen.goto("/frister")
    expect(screen.get_by_text("0 ärenden saknar coach")).to_be_visible()
    assert set(Enrolment.objects.values_list("coach", flat=True)) == {people["colleague"].pk}
    assert set(Meeting.objects.values_list("coach", flat=True)) == {people["colleague"].pk}


def test_a_deputy_for_two_weeks(
    screen: Page, people: dict[str, User], live_server, request: pytest.FixtureRequest
) -> None:
    with_scripts = WITHOUT_SCRIPTS not in request.node.name
    today = timezone.localdate()
    sign_in(screen, live_server.url, people["coach"])
    screen.goto("/")
    screen.get_by_role("link", name="Min ersättare").click()
    screen.get_by_label("Ersättare", exact=True).select_option(label="Bo Ek – 0 ärenden")
    screen.get_by_label("Första dag").fill(today.isoformat())
    screen.get_by_label("Sista dag").fill((today + datetime.timedelta(days=13)).isoformat())
    screen.get_by_role("button", name="Lägg till").click()
    expect(screen.get_by_text("är ersättare för Anna Lund")).to_be_visible()
    if with_scripts:
        look(screen, "deputies")

    sign_in(screen, live_server.url, people["colleague"])
    screen.goto("/")
    expect(screen.get_by_text("Du är ersättare för Anna Lund.")).to_be_visible()
    expect(screen.get_by_text("för Anna Lund", exact=True).first).to_be_visible()
    if with_scripts:
        look(screen, "home of a deputy")
    case = Enrolment.objects.select_related("person").order_by("pk")[0]
    screen.get_by_role("link", name=case.person.name).first.click()
    expect(screen.get_by_text("Ersättare: Bo Ek")).to_be_visible()

    sign_in(screen, live_server.url, people["coach"])
    screen.goto(f"/coacher/{people['coach'].pk}/ersattare")
    screen.get_by_role("button", name="Avsluta").first.click()
    expect(screen.get_by_text("Bo Ek är inte längre ersättare.")).to_be_visible()
    assert Deputy.objects.get().ended_by == people["coach"]
    assert set(Enrolment.objects.values_list("coach", flat=True)) == {people["coach"].pk}
