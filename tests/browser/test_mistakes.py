"""Mistakes put right, with scripts and without: a meeting on the wrong person, a wrong outcome, and *Ångra*."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aspirants.models import Correction
from core.history.tracking import changes_of
from demo.factories import EnrolmentFactory, MeetingFactory, UserFactory
from meetings.models import Meeting
from tests.browser.accessibility import assert_accessible
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])


def looks_right(page: Page, fixture: str) -> None:
    """Accessible, and no wider than the screen, on a phone and at a desk."""
    if fixture == "page":
        for size in (PHONE, OFFICE):
            page.set_viewport_size(size)
            assert_accessible(page)
            slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert slides <= 0


@BOTH
def test_a_meeting_on_the_wrong_person(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory()
    right = EnrolmentFactory(coach=case.coach, person__first_name="Aurora", person__last_name="Zetterlund")
    now = timezone.now()
    meeting = MeetingFactory(
        enrolment=case, coach=case.coach, present=True, starts_at=now - timedelta(hours=1), logged_at=now
    )
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/moten")
    page.get_by_role("link", name="Rätta").first.click()
    looks_right(page, fixture)
    page.get_by_role("link", name="Det gällde en annan person").click()
    expect(page.get_by_text("Gick igenom CV.").first).to_be_visible()
    page.get_by_label("Sök rätt ärende").fill("zetterlund")
    page.get_by_role("button", name="Sök ärende").click()
    looks_right(page, fixture)
    page.locator("label", has_text=f"Aurora Zetterlund, {right.case_no}").click()
    page.get_by_role("button", name="Ta bort härifrån").click()

    expect(page.get_by_text("Möte är borttaget härifrån. Det är registrerat i det andra ärendet.")).to_be_visible()
    expect(page).to_have_url(f"{live_server.url}/arenden/{case.pk}/moten")
    page.goto(f"/arenden/{case.pk}/")
    expect(page.get_by_text("Registrerat på fel person, borttaget: Möte")).to_be_visible()
    expect(page.get_by_text("Gick igenom CV.")).to_have_count(0)
    page.get_by_role("link", name="Historik").first.click()
    expect(page.get_by_text("Gick igenom CV.")).to_have_count(0)
    expect(page.get_by_text("Zetterlund")).to_have_count(0)
    assert Meeting.objects.get().enrolment == right
    assert set(changes_of(Meeting).objects.filter(pgh_obj=meeting.pk).values_list("note", flat=True)) == {""}


@BOTH
def test_a_wrong_outcome_corrected_after_two_days(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory()
    then = timezone.now() - timedelta(days=2, hours=1)
    meeting = MeetingFactory(enrolment=case, coach=case.coach, absent=True, starts_at=then, logged_at=then)
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/moten")
    page.get_by_role("link", name="Rätta").first.click()
    page.locator("label", has_text="Giltig frånvaro").click()
    page.get_by_label("Anteckning").fill("Ringde och var sjuk.")
    page.get_by_role("button", name="Rätta", exact=True).click()
    expect(page.get_by_text("Skriv varför det rättas.").first).to_be_visible()
    expect(page.get_by_label("Anteckning")).to_have_value("Ringde och var sjuk.")
    looks_right(page, fixture)
    page.get_by_label("Varför rättas det?").fill("Sjukanmälan kom senare")
    page.get_by_role("button", name="Rätta", exact=True).click()

    expect(page.get_by_text("Rättat.", exact=True)).to_be_visible()
    expect(page.get_by_text("Skäl: Sjukanmälan kom senare")).to_be_visible()
    page.goto(f"/arenden/{case.pk}/moten")
    page.get_by_text("Tidigare").click()
    expect(page.get_by_text("Hur det gick: Uteblev")).to_be_visible()
    looks_right(page, fixture)
    meeting.refresh_from_db()
    assert meeting.status == "ABSENT_VALID"


@BOTH
def test_undo(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory(coach=UserFactory(coach=True))
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/moten/nytt")
    page.locator("label", has_text="Närvarade").click()
    page.get_by_label("Anteckning").fill("Gick bra.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("button", name="Ångra")).to_be_visible()
    looks_right(page, fixture)
    assert Meeting.objects.get().note == "Gick bra."
    page.get_by_role("button", name="Ångra").click()

    expect(page.get_by_text("Ångrat.")).to_be_visible()
    expect(page.get_by_role("button", name="Ångra")).to_have_count(0)
    assert not Meeting.objects.exists()
    assert Correction.objects.get().sort == "UNDONE"
