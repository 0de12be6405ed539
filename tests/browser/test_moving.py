"""A case moves in a real browser: to another jobbtorg, and to another stadsdel (FC-06).

With FULL=1 also without scripts.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.models import User
from tests.browser.staff import BOTH_IN_FULL, WITH_SCRIPTS, Visitor
from tests.browser.test_reasons import look, sign_in

WHY = "Har flyttat och har kortare väg till er"


class Office:
    """Kista with a case that has a plan and a coming meeting, Farsta, and two stadsdelar."""

    def __init__(self) -> None:
        kista, farsta = JobbtorgFactory(name="Jobbtorg Kista"), JobbtorgFactory(name="Jobbtorg Farsta")
        self.manager = UserFactory(manager=True, jobbtorg=kista)
        self.coach = UserFactory(coach=True, jobbtorg=kista, first_name="Karin", last_name="Ek")
        self.receiver = UserFactory(manager=True, jobbtorg=farsta)
        self.newcomer = UserFactory(coach=True, jobbtorg=farsta, first_name="Farid", last_name="Noor")
        self.sender = UserFactory(caseworker=True)
        self.moved_to = UserFactory(
            caseworker=True, income_support_unit=IncomeSupportUnitFactory(name="Försörjningsstöd Farsta")
        )
        self.case: Enrolment = EnrolmentFactory(coach=self.coach, income_support_unit=self.sender.income_support_unit)
        ReferralFactory(
            enrolment=self.case,
            enrolled=True,
            jobbtorg=kista,
            unit=self.sender.income_support_unit,
            sent_by=self.sender,
        )
        DeadlineClockFactory(enrolment=self.case, follow_up=True)
        JobPlanVersionFactory(enrolment=self.case, approved=True, communicated=True)
        MeetingFactory(enrolment=self.case, coach=self.coach)


@pytest.mark.usefixtures("on_a_working_day")
@pytest.mark.parametrize("way", BOTH_IN_FULL)
def test_a_case_moves(request: pytest.FixtureRequest, transactional_db: None, live_server, way: str) -> None:
    scripts = way == WITH_SCRIPTS
    page: Page = request.getfixturevalue("page" if scripts else "page_without_javascript")
    office, visitor = Office(), Visitor(page, scripts=scripts)
    case, number = office.case, office.case.case_no

    def work_as(user: User, path: str = "/") -> None:
        page.context.clear_cookies()
        sign_in(page, live_server.url, user)
        page.goto(path)

    def seen(name: str) -> None:
        if scripts:
            look(page, name)

    def send() -> None:
        work_as(office.manager, reverse("case", args=[case.pk]))
        page.locator("details.menu > summary").first.click()
        page.get_by_role("link", name="Flytta till annat jobbtorg").click()
        visitor.sees("Det här ställs in när ärendet flyttas")
        visitor.sees("Karin Ek")
        seen("transfer_case")
        visitor.press("Skicka frågan")
        visitor.sees("Välj jobbtorg.")
        visitor.select("Till jobbtorg", "Jobbtorg Farsta")
        visitor.fill("Varför ärendet ska flyttas", WHY)
        visitor.press("Skicka frågan")
        visitor.sees("Väntar på svar från Jobbtorg Farsta")
        seen("case_waits")

    send()
    work_as(office.receiver, reverse("referral_inbox"))
    visitor.sees("Ärenden som andra jobbtorg vill flytta hit")
    visitor.sees(number)
    seen("inbox_with_offer")
    page.get_by_role("link", name=case.person.name).click()
    visitor.sees(WHY)
    seen("transfer")
    page.get_by_role("link", name="Skicka tillbaka med ett skäl").click()
    visitor.fill("Varför ni inte tar emot ärendet", "Vi har ingen plats före jul")
    seen("transfer_return")
    visitor.press("Skicka tillbaka")
    visitor.sees(f"Ärende {number} är skickat tillbaka till Jobbtorg Kista")
    send()
    work_as(office.receiver, reverse("referral_inbox"))
    page.get_by_role("link", name=case.person.name).click()
    page.get_by_label("Coach", exact=False).first.select_option(label="Farid Noor – 0 ärenden")
    page.locator("label", has_text="Samverkan mellan myndigheter").first.click()
    visitor.press("Ta emot ärendet")
    visitor.sees(f"Ärende {number} är nu ert.")
    visitor.sees("Flyttades till Jobbtorg Farsta")
    work_as(office.manager, reverse("case", args=[case.pk]))
    expect(page.get_by_text("Sidan finns inte").first).to_be_visible()

    work_as(office.newcomer, reverse("case", args=[case.pk]))
    page.locator("details.menu > summary").first.click()
    page.get_by_role("link", name="Byt försörjningsstödsenhet").click()
    visitor.select("Ny försörjningsstödsenhet", "Försörjningsstöd Farsta")
    visitor.fill("Varför ärendet får en annan enhet", "Har flyttat till Farsta")
    seen("support_unit")
    visitor.press("Byt enhet")
    visitor.sees("godkänd men inte skickad till Försörjningsstöd Farsta")
    work_as(office.moved_to, reverse("told_list"))
    visitor.sees("Ingenting har meddelats till enheten ännu.")
    work_as(office.newcomer, reverse("case_plan", args=[case.pk]))
    page.get_by_role("link", name="Skicka till försörjningsstödsenheten").click()
    page.locator("label", has_text="Samverkan mellan myndigheter").first.click()
    visitor.press("Skicka")
    visitor.sees("Jobbplanen är skickad till Försörjningsstöd Farsta.")
    work_as(office.moved_to, reverse("referral_inbox"))
    page.get_by_role("link", name="Meddelat till oss").click()
    seen("told_list")
    page.get_by_role("link", name=case.person.name).click()
    visitor.sees("Skickad till er")
    seen("told_case")
    work_as(office.sender, reverse("referral_inbox"))
    page.get_by_role("link", name=case.person.name).click()
    visitor.sees("Skickad till er")
    expect(page.get_by_text("Farid Noor")).to_have_count(0)
    expect(page.get_by_text("Jobbtorg Farsta")).to_have_count(0)
    seen("referral_not_followed")
