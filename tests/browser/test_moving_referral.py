"""A referral moves to another jobbtorg before anybody is enrolled (G-54, R-1-41), without scripts."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from demo.factories import DeadlinePolicyFactory, ReferralFactory, UserFactory
from organisation.models import User
from referrals.inbox.loads import given_cases, load_in_words
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import Visitor
from tests.browser.test_shell import sign_in

WHY = "Har kortare väg till er"
CAME_ON, LAST_DAY = datetime.date(2026, 11, 19), "tor 26 nov 2026"


@pytest.mark.usefixtures("on_a_working_day")
def test_a_referral_moves_before_anybody_is_enrolled(
    transactional_db: None, live_server, page_without_javascript: Page, page: Page
) -> None:
    without_scripts = page_without_javascript
    visitor = Visitor(without_scripts, scripts=False)
    DeadlinePolicyFactory()
    sender = UserFactory(caseworker=True)
    kista, farsta = (UserFactory(manager=True, jobbtorg__name=f"Jobbtorg {place}") for place in ("Kista", "Farsta"))
    coach = UserFactory(coach=True, jobbtorg=farsta.jobbtorg, first_name="Farid", last_name="Noor")
    referral = ReferralFactory(
        jobbtorg=kista.jobbtorg, unit=sender.income_support_unit, sent_by=sender, received_on=CAME_ON
    )
    its_page = reverse("referral_detail", args=[referral.pk])

    def work_as(user: User, path: str) -> None:
        without_scripts.context.clear_cookies()
        sign_in(without_scripts, live_server.url, user)
        without_scripts.goto(path)

    work_as(kista, its_page)
    visitor.sees("Den dagen räknas inte")
    visitor.open("Flytta till annat jobbtorg")
    visitor.press("Skicka frågan")
    visitor.sees("Välj jobbtorg.")
    visitor.select("Till jobbtorg", "Jobbtorg Farsta")
    visitor.fill("Varför remissen ska flyttas", WHY)
    visitor.press("Skicka frågan")
    visitor.sees("Väntar på svar från Jobbtorg Farsta")

    work_as(farsta, reverse("referral_inbox"))
    visitor.sees("Remisser som andra jobbtorg vill flytta hit")
    visitor.open(referral.person.name)
    visitor.sees(WHY)
    visitor.sees(LAST_DAY)
    expect(without_scripts.get_by_text(referral.purpose)).to_have_count(0)
    visitor.press("Ta emot remissen")
    visitor.sees(f"Remiss {referral.number} är nu er.")
    visitor.sees("Flyttad från Jobbtorg Kista till Jobbtorg Farsta")
    visitor.sees("Den dagen räknas inte")
    visitor.select("Coach", load_in_words(given_cases(farsta.jobbtorg_id).get()))
    visitor.press("Ta emot och skriv in")
    case = Enrolment.objects.get(person=referral.person)
    assert (case.jobbtorg, case.coach) == (farsta.jobbtorg, coach)

    work_as(coach, reverse("case_plan", args=[case.pk]))
    visitor.sees(LAST_DAY)
    work_as(kista, its_page)
    expect(without_scripts.get_by_text("Sidan finns inte").first).to_be_visible()
    referral.clock.refresh_from_db()
    assert str(referral.clock.due_on) == "2026-11-26"

    work_as(sender, reverse("referral_inbox"))
    visitor.sees("Jobbtorg Farsta")
    visitor.open(referral.person.name)
    visitor.sees("Flyttad från Jobbtorg Kista till Jobbtorg Farsta")
    visitor.sees("tor 26 nov")
    expect(without_scripts.get_by_text(WHY)).to_have_count(0)

    # axe is a script: the same page where scripts run.
    sign_in(page, live_server.url, sender)
    page.goto(its_page)
    assert_accessible(page)
