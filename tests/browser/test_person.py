"""A person's facts in a real browser, with scripts and without: name, news of a referral, number (FC-01, FC-03)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment, Person, ReportedField
from aspirants.operations.reports import report_facts
from demo.factories import EnrolmentFactory, UserFactory
from demo.identities import interim_number, nth_birth, nth_number
from tests.browser.test_reasons import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db: None) -> Enrolment:
    """A coach's case: a temporary number, and a referral that says another name and telephone number."""
    made: Enrolment = EnrolmentFactory(
        coach=UserFactory(coach=True), person__identity_no=interim_number(nth_birth(31)), person__last_name="Öberg"
    )
    news = {ReportedField.LAST_NAME: "Nygift", ReportedField.PHONE: "070-174 06 05"}
    report_facts(person=made.person, jobbtorg=made.jobbtorg, news=news, source="Remiss R-2026-00001")
    return made


def _journey(page: Page, case: Enrolment, address: str, look: Callable[[Page, str], None]) -> None:
    sign_in(page, address, case.coach)
    page.goto(reverse("case", args=[case.pk]))
    expect(page.get_by_text("Remissen anger andra uppgifter")).to_be_visible()
    page.locator("#kontakt").get_by_role("link", name="Personuppgifter").click()
    expect(page.get_by_role("heading", name="Personuppgifter")).to_be_visible()
    look(page, "case_person")
    # One click for the name, one to keep the telephone number.
    page.get_by_role("button", name="Ta över efternamn").click()
    expect(page.get_by_text("Övertaget från remissen: efternamn.")).to_be_visible()
    page.get_by_role("button", name="Behåll vårt telefon").click()
    expect(page.get_by_text("Vi behöll vårt: telefon.")).to_be_visible()
    expect(page.get_by_label("Efternamn")).to_have_value("Nygift")
    # A name and a telephone number are corrected.
    page.get_by_label("Efternamn").fill("Nygift-Berg")
    page.get_by_label("Telefon").fill("070-174 06 09")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Ändrat: efternamn, telefon.")).to_be_visible()
    page.get_by_text("Efternamn ändrades").click()
    expect(page.get_by_text("Öberg, till")).to_be_visible()
    # The temporary number becomes the person's own.
    page.get_by_role("link", name="Ändra numret").click()
    page.get_by_label("Nytt personnummer").fill(nth_number(31)[:-1])
    page.get_by_label("Personen har fått ett eget nummer").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_label("Nytt personnummer")).to_have_value(nth_number(31)[:-1])
    expect(page.get_by_text("Numret är för kort").first).to_be_visible()
    look(page, "case_number")
    page.get_by_label("Nytt personnummer").fill(nth_number(31))
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Numret är ändrat.")).to_be_visible()
    expect(page.get_by_text("Tillfälligt nummer, ändrat")).to_be_visible()
    person = Person.objects.get(pk=case.person_id)
    assert (person.last_name, person.phone, person.identity_no) == ("Nygift-Berg", "070-174 06 09", nth_number(31))
    page.goto(reverse("case_death", args=[case.pk]))
    look(page, "case_death")


def test_a_person_is_corrected_fc_01(page: Page, case: Enrolment, live_server) -> None:
    _journey(page, case, live_server.url, look)


def test_a_person_is_corrected_without_scripts_fc_01(
    page_without_javascript: Page, case: Enrolment, live_server
) -> None:
    # What is looked at needs scripts: the checks of accessibility are one.
    _journey(page_without_javascript, case, live_server.url, lambda page, name: None)
