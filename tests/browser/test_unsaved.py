"""Nothing typed is lost: the page left, the lid closed over a note, another sign-in in between (FC-50 to FC-52)."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from demo.factories import EnrolmentFactory, UserFactory
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import PASSWORD, Visitor
from workbench.models import UnsavedText

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Vi gick igenom ansökan till lagret i Årsta."


@pytest.fixture
def case():
    coach = UserFactory(coach=True, first_name="Kerstin", last_name="Coach")
    coach.set_password(PASSWORD)
    coach.save()
    return EnrolmentFactory(coach=coach)


def wait_until_kept() -> None:
    """The browser sends it after the page is gone."""
    for _ in range(50):
        if UnsavedText.objects.exists():
            return
        time.sleep(0.1)
    pytest.fail("Nothing was kept within five seconds.")


def sign_in_again(page: Page, visitor: Visitor, email: str) -> None:
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    visitor.press("Logga in")


def test_a_page_left_over_a_note_offers_it_again(page: Page, live_server, case) -> None:
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    path = f"/arenden/{case.pk}/moten/nytt"
    page.goto(path)
    page.get_by_label("Anteckning").fill(TEXT)
    page.goto("/aspiranter")
    wait_until_kept()
    page.goto(path)
    expect(page.get_by_role("region", name="Osparad text")).to_be_focused()
    page.get_by_role("button", name="Hämta tillbaka").click()
    expect(page.get_by_label("Anteckning")).to_have_value(TEXT)
    assert_accessible(page)


def test_it_is_kept_while_it_is_typed_and_gone_when_it_is_saved(page: Page, live_server, case) -> None:
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    page.goto(f"/arenden/{case.pk}/moten/nytt")
    with page.expect_response("**/sessionen/text", timeout=10_000):
        page.get_by_label("Anteckning").press_sequentially(TEXT)
    assert UnsavedText.objects.filter(author=case.coach).exists()
    page.get_by_text("Närvarade", exact=True).click()
    visitor.press("Spara")
    page.wait_for_url(lambda address: "moten/nytt" not in address)
    assert not UnsavedText.objects.exists()


def test_a_short_text_is_kept_from_its_first_character(page: Page, live_server, case) -> None:
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    path = f"/arenden/{case.pk}/moten/nytt"
    page.goto(path)
    with page.expect_response("**/sessionen/text", timeout=10_000):
        page.get_by_label("Anteckning").press_sequentially("R")
    page.goto(path)
    page.get_by_text("Visa texten").click()
    expect(page.get_by_role("region", name="Osparad text").locator(".timeline-text")).to_have_text("R")


def test_when_it_was_kept_is_said_in_stockholms_time(browser, browser_context_args, live_server, case) -> None:
    context = browser.new_context(**browser_context_args | {"timezone_id": "America/Los_Angeles"})
    page = context.new_page()
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    page.clock.install(time="2026-11-23T08:32:00+01:00")
    page.goto(f"/arenden/{case.pk}/moten/nytt")
    with page.expect_response("**/sessionen/text", timeout=10_000):
        page.get_by_label("Anteckning").press_sequentially("Ring")
        page.clock.run_for(2500)
    expect(page.get_by_text("Texten är sparad som utkast 08.32.")).to_be_visible()
    context.close()


def test_the_browser_asks_before_it_leaves_a_text_that_is_not_kept(page: Page, live_server, case) -> None:
    """Without contact with the server nothing is kept; with it, and when the form is sent, nothing is asked."""
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    path = f"/arenden/{case.pk}/moten/nytt"
    page.goto(path)
    page.on("dialog", stay)
    page.route("**/sessionen/text", lambda route: route.abort())
    page.get_by_label("Anteckning").press_sequentially("Ring")
    home = page.locator("nav a[href='/']").first
    home.click()
    page.wait_for_function("1")
    assert asked == ["beforeunload"]
    assert page.url.endswith(path)
    page.unroute("**/sessionen/text")
    with page.expect_response("**/sessionen/text", timeout=10_000):
        page.get_by_label("Anteckning").press_sequentially(" hen")
    expect(page.get_by_text("Texten är sparad som utkast")).to_be_visible()
    home.click()
    page.wait_for_url("**/")
    page.goto(path)
    page.get_by_label("Anteckning").press_sequentially(TEXT)
    page.get_by_text("Närvarade", exact=True).click()
    visitor.press("Spara")
    page.wait_for_url(lambda address: "moten/nytt" not in address)
    assert asked == ["beforeunload"]


def test_back_after_a_refused_form_does_not_ask_to_send_it_again(page: Page, live_server, case) -> None:
    """The page with the errors is fetched by going back, and so is a reload; what was written is offered there."""
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    path = f"/arenden/{case.pk}/anteckningar/ny"
    page.goto(f"/arenden/{case.pk}")
    page.goto(path)
    page.get_by_label("Anteckning", exact=True).fill(TEXT)
    page.get_by_label("Dag", exact=True).fill("31/11")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(path)) as sent:
        visitor.press("Spara")
    assert sent.value.status == 422
    expect(page.get_by_label("Anteckning", exact=True)).to_have_value(TEXT)
    expect(page.get_by_text("Texten är sparad som utkast")).to_be_visible(timeout=10_000)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.method) if request.url.endswith(path) else None)
    page.reload()
    expect(page.get_by_role("region", name="Osparad text")).to_contain_text("Du har osparad text på den här sidan")
    page.get_by_role("button", name="Hämta tillbaka").click()
    page.get_by_label("Dag", exact=True).fill("idag")
    visitor.press("Spara")
    page.wait_for_url(lambda address: not address.endswith(path))
    assert requests == ["GET", "POST"]
    for fetched in (1, 2):
        page.go_back()
        expect(page.get_by_role("heading", name="Ny anteckning")).to_be_visible()
        assert requests == ["GET", "POST", *["GET"] * fetched]
    page.go_back()
    page.wait_for_url(f"**/arenden/{case.pk}/")
    assert not UnsavedText.objects.exists()


def test_a_code_that_proves_who_one_is_is_not_kept(page: Page, live_server, case) -> None:
    """Whatever is typed, and nothing is asked about it."""
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    page.goto(f"/arenden/{case.pk}/anteckningar/ny")
    page.locator("main form").first.evaluate(
        "form => form.insertAdjacentHTML('beforeend', '<input type=text name=code aria-label=Kod>')"
    )
    page.get_by_label("Kod").press_sequentially("123456")
    page.get_by_label("Anteckning", exact=True).press_sequentially("Hej")
    page.goto("/aspiranter")
    time.sleep(0.5)
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_sent_after_the_session_ended_waits_for_its_author(browser, live_server, case, scripts: bool) -> None:
    """The lid was closed, or the session was ended elsewhere, and then *Spara* was pressed."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
    page = context.new_page()
    visitor = Visitor(page, scripts=scripts)
    visitor.sign_in(case.coach)
    page.goto(f"/arenden/{case.pk}/moten/nytt")
    page.get_by_label("Anteckning").fill(TEXT)
    Session.objects.all().delete()
    visitor.press("Spara")
    sign_in_again(page, visitor, case.coach.email)
    expect(page.get_by_text("togs inte emot")).to_be_visible()
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="Skicka igen").click()
    # How it went was not chosen: the form comes back as it would have, with the note in it.
    expect(page.get_by_label("Anteckning")).to_have_value(TEXT)
    context.close()
