"""The frame in a browser: keyboard, menus, search, one submission, failed requests; with and without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from demo.factories.people import UserFactory
from tests.browser.accessibility import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, base_url: str, user) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": base_url,
            }
        ]
    )


def open_help(page: Page, live_server, **user) -> None:
    sign_in(page, live_server.url, UserFactory(coach=True, **user))
    page.goto("/hjalp")


def test_slash_goes_to_the_search_field_and_keys_typed_there_are_text(page, live_server):
    open_help(page, live_server)
    page.keyboard.press("/")
    field = page.get_by_label("Sök aspirant på namn eller personnummer")
    expect(field).to_be_focused()
    page.keyboard.type("gd?j/")
    expect(field).to_have_value("gd?j/")


def test_g_d_leads_to_the_day_and_question_mark_lists_the_shortcuts(page, live_server):
    open_help(page, live_server)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.type("gf")
    page.wait_for_url("**/frister")
    page.keyboard.type("gd")
    page.wait_for_url(live_server.url + "/")


def test_shortcuts_that_are_switched_off_do_nothing(page, live_server):
    open_help(page, live_server, shortcuts=False)
    page.keyboard.type("?")
    page.keyboard.press("/")
    expect(page.locator("#kortkommandon")).to_be_hidden()
    expect(page.get_by_label("Sök aspirant på namn eller personnummer")).not_to_be_focused()


def test_escape_closes_a_menu_and_gives_focus_back(page, live_server):
    open_help(page, live_server)
    page.locator(".shell-user summary").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    expect(page.locator(".shell-user summary")).to_be_focused()


def test_the_skip_link_is_the_first_stop_and_leads_past_the_header(page, live_server):
    open_help(page, live_server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_form_is_sent_once_however_often_it_is_pressed(page, live_server):
    UserFactory(coach=True)
    page.goto("/konto/login/")
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Logga in").click(click_count=3)
    expect(page.get_by_text("Det här behöver rättas")).to_be_visible()
    assert len(posts) == 1
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_the_way_to_a_field_that_must_be_put_right_stays_out_of_the_address(page, live_server):
    """Else the next answer would scroll to that field, which is right by then, and not to what is wrong."""
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_login")).to_be_focused()
    assert "#" not in page.url
    page.keyboard.type("ingen@example.se")
    page.keyboard.press("Enter")
    expect(summary.get_by_role("link")).to_have_count(1)
    expect(summary).to_be_focused()


def test_a_request_that_gets_no_answer_says_so_and_offers_another_try(context, live_server):
    # Not the `page` fixture: htmx reports the failure in the console, which that one takes for an offence.
    page = context.new_page()
    open_help(page, live_server)
    page.route("**/provsvar", lambda route: route.abort())
    page.evaluate("void htmx.ajax('GET', '/provsvar', {target: '#besked', source: 'main'}).catch(() => {})")
    expect(page.get_by_role("alert")).to_contain_text("Ingen kontakt med servern")
    assert_accessible(page)
    page.unroute("**/provsvar")
    page.route("**/provsvar", lambda route: route.fulfill(status=200, body="<p>Framme</p>"))
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator("#besked")).to_have_text("Framme")
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_the_sign_in_page_is_accessible(page, live_server, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/konto/login/")
    assert_accessible(page)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_text("Fyll i lösenord.").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1024), ("dark", 1280)])
def test_the_frame_is_accessible_and_fits(page, live_server, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    open_help(page, live_server)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator(".shell :is(a, button, summary, input):visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert min(sizes) >= 24


def test_menus_work_without_scripts(page_without_javascript, live_server):
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 800})
    open_help(page, live_server)
    page.get_by_text("Meny", exact=True).click()
    page.get_by_role("link", name="Frister").click()
    page.wait_for_url("**/frister")
    page.locator(".shell-user summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/konto/login/**")
