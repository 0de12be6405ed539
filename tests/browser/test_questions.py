"""Question and answer in a real browser without scripts: the stadsdel asks, the coach answers from a notice."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from demo.factories import EnrolmentFactory, ReferralFactory, UserFactory
from organisation.models import User
from tests.browser.staff import Visitor
from tests.browser.test_reasons import sign_in


@pytest.mark.usefixtures("on_a_working_day")
def test_the_two_sides_ask_and_answer(transactional_db: None, live_server, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sender, coach = UserFactory(caseworker=True), UserFactory(coach=True)
    unit = sender.income_support_unit
    case = EnrolmentFactory(coach=coach, income_support_unit=unit)
    referral = ReferralFactory(enrolment=case, enrolled=True, unit=unit, sent_by=sender)
    visitor = Visitor(page, scripts=False)

    def work_as(user: User, path: str) -> None:
        page.context.clear_cookies()
        sign_in(page, live_server.url, user)
        page.goto(path)

    work_as(sender, reverse("referral_detail", args=[referral.pk]))
    visitor.open("Ny fråga")
    visitor.fill("Vad gäller frågan?", "Tider hos jobbtorget")
    visitor.fill("Meddelande", "Kommer personen till de tider som är bokade?")
    visitor.press("Skicka frågan")
    visitor.sees("Välj rättslig grund.")
    page.locator("label", has_text="Samverkan mellan myndigheter").first.click()
    visitor.press("Skicka frågan")
    visitor.sees(f"Frågan är skickad till {coach.jobbtorg}.")
    visitor.sees("Inte öppnat ännu")

    work_as(coach, reverse("notices"))
    page.get_by_role("button", name=case.person.name).first.click()
    visitor.sees("Kommer personen till de tider som är bokade?")
    visitor.fill("Ditt meddelande", "Ja, hittills till alla.")
    visitor.press("Skicka")
    visitor.sees(f"Meddelandet är skickat till {unit}.")

    work_as(sender, reverse("referral_inbox"))
    visitor.sees("Fråga att svara på i 1 ärende")
    page.get_by_role("link", name="Fråga att svara på i 1 ärende").click()
    visitor.open("Tider hos jobbtorget")
    visitor.sees("Ja, hittills till alla.")
    visitor.press("Avsluta frågan")
    visitor.sees("Frågan är avslutad.")
    visitor.press("Öppna frågan igen")
    visitor.sees("Frågan är öppen igen.")
