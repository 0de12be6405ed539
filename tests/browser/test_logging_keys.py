"""*Logga möte* by keys: what it takes by the keystroke-level model, what is in view, and what keys must not do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from aspirants.models import Enrolment
from core.way_back import leads_back_to
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    UsualPhraseFactory,
)
from meetings.models import Meeting
from tests.aspirants.staff import at
from tests.browser.accessibility import assert_accessible
from tests.browser.keystrokes import Typist
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "Ska söka tre tjänster till nästa möte och ringa om praktiken."
PHONE, OFFICE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
READY = "form[data-keys=on]"
"""The form once its keys work: a quarter of a second after it is there, long before a person has read it."""
PAST_THE_QUESTIONS = "Boolean(document.activeElement.closest('.form-actions, .beside, .shell, .identity'))"
CV = "Gick igenom CV och personligt brev."


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Within the opening hours, whenever the tests are run."""
    with time_machine.travel(at("2026-11-23", "10:40"), tick=True):
        yield


@pytest.fixture
def booked(monday: None, page: Page, live_server) -> Meeting:
    """A meeting that has just been, of a case with all there can be, and its coach signed in on *Möten*."""
    case = EnrolmentFactory(income_support_unit=None)
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    FollowUpFactory(enrolment=case)
    JobPlanVersionFactory(enrolment=case, approved=True, goal="Arbete i kök")
    UsualPhraseFactory(key="cv", text=CV)
    UsualPhraseFactory(key="cykel", text="Talade om vägen till arbetet.")
    meeting: Meeting = MeetingFactory(
        enrolment=case, coach=case.coach, starts_at=timezone.now() - timedelta(minutes=40)
    )
    sign_in(page, live_server.url, case.coach)
    return meeting


def meetings_of(case: Enrolment) -> str:
    return f"/arenden/{case.pk}/moten"


def open_form(page: Page, meeting: Meeting) -> None:
    case = meeting.enrolment
    page.goto(f"/arenden/{case.pk}/moten/nytt?meeting={meeting.pk}&{leads_back_to(meetings_of(case))}")
    expect(page.get_by_label("Närvarade")).to_be_focused()


def open_by_key(page: Page, meeting: Meeting) -> Typist:
    """From the row of the meeting, which the hand has reached: `l` opens the form."""
    page.goto(meetings_of(meeting.enrolment))
    page.get_by_role("link", name="Bokat coachmöte", exact=True).focus()
    typist = Typist(page).decide().press("l")
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label("Närvarade")).to_be_focused()
    return typist


def focused(page: Page) -> Locator:
    return page.locator("*:focus")


def go_to(typist: Typist, field: Locator) -> None:
    """Press Tab until the field has the focus."""
    for _ in range(12):
        if field.evaluate("(field) => field === document.activeElement"):
            return
        typist.press("Tab")
    raise AssertionError(f"twelve Tabs do not lead to {field}")


def saved(page: Page, meeting: Meeting) -> Meeting:
    """The meeting as it is stored, once the page says so where one came from."""
    expect(page.locator("#besked")).to_contain_text("är loggat")
    assert page.url.endswith(meetings_of(meeting.enrolment))
    meeting.refresh_from_db()
    return meeting


def test_with_sixty_characters_it_takes_less_than_half_a_minute(page: Page, booked: Meeting) -> None:
    assert len(NOTE) >= 60
    typist = open_by_key(page, booked)
    typist.decide().press("1")
    typist.decide().press("Tab", "1")
    go_to(typist, page.get_by_label("Anteckning"))
    typist.decide().type(NOTE)
    go_to(typist, page.get_by_label("Inget", exact=True))
    typist.decide().press("2").press("Control+Enter")
    meeting = saved(page, booked)
    assert (meeting.status, meeting.topics, meeting.note) == ("PRESENT", ["JOB_SEARCH"], NOTE)
    assert Meeting.objects.filter(enrolment=meeting.enrolment, status="BOOKED").count() == 1
    print(f"with text: {typist.keys} keys, {typist.seconds:.1f} s")
    assert typist.seconds <= 30


def test_without_text_it_takes_less_than_ten_seconds(page: Page, booked: Meeting) -> None:
    typist = open_by_key(page, booked)
    typist.decide().press("1")
    typist.decide().press("Tab", "6")
    go_to(typist, page.get_by_label("Inget", exact=True))
    typist.decide().press("2").press("Control+Enter")
    meeting = saved(page, booked)
    assert (meeting.status, meeting.topics, meeting.note) == ("PRESENT", ["PLANNING"], "")
    print(f"without text: {typist.keys} keys, {typist.seconds:.1f} s")
    assert typist.seconds <= 10


def test_with_a_phrase_it_takes_little_more(page: Page, booked: Meeting) -> None:
    typist = open_by_key(page, booked)
    typist.decide().press("1")
    typist.decide().press("Tab", "1")
    go_to(typist, page.get_by_label("Anteckning"))
    typist.decide().type(";cv").press("Enter")
    typist.press("Control+Enter")
    assert saved(page, booked).note == CV
    print(f"with a phrase: {typist.keys} keys, {typist.seconds:.1f} s")
    assert typist.seconds <= 13


def test_a_missed_meeting_is_one_key_on_its_row(page: Page, booked: Meeting) -> None:
    page.goto(meetings_of(booked.enrolment))
    page.get_by_role("link", name="Bokat coachmöte", exact=True).focus()
    button = page.locator('[data-row-key="u"]')
    typist = Typist(page)
    # The key is the row's own where the page's script knows rows' keys; the button is there for everybody.
    go_to(typist, button)
    typist.press("Enter")
    assert saved(page, booked).status == "ABSENT_INVALID"
    assert typist.keys <= 2
    expect(page.get_by_role("link", name="Boka ny tid")).to_be_visible()
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("#besked")).to_contain_text("Ångrat")
    booked.refresh_from_db()
    assert booked.status == "BOOKED"


def test_a_missed_meeting_in_the_form_folds_what_is_not_asked(page: Page, booked: Meeting) -> None:
    open_form(page, booked)
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label("Anteckning")).to_be_visible()
    Typist(page).press("2")
    expect(page.get_by_label("Uteblev")).to_be_checked()
    expect(page.get_by_label("Anteckning")).to_be_hidden()
    page.locator("summary", has_text="Ämnen och anteckning").click()
    expect(page.get_by_label("Anteckning")).to_be_visible()
    page.get_by_label("Anteckning").fill("Ringde, inget svar.")
    page.keyboard.press("Control+Enter")
    meeting = saved(page, booked)
    assert (meeting.status, meeting.note) == ("ABSENT_INVALID", "Ringde, inget svar.")


def test_an_answer_that_moves_it_opens_the_question_why(page: Page, booked: Meeting) -> None:
    open_form(page, booked)
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label("Varför blev mötet inte av?")).to_be_hidden()
    Typist(page).press("3")
    expect(page.get_by_label("Varför blev mötet inte av?")).to_be_visible()


@pytest.mark.parametrize("shortcuts", ["on", "off"])
def test_typed_digits_are_text_and_off_is_off(page: Page, booked: Meeting, shortcuts: str) -> None:
    open_form(page, booked)
    expect(page.locator(READY)).to_be_visible()
    page.evaluate("(value) => { document.body.dataset.shortcuts = value }", shortcuts)
    page.get_by_label("Anteckning").focus()
    page.keyboard.type("1 av 4")
    expect(page.get_by_label("Anteckning")).to_have_value("1 av 4")
    expect(page.locator("[name=outcome]:checked")).to_have_count(0)
    page.get_by_label("Närvarade").focus()
    page.keyboard.press("4")
    expect(page.locator("[name=outcome]:checked")).to_have_count(1 if shortcuts == "on" else 0)


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_save_is_in_view_and_covers_nothing_that_has_the_focus(page: Page, booked: Meeting, size) -> None:
    page.set_viewport_size(size)
    open_form(page, booked)
    expect(page.locator(READY)).to_be_visible()
    save = page.get_by_role("button", name="Spara", exact=True)
    expect(save).to_be_in_viewport(ratio=1)
    row = page.locator(".form-actions.in-view")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(PAST_THE_QUESTIONS):
            break
        here, bar = focused(page).bounding_box(), row.bounding_box()
        assert here is not None
        assert bar is not None
        assert here["y"] + min(here["height"], 40) <= bar["y"] + 1, focused(page).evaluate("(one) => one.outerHTML")
        expect(save).to_be_in_viewport(ratio=1)
    else:
        raise AssertionError("the row of buttons is never reached")


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_it_is_accessible_also_while_the_phrases_are_shown(page: Page, booked: Meeting, size) -> None:
    page.set_viewport_size(size)
    open_form(page, booked)
    expect(page.locator(READY)).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Anteckning").focus()
    page.keyboard.type(";c")
    expect(page.get_by_role("listbox", name="Fraser")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


class TestPhrases:
    @pytest.fixture
    def note(self, page: Page, booked: Meeting) -> Locator:
        open_form(page, booked)
        expect(page.locator(READY)).to_be_visible()
        note = page.get_by_label("Anteckning")
        note.focus()
        return note

    @pytest.mark.parametrize(
        ("typed", "keys", "written"),
        [
            (";cv", ["Enter"], CV),
            (";cv", ["Tab"], CV),
            (";cv", ["Space"], f"{CV} "),
            ("Bra. ;c", ["ArrowDown", "Enter"], "Bra. Talade om vägen till arbetet."),
            (";", ["ArrowDown", "Enter"], CV),
            (";", ["ArrowUp", "Enter"], "Talade om vägen till arbetet."),
            (";cv", ["Escape", "Space"], ";cv "),
            (";", ["Space"], "; "),
            (";x", ["Space"], ";x "),
        ],
    )
    def test_keys(self, page: Page, note: Locator, typed: str, keys: list[str], written: str) -> None:
        page.keyboard.type(typed)
        for key in keys:
            page.keyboard.press(key)
        expect(note).to_have_value(written)
        expect(note).to_be_focused()
        expect(page.get_by_role("listbox", name="Fraser")).to_be_hidden()

    def test_the_chosen_one_is_said_to_who_cannot_see_it(self, page: Page, note: Locator) -> None:
        page.keyboard.type(";")
        expect(page.locator("#besked")).to_contain_text("2 fraser. Välj med piltangenter och Enter.")
        assert note.get_attribute("aria-activedescendant") is None
        page.keyboard.press("ArrowDown")
        chosen = page.locator(f"#{note.get_attribute('aria-activedescendant')}")
        expect(chosen).to_have_attribute("aria-selected", "true")
        expect(chosen).to_contain_text(CV)

    def test_a_click_chooses(self, page: Page, note: Locator) -> None:
        page.keyboard.type(";cy")
        page.get_by_role("option", name=";cykel").click()
        expect(note).to_have_value("Talade om vägen till arbetet.")
        expect(note).to_be_focused()


def test_without_scripts_all_of_it_is_there(page_without_javascript: Page, live_server) -> None:
    page = page_without_javascript
    case = EnrolmentFactory(income_support_unit=None)
    UsualPhraseFactory(key="cv", text=CV)
    meeting = MeetingFactory(enrolment=case, coach=case.coach, starts_at=timezone.now() - timedelta(minutes=40))
    sign_in(page, live_server.url, case.coach)
    open_form(page, meeting)
    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_in_viewport(ratio=1)
    page.get_by_label("Närvarade").check(force=True)
    page.get_by_label("Välj datum").check(force=True)
    expect(page.get_by_label("Datum för nästa möte")).to_be_visible()
    page.get_by_label("Inget", exact=True).check(force=True)
    page.get_by_label("Anteckning").fill("Bra möte. ;cv")
    page.get_by_role("button", name="Spara", exact=True).click()
    assert saved(page, meeting).note == f"Bra möte. {CV}"
