"""A meeting that was a follow-up and at which the plan was approved: one form, and nothing is said to be missing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from deadlines.models import ClockKind, ClockStatus
from demo.factories import (
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
)
from jobplans.models import FollowUpStatus, PlanApproval
from meetings.models import Meeting
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import Visitor
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
def test_one_form_says_all_of_it(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory(income_support_unit=None)
    for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
        DeadlinePolicyFactory(kind=kind)
    clock = DeadlineClockFactory(enrolment=case, due_in_5=True)
    follow_up = FollowUpFactory(enrolment=case, overdue=True)
    JobPlanVersionFactory(enrolment=case, proposed=True, goal="Arbete i kök")
    sign_in(page, live_server.url, case.coach)
    visitor = Visitor(page, scripts=fixture == "page")
    page.goto("/")
    expect(page.get_by_role("link", name="Följ upp")).to_have_count(1)

    page.goto(f"/arenden/{case.pk}/moten/nytt")
    visitor.choose("Närvarade")
    page.locator("summary", has_text="Det var en uppföljning").click()
    visitor.choose("Planen gäller oförändrad")
    page.locator("summary", has_text="Aspiranten svarade på jobbplanen").click()
    visitor.sees("Arbete i kök")
    visitor.choose("Godkänner planen")
    visitor.press("Spara")
    # What is missing is said where it is asked, and what was chosen stands.
    visitor.sees("Välj hur svaret gavs.")
    assert not Meeting.objects.exists()
    if fixture == "page":
        for size in (PHONE, OFFICE):
            page.set_viewport_size(size)
            assert_accessible(page)
            slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert slides <= 0
    visitor.choose("Muntligt vid möte")
    visitor.fill("Anteckning", "Gick igenom planen.")
    visitor.press("Spara")
    visitor.sees("Uppföljningen är registrerad")
    visitor.sees("Jobbgarantin är hållen")

    [meeting] = Meeting.objects.all()
    follow_up.refresh_from_db()
    clock.refresh_from_db()
    assert (meeting.status, meeting.note) == ("PRESENT", "Gick igenom planen.")
    assert (follow_up.status, clock.status) == (FollowUpStatus.HELD, ClockStatus.MET)
    assert PlanApproval.objects.get().method == "ORAL_AT_MEETING"
    page.goto("/")
    visitor.sees("Inget kräver åtgärd just nu.")
