"""Somebody came without a referral: registered, planned with, and the unit told, with the keys alone.

With FULL=1 also without scripts.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from deadlines.models import ClockKind
from demo.factories import DeadlinePolicyFactory, IncomeSupportUnitFactory, UserFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import BOTH_IN_FULL, WITH_SCRIPTS, Visitor
from tests.browser.test_by_keyboard_alone import Hands
from tests.browser.test_shell import sign_in

NUMBER, NAMES = "19790417-9814", ("Björn", "Lindström")
CAME_ON, LAST_DAY = "2026-11-19", "tor 26 nov"
GROUND = "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"


@pytest.mark.usefixtures("on_a_working_day")
@pytest.mark.parametrize("way", BOTH_IN_FULL)
def test_from_the_visit_to_the_plan_that_the_unit_has_read(
    request: pytest.FixtureRequest, transactional_db: None, live_server, way: str
) -> None:
    """R-2-57, R-4-21, R-2-66. Registered on Monday, came on Thursday: the deadline counts from Thursday."""
    scripts = way == WITH_SCRIPTS
    page: Page = request.getfixturevalue("page" if scripts else "page_without_javascript")
    hands, visitor, heading = Hands(page), Visitor(page, scripts=scripts), page.get_by_role("heading", level=1)
    for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.PLAN_COMMUNICATION, ClockKind.FOLLOW_UP):
        DeadlinePolicyFactory(kind=kind)
    unit = IncomeSupportUnitFactory(name="Försörjningsstöd Farsta")
    sender = UserFactory(caseworker=True, income_support_unit=unit, first_name="Maria", last_name="Ståhl")
    manager = UserFactory(manager=True)
    at_the_door = UserFactory(coach=True, jobbtorg=manager.jobbtorg)
    coach = UserFactory(coach=True, jobbtorg=manager.jobbtorg, first_name="Kerstin", last_name="Ek")

    def work_as(user: User, path: str) -> None:
        page.context.clear_cookies()
        sign_in(page, live_server.url, user)
        page.goto(path)

    # Whoever is at the door registers the visit.
    work_as(at_the_door, reverse("referral_register"))
    hands.choose("Vad vill du registrera?", "Kom utan remiss")
    hands.write("Vilken dag kom remissen eller personen?", CAME_ON)
    hands.write("Personnummer eller samordningsnummer", NUMBER)
    for label, name in zip(("Förnamn", "Efternamn"), NAMES, strict=True):
        hands.write(label, name)
    hands.pick("Enhet i stadsdelen", unit.name)
    hands.choose("Kan personen arbeta?", "Ja")
    hands.write("Arbetslös sedan", "2025-09-01")
    hands.tab_to(page.get_by_label("Har barn i hemmet"))
    page.keyboard.press("Space")
    hands.pick("Coach", "Kerstin Ek")
    hands.press("button", "Registrera")
    visitor.sees("är öppnat")
    visitor.sees(LAST_DAY)
    case = Enrolment.objects.get()
    assert (str(case.enrolled_on), case.coach, case.income_support_unit) == (CAME_ON, coach, unit)

    # The coach writes the plan, the aspirant says yes, the unit is told on a ground.
    work_as(coach, reverse("case_plan", args=[case.pk]))
    visitor.sees("Ska vara godkänd av aspiranten senast")
    visitor.sees("tor 26 nov 2026")
    hands.press("link", "Skriv jobbplan")
    expect(heading).to_have_text("Skriv jobbplan")
    hands.write("Mål", "Arbete i kök")
    hands.pick("Insats eller möte", "Coachmöte")
    hands.write("Vad aspiranten ska göra", "Söker tre arbeten i veckan")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Jobbplan")
    hands.press("link", "Registrera svar")
    expect(heading).to_have_text("Registrera aspirantens svar")
    hands.choose("Hur gick det?", "Det var inget möte")
    hands.choose("Aspirantens svar", "Godkänner planen")
    hands.choose("Hur svaret gavs", "Muntligt på telefon")
    hands.press("button", "Registrera svaret")
    visitor.sees("Jobbgarantin är hållen")
    hands.press("link", "Skicka till försörjningsstödsenheten")
    expect(heading).to_have_text("Skicka jobbplanen till försörjningsstödsenheten")
    hands.press("button", "Skicka")
    visitor.sees("Välj rättslig grund.")
    hands.choose("Rättslig grund", GROUND)
    hands.press("button", "Skicka")
    visitor.sees(f"gäller och är skickad till {unit.name}")

    # The unit, which has sent no referral, finds it under what it has been told, and opens it.
    work_as(sender, reverse("referral_inbox"))
    hands.press("link", "Meddelat till oss")
    expect(heading).to_have_text("Meddelat till oss")
    visitor.sees("Nytt")
    hands.press("link", f"{case.person.name} – {case.case_no}")
    expect(heading).to_have_text(" ".join(NAMES))
    visitor.sees("Arbete i kök")
    visitor.sees("Öppnat")
    expect(page.get_by_text("Arbetslös sedan")).to_have_count(0)

    # The receipt stands on the case, with what was stated at the visit.
    work_as(coach, reverse("case_plan", args=[case.pk]))
    hands.press("link", "Stadsdelen")
    expect(heading).to_have_text("Stadsdelen")
    visitor.sees("av Maria Ståhl")
    visitor.sees(GROUND)
    visitor.sees("tor 19 nov 2026")
    visitor.sees("2025-09-01, långtidsarbetslös")
    expect(page.locator(".summary-row", has_text="Barn i hemmet")).to_contain_text("Ja")
    if scripts:
        assert_accessible(page)
