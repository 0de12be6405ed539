"""A date is typed as text, or chosen in the browser's own calendar, which only fills in the text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.factories import EnrolmentFactory, UserFactory
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

OPENED = """() => {
  window.opened = [];
  HTMLInputElement.prototype.showPicker = function () { window.opened.push(this.value); };
}"""


@pytest.fixture
def case():
    return EnrolmentFactory(coach=UserFactory(coach=True))


def open_form(page: Page, live_server, case) -> None:
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/avsluta")


@pytest.mark.parametrize(
    ("typed", "opens_at"),
    [("2026-03-02", "2026-03-02"), ("20260302", "2026-03-02"), ("snart", ""), ("", "")],
)
def test_the_calendar_opens_at_what_is_typed(page: Page, live_server, case, typed: str, opens_at: str) -> None:
    open_form(page, live_server, case)
    page.evaluate(OPENED)
    page.get_by_label("Avslutsdatum", exact=True).fill(typed)
    page.get_by_role("button", name="Öppna kalendern").first.click()
    assert page.evaluate("window.opened") == [opens_at]


def test_words_and_short_dates_are_read_like_the_server_reads_them(page: Page, live_server, case) -> None:
    page.clock.install(time="2026-11-23T09:30:00+01:00")
    open_form(page, live_server, case)
    page.evaluate(OPENED)
    field = page.get_by_label("Avslutsdatum", exact=True)
    field.fill("igår")
    field.press("Alt+ArrowDown")
    assert page.evaluate("window.opened.splice(0)") == ["2026-11-22"]
    for typed in ("igår", "I dag", "imorgon", "23/11", "3/1", "30/6"):
        page.get_by_label("Avslutsdatum", exact=True).fill(typed)
        page.get_by_role("button", name="Öppna kalendern").first.click()
    assert page.evaluate("window.opened") == [
        "2026-11-22",
        "2026-11-23",
        "2026-11-24",
        "2026-11-23",
        "2026-01-03",
        "2026-06-30",
    ]


def test_a_day_without_a_year_is_said_with_the_year_that_the_field_gives_it(page: Page, live_server, case) -> None:
    """In a field for something that has been it is the latest such day, in one for what is to come the next."""
    page.clock.install(time="2026-11-23T09:30:00+01:00")
    open_form(page, live_server, case)
    for label, said in (
        ("Avslutsdatum", {"1/1": "tor 1 jan 2026", "24/11": "mån 24 nov 2025", "31/2": "", "2026-11-02": ""}),
        ("Första dagen i arbete eller studier", {"1/1": "fre 1 jan 2027", "20/11": "fre 20 nov 2026"}),
    ):
        field = page.get_by_label(label)
        place = page.locator(".ds-field", has=field).locator(".date-read")
        for typed, day in said.items():
            field.fill(typed)
            expect(place).to_have_text(day)
    page.goto(f"/arenden/{case.pk}/moten/boka")
    page.get_by_label("Datum", exact=True).fill("22/11")
    expect(page.locator(".date-read").first).to_have_text("mån 22 nov 2027")


def test_the_first_press_on_a_button_counts_while_a_day_without_a_year_is_typed(page: Page, live_server, case) -> None:
    """Nothing below the field moves, neither while one types nor when one leaves it."""
    page.set_viewport_size({"width": 1280, "height": 2400})
    open_form(page, live_server, case)
    field = page.get_by_label("Avslutsdatum", exact=True)
    button = page.get_by_role("button", name="Fortsätt")
    before = button.bounding_box()
    assert before is not None
    field.press_sequentially("31/2 2020")
    assert button.bounding_box() == before
    field.fill("")
    field.press_sequentially("20/11")
    expect(page.locator(".ds-field", has=field).locator(".date-read")).to_have_text("fre 20 nov 2026")
    assert button.bounding_box() == before
    expect(field).to_be_focused()
    page.mouse.move(before["x"] + before["width"] / 2, before["y"] + 4)
    page.mouse.down()
    assert button.bounding_box() == before
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/avsluta")):
        page.mouse.up()


def test_a_day_is_stockholms_whatever_the_computers_time_zone(browser, browser_context_args, live_server, case) -> None:
    context = browser.new_context(**browser_context_args | {"timezone_id": "America/Los_Angeles"})
    page = context.new_page()
    page.clock.install(time="2026-11-23T00:30:00+01:00")
    open_form(page, live_server, case)
    field = page.get_by_label("Avslutsdatum", exact=True)
    for typed, day in (("i dag", "mån 23 nov 2026"), ("igår", "sön 22 nov 2026"), ("23/11", "mån 23 nov 2026")):
        field.fill(typed)
        expect(page.locator(".ds-field", has=field).locator(".date-read")).to_have_text(day)
    context.close()


def test_what_is_chosen_stands_as_text_and_the_text_is_what_is_sent(page: Page, live_server, case) -> None:
    open_form(page, live_server, case)
    assert_accessible(page)
    page.locator(".date-native").first.evaluate(
        "field => { field.value = '2026-02-03'; field.dispatchEvent(new Event('change')); }"
    )
    text = page.get_by_label("Avslutsdatum", exact=True)
    expect(text).to_have_value("2026-02-03")
    expect(text).to_be_focused()
    sent = page.evaluate("[...new FormData(document.querySelector('main form')).getAll('closed_on')]")
    assert sent == ["2026-02-03"]


def test_without_scripts_there_is_the_text_alone(page_without_javascript: Page, live_server, case) -> None:
    page = page_without_javascript
    open_form(page, live_server, case)
    expect(page.get_by_label("Avslutsdatum", exact=True)).to_be_visible()
    expect(page.locator("[data-calendar]").first).to_be_hidden()
