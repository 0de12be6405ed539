"""An answer to a plan whose version was replaced while the form was open, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from deadlines.models import ClockKind
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory, JobPlanVersionFactory
from jobplans.models import JobPlanVersion, PlanApproval, VersionStatus
from tests.browser.accessibility import assert_accessible
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
def test_an_answer_to_a_replaced_version(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory()
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    DeadlinePolicyFactory(kind=ClockKind.FOLLOW_UP)
    second = JobPlanVersionFactory(enrolment=case, proposed=True, goal="Arbete i kök")
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/jobbplan/svar")

    JobPlanVersion.objects.filter(pk=second.pk).update(status=VersionStatus.WITHDRAWN)
    third = JobPlanVersionFactory(plan=second.plan, enrolment=case, number=2, goal="Studier", proposed=True)

    page.locator("label", has_text="Närvarade").first.click()
    page.locator("label", has_text="Godkänner planen").first.click()
    page.locator("label", has_text="Muntligt vid möte").click()
    page.get_by_label("Kommentar").fill("Vill börja på måndag")
    page.get_by_role("button", name="Registrera svaret").click()

    heading = page.get_by_role("heading", name="Uppgifterna har ändrats sedan du öppnade sidan")
    expect(heading).to_be_focused()
    row = page.get_by_role("row", name="Mål")
    expect(row.get_by_role("cell").nth(0)).to_have_text("Arbete i kök")
    expect(row.get_by_role("cell").nth(1)).to_have_text("Studier")
    expect(page.get_by_label("Kommentar")).to_have_value("Vill börja på måndag")
    assert not PlanApproval.objects.exists()
    if fixture == "page":
        for size in (PHONE, OFFICE):
            page.set_viewport_size(size)
            assert_accessible(page)
            slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert slides <= 0

    page.get_by_role("button", name="Registrera svaret").click()
    expect(page.get_by_text("Godkännandet är registrerat.")).to_be_visible()
    assert PlanApproval.objects.get().version == third
