"""A form that cannot be sent keeps its text and says so; who waits is told; what is kept while one types is said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from demo.factories import EnrolmentFactory, UserFactory
from meetings.models import Meeting
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import open_help, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Gick igenom CV."
"""Too short to be kept while it is typed, which would be a contact with the server."""
LONG = "Vi gick igenom ansökan till lagret i Årsta."
NO_CONTACT = "Ingen kontakt med servern. Det du har skrivit finns kvar på sidan. Försök igen när du är ansluten."


@pytest.fixture
def case():
    return EnrolmentFactory(coach=UserFactory(coach=True))


@pytest.fixture
def open_page(context: BrowserContext) -> Page:
    """Not `page`: without contact the browser writes in the console that it has none, which that one refuses."""
    return context.new_page()


def write(page: Page, address: str, case, *, text: str = SHORT, after: int = 15_000) -> None:
    """Open the form, and so many milliseconds later write in it."""
    sign_in(page, address, case.coach)
    page.clock.install()
    page.goto(f"/arenden/{case.pk}/moten/nytt")
    page.clock.fast_forward(after)
    page.locator("label", has_text="Närvarade").click()
    page.get_by_label("Anteckning").fill(text)


def looks_right(page: Page) -> None:
    """Accessible, seen from the top: what the sticky header half covers would count as too small to hit."""
    page.evaluate("window.scrollTo(0, 0)")
    assert_accessible(page)


def lose_contact(context: BrowserContext) -> Callable[[], None]:
    context.set_offline(True)
    return lambda: context.set_offline(False)


def stop_server(context: BrowserContext) -> Callable[[], None]:
    """The network is there and nobody answers."""
    context.route("**/*", lambda route: route.abort("connectionrefused"))
    return lambda: context.unroute("**/*")


def stand_before_a_stopped_service(context: BrowserContext) -> Callable[[], None]:
    """What stands before the service answers that nobody is behind it."""
    context.route("**/*", lambda route: route.fulfill(status=502, body="Bad gateway"))
    return lambda: context.unroute("**/*")


@pytest.mark.parametrize("lose", [lose_contact, stop_server, stand_before_a_stopped_service])
def test_without_contact_the_text_stays_and_can_be_sent_again(open_page: Page, live_server, case, lose) -> None:
    page = open_page
    write(page, live_server.url, case)
    posts: list[str] = []
    page.on(
        "request", lambda sent: posts.append(sent.url) if sent.method == "POST" and "moten/nytt" in sent.url else None
    )
    come_back = lose(page.context)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(NO_CONTACT)
    expect(page.get_by_label("Anteckning")).to_have_value(SHORT)
    assert posts == []
    assert not Meeting.objects.exists()
    if lose is lose_contact:
        looks_right(page)
    come_back()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_label("Anteckning")).to_have_count(0)
    assert Meeting.objects.get().note == SHORT
    assert len(posts) == 1


def test_the_banner_tries_again_itself(open_page: Page, live_server, case) -> None:
    page = open_page
    write(page, live_server.url, case)
    page.context.set_offline(True)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(NO_CONTACT)
    page.context.set_offline(False)
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_label("Anteckning")).to_have_count(0)
    assert Meeting.objects.get().note == SHORT


@pytest.mark.parametrize("after", [0, 15_000], ids=["at once", "later"])
def test_the_button_that_was_pressed_counts_and_counts_once(page: Page, live_server, case, after: int) -> None:
    write(page, live_server.url, case, after=after)
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.post_data or "") if "moten/nytt" in sent.url else None)
    page.get_by_role("button", name="Spara och nästa").click(click_count=3)
    expect(page.get_by_label("Anteckning")).to_have_count(0)
    sent = [body for body in posts if body]
    assert len(sent) == 1
    assert "save_and_next=1" in sent[0]
    assert Meeting.objects.count() == 1


SAID = """() => {
  document.addEventListener("submit", () => { window.sentAt ??= performance.now(); }, true);
  new MutationObserver(() => { window.saidAfter ??= performance.now() - window.sentAt; })
    .observe(document.getElementById("sagt"), { childList: true });
}"""


def test_who_waits_is_told_after_a_while_and_not_before(page: Page, live_server, case) -> None:
    write(page, live_server.url, case)
    page.evaluate(SAID)
    held: list[Route] = []
    page.route("**/halsa", lambda route: held.append(route))
    expect(page.locator(".working")).to_be_hidden()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("#sagt")).to_have_text("Arbetar …")
    expect(page.locator(".working")).to_be_visible()
    assert page.evaluate("window.saidAfter") >= 300
    looks_right(page)
    held[0].continue_()
    expect(page.get_by_label("Anteckning")).to_have_count(0)
    expect(page.locator(".working")).to_be_hidden()


def test_a_quick_answer_says_nothing(page: Page, live_server) -> None:
    open_help(page, live_server)
    page.route("**/provsvar", lambda route: route.fulfill(status=200, body="<p>Framme</p>"))
    page.evaluate(
        """() => {
          window.said = 0;
          const said = new MutationObserver(() => { window.said += 1; });
          said.observe(document.getElementById("sagt"), { childList: true });
          return htmx.ajax("GET", "/provsvar", { target: "#besked", source: "main" });
        }"""
    )
    expect(page.locator("#besked")).to_have_text("Framme")
    page.wait_for_timeout(400)
    assert page.evaluate("window.said") == 0


def test_what_is_kept_while_one_types_is_said(page: Page, live_server, case) -> None:
    write(page, live_server.url, case, text=LONG)
    said = page.locator("form [role=status][data-kept]")
    expect(said).to_have_text(re.compile(r"^Texten är sparad som utkast \d\d\.\d\d\.$"), timeout=10_000)
    looks_right(page)


def test_how_many_rows_a_narrowed_list_has_is_said(page: Page, live_server, case) -> None:
    sign_in(page, live_server.url, case.coach)
    page.goto("/aspiranter")
    expect(page.locator("main [data-count]")).to_have_text("Visar 1 av 1 aspirant")
    expect(page.locator("#sagt")).to_have_text("")
    page.goto("/aspiranter?ordning=namn")
    expect(page.locator("#sagt")).to_have_text("Visar 1 av 1 aspirant")
