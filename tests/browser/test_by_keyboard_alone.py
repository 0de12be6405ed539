"""A coach's day with the keys alone: in, to Min dag, a meeting logged, a plan proposed, a case closed."""

from __future__ import annotations

import datetime
from itertools import takewhile

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from aspirants.models import EnrolmentStatus
from demo.factories import ClosureReasonFactory, EnrolmentFactory, MeetingFactory, UserFactory
from jobplans.models import JobPlanVersion, VersionStatus
from meetings.models import Meeting
from tests.browser.staff import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

FAR = 60
"""More presses of Tab than any page has between two things that belong together."""


class Hands:
    """Somebody who never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, target: Locator) -> None:
        """Press Tab until something has the focus."""
        element = target.first.element_handle()  # found once: to look for it by its name after each key takes long
        for _ in range(FAR):
            if element.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{FAR} presses of Tab do not reach {target}")

    def press(self, role: str, name: str) -> None:
        """Reach a link or a button and press it."""
        self.tab_to(self.page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Reach a field and write in it, over what stood there."""
        self.tab_to(self.page.get_by_label(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, group: str, choice: str) -> None:
        """Reach a group of radio buttons and go down to one of them."""
        buttons = self.page.get_by_role("group", name=group).get_by_role("radio")
        wanted = self.page.get_by_role("group", name=group).get_by_role("radio", name=choice, exact=True)
        of_the_group = wanted.get_attribute("name")
        for _ in range(FAR):
            if self.page.evaluate("name => document.activeElement.name === name", of_the_group):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(buttons.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{choice} cannot be chosen in {group}")

    def pick(self, label: str, choice: str) -> None:
        """Reach a list and type the beginning of one of its choices.

        Only as far as there are keys for it: the driver puts å, ä and ö, and what follows, into a field of text.
        """
        field = self.page.get_by_label(label).first
        self.tab_to(field)
        self.page.keyboard.type("".join(takewhile(str.isascii, choice)))
        expect(field.locator("option:checked")).to_contain_text(choice)

    def is_told(self, words: str) -> None:
        """What was done has the focus, and the title begins with it."""
        told = self.page.locator("#besked [data-message]").filter(has_text=words)
        expect(told).to_be_focused()
        assert self.page.title().startswith(words), self.page.title()


def test_a_day_with_the_keys_alone(page: Page, live_server) -> None:
    coach = UserFactory(coach=True, first_name="Kerstin", last_name="Coach")
    coach.set_password(PASSWORD)
    coach.save()
    case = EnrolmentFactory(coach=coach, person__first_name="Aurora", person__last_name="Zetterlund")
    ClosureReasonFactory(moved=True)
    today = timezone.localtime().replace(hour=0, minute=5, second=0, microsecond=0)
    meeting = MeetingFactory(enrolment=case, coach=coach, starts_at=today - datetime.timedelta(hours=15))
    hands, keys = Hands(page), page.keyboard
    page.goto("/konto/login/")

    hands.write("E-post", coach.email)
    hands.write("Lösenord", PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Min dag")

    row = page.locator("[data-row]", has=page.locator("[data-log], [data-row-key=l]")).first
    for _ in range(FAR):
        if row.evaluate("one => one.contains(document.activeElement)"):
            break
        keys.press("j")
    keys.press("l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga möte")
    hands.choose("Hur gick det?", "Närvarade")
    hands.write("Anteckning", "Gick igenom CV och personligt brev.")
    keys.press("Control+Enter")
    hands.is_told("Mötet")
    meeting.refresh_from_db()
    assert meeting.note == "Gick igenom CV och personligt brev."
    assert Meeting.objects.count() == 1

    page.goto(f"/arenden/{case.pk}")
    hands.press("link", "Jobbplan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobbplan")
    hands.press("link", "Skriv jobbplan")
    hands.write("Mål", "Arbete i kök")
    hands.pick("Insats eller möte", "Coachmöte")
    hands.write("Vad aspiranten ska göra", "Söker tre arbeten i veckan")
    keys.press("Enter")
    hands.is_told("Jobbplanen är föreslagen")
    assert JobPlanVersion.objects.get().status == VersionStatus.PROPOSED

    hands.tab_to(page.locator(".identity summary", has_text="Mer"))
    keys.press("Enter")
    hands.press("link", "Avsluta ärendet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Avsluta ärendet")
    hands.choose("Vad avslutas ärendet till?", "Annan orsak")
    hands.pick("Avslutsorsak", "Flytt")
    hands.choose("Rättslig grund", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)")
    hands.press("button", "Fortsätt")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bekräfta avslutet")
    hands.press("button", "Avsluta ärendet")
    hands.is_told("Ärendet är avslutat")
    case.refresh_from_db()
    assert case.status == EnrolmentStatus.CLOSED
