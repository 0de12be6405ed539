"""The keyboard: shortcuts stay out of forms and lose no text, rows have keys of their own, menus close, tables stop Tab
only where they slide.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.factories import EnrolmentFactory, MeetingFactory, UserFactory
from tests.browser.test_shell import open_help, sign_in
from tests.platform.conftest import eventually
from workbench.models import UnsavedText

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Vi gick igenom ansökan till lagret i Årsta."
LOG = "/arenden/{}/moten/nytt"


@pytest.fixture
def case():
    return EnrolmentFactory(coach=UserFactory(coach=True))


def put_in_main(page: Page, html: str) -> None:
    """Something that stands on no page yet, in the page's own main part."""
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", html)


def pressed(page: Page) -> list[str]:
    """Which of the controls put in were pressed, in order."""
    return page.evaluate("window.pressed ?? []")


def note_presses(page: Page) -> None:
    page.evaluate(
        """() => {
          window.pressed = [];
          document.addEventListener("click", (event) => {
            const name = event.target.closest("[data-name]")?.dataset.name;
            if (name) { window.pressed.push(name); event.preventDefault(); }
          }, true);
        }"""
    )


@pytest.mark.parametrize("label", ["Närvarade", "Jobbsökning"], ids=["radio", "checkbox"])
def test_no_key_leaves_a_form_whose_choice_has_the_focus(page: Page, live_server, case, label: str) -> None:
    sign_in(page, live_server.url, case.coach)
    page.goto(LOG.format(case.pk))
    page.get_by_label("Anteckning").fill(TEXT)
    page.get_by_label(label, exact=True).first.focus()
    page.keyboard.type("lgdgfn?/x")
    expect(page).to_have_url(live_server.url + LOG.format(case.pk))
    expect(page.get_by_label("Anteckning")).to_have_value(TEXT)
    expect(page.locator("#kortkommandon")).to_be_hidden()


def test_no_key_fires_on_a_button_or_a_list_of_choices(page: Page, live_server, case) -> None:
    sign_in(page, live_server.url, case.coach)
    page.goto(LOG.format(case.pk))
    for control in (page.get_by_role("button", name="Spara", exact=True), page.locator("main select").first):
        control.focus()
        page.keyboard.type("?l")
        expect(page.locator("#kortkommandon")).to_be_hidden()
        expect(page).to_have_url(live_server.url + LOG.format(case.pk))


def test_outside_the_form_a_key_does_not_leave_what_is_not_saved_and_says_so(page: Page, live_server, case) -> None:
    sign_in(page, live_server.url, case.coach)
    page.goto(LOG.format(case.pk))
    page.get_by_label("Anteckning").fill("Kort.")
    expect(page.get_by_text("Texten är sparad som utkast")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.keyboard.type("gd")
    page.keyboard.type("l")
    expect(page.locator("#sagt")).to_contain_text("Spara eller ta bort det du har skrivit först.")
    expect(page.get_by_label("Anteckning")).to_have_value("Kort.")
    page.get_by_label("Anteckning").fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.type("gd")
    page.wait_for_url(live_server.url + "/")
    # That nothing stands there any more is sent while the page is left, and answered to nobody.
    eventually(lambda: not UnsavedText.objects.exists())


def test_in_a_group_of_choices_a_key_chooses_another_one(page: Page, live_server) -> None:
    open_help(page, live_server)
    put_in_main(
        page,
        """<form method="post"><input type="radio" name="how" data-key="1" aria-label="Ett">
        <input type="radio" name="how" data-key="2" aria-label="Två"><input name="text" aria-label="Text"></form>
        <a href="/frister" data-key="3">Tre</a>""",
    )
    page.get_by_label("Ett").focus()
    page.keyboard.press("2")
    expect(page.get_by_label("Två")).to_be_checked()
    page.keyboard.press("3")
    page.get_by_label("Text").focus()
    page.keyboard.press("1")
    expect(page.get_by_label("Text")).to_have_value("1")
    expect(page.get_by_label("Två")).to_be_checked()
    expect(page).to_have_url(live_server.url + "/hjalp")


def test_the_key_of_the_row_that_has_the_focus_goes_before_the_pages(page: Page, live_server) -> None:
    open_help(page, live_server)
    rows = "".join(
        f'<tr data-row><td><a href="#r{one}">Rad {one}</a>'
        f'<button type="button" data-row-key="u" data-name="row {one}">U</button></td></tr>'
        for one in (1, 2)
    )
    put_in_main(
        page,
        f'<table><tbody>{rows}</tbody></table><button type="button" data-key="u" data-name="page">U</button>'
        '<table><tbody><tr data-row><td><a href="#r3">Rad 3</a></td></tr></tbody></table>'
        '<a href="#f" data-key="[" data-name="before">Förra</a><a href="#n" data-key="]" data-name="after">Nästa</a>',
    )
    note_presses(page)
    page.keyboard.press("u")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Rad 2")).to_be_focused()
    page.keyboard.press("u")
    # On over the sections: the third row stands in another table, and has no such key.
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Rad 3")).to_be_focused()
    page.keyboard.press("u")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Rad 2")).to_be_focused()
    page.keyboard.press("[")
    page.keyboard.press("]")
    assert pressed(page) == ["page", "row 2", "page", "before", "after"]


def test_g_waits_for_a_second_and_no_longer(page: Page, live_server) -> None:
    page.clock.install()
    open_help(page, live_server)
    page.keyboard.press("g")
    page.clock.run_for(1100)
    page.keyboard.press("f")
    page.clock.run_for(100)
    expect(page).to_have_url(live_server.url + "/hjalp")
    page.keyboard.type("gf")
    page.wait_for_url("**/frister")


FORMS = ("moten/nytt", "avsluta", "jobbplan/utkast", "moten/boka", "person", "arbete/insats", "uppehall")


@pytest.mark.parametrize("path", FORMS)
def test_the_first_field_is_five_presses_away_at_most(page: Page, live_server, case, path: str) -> None:
    sign_in(page, live_server.url, case.coach)
    answer = page.goto(f"/arenden/{case.pk}/{path}")
    assert answer is not None
    assert answer.status == 200
    in_a_form = "document.activeElement.matches('main form[method=post] :is(input, select, textarea)')"
    pressed = 0
    while not page.evaluate(in_a_form):
        pressed += 1
        assert pressed <= 5, f"{pressed} presses do not reach it"
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.ds-skip-link')"):
            page.keyboard.press("Enter")


def test_a_menu_closes_when_tab_leaves_it(page: Page, live_server) -> None:
    open_help(page, live_server)
    page.locator(".shell-user summary").focus()
    page.keyboard.press("Enter")
    last = page.get_by_role("button", name="Logga ut")
    expect(last).to_be_visible()
    page.locator(".shell-user .shell-panel a").first.focus()
    expect(last).to_be_visible()
    last.focus()
    page.keyboard.press("Tab")
    expect(last).to_be_hidden()


def test_tab_stops_at_a_table_only_where_it_slides(page: Page, live_server, case) -> None:
    MeetingFactory(enrolment=case, coach=case.coach)
    sign_in(page, live_server.url, case.coach)
    page.goto("/aspiranter")
    box = page.locator(".table-scroll").first
    expect(box).to_be_visible()
    expect(page.locator(".table-scroll[tabindex]")).to_have_count(0)
    page.evaluate("document.querySelector('.table-scroll > table').style.minWidth = '3000px'")
    expect(box).to_have_attribute("tabindex", "0")
    page.evaluate("document.querySelector('.table-scroll > table').style.minWidth = ''")
    expect(page.locator(".table-scroll[tabindex]")).to_have_count(0)
