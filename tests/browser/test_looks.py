"""What the frame promises the eye: lists on a telephone, charts in little room, forced colours, one line for a name."""

import itertools

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from demo.factories import DeadlineClockFactory, EnrolmentFactory, UserFactory
from organisation.models import User
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SLIDES = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """(all, width) => all.map(one => one.getBoundingClientRect())
  .filter(box => box.left < 0 || box.right > width).length"""
# Text as WCAG 1.4.12 lets a reader space it, by way of a style sheet of the reader's own.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { letter-spacing: .12em !important; word-spacing: .16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
LABELS = "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.height])"
DRAWN_SIZE = """all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""


@pytest.fixture
def manager() -> User:
    """With a coach's cases, some of them late."""
    coach = UserFactory(coach=True, first_name="Margareta", last_name="Wallenberg-Lindqvist")
    for number in range(4):
        case = EnrolmentFactory(coach=coach, person__last_name=f"Ängsbacka-Söderström{number}")
        DeadlineClockFactory(enrolment=case, overdue=True)
    return UserFactory(manager=True, jobbtorg=coach.jobbtorg)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", ["aspirant_list", "deadlines", "breaches", "referral_inbox"])
def test_a_list_on_a_telephone_keeps_the_deadline_and_the_status_in_view(
    page: Page, live_server, manager, name, width
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server.url, manager)
    page.goto(reverse(name) + ("?cause=overdue" if name == "breaches" else ""))
    assert page.evaluate(SLIDES) <= 0
    seen = page.locator("[data-row] > th, [data-row] .contextual-date, [data-row] .status-tag, .ds-chip:visible")
    if name in ("aspirant_list", "deadlines"):
        assert page.locator("[data-row] .contextual-date").count() >= 4
        assert page.locator("[data-row] .status-tag").count() >= 4
    assert seen.evaluate_all(OUTSIDE, width) == 0


def test_on_a_telephone_a_cell_says_what_it_is(page: Page, live_server, manager) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, live_server.url, manager)
    page.goto(reverse("aspirant_list"))
    cell = page.locator("[data-row] > td", has_text="Margareta").first
    expect(cell).to_have_attribute("data-label", "Coach")
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Coach: "'
    # What the list can be sorted by is still there.
    expect(page.get_by_role("link", name="Frist", exact=True).last).to_be_visible()


def test_names_stand_on_one_line(page: Page, live_server, manager) -> None:
    page.set_viewport_size({"width": 1024, "height": 800})
    sign_in(page, live_server.url, manager)
    page.goto(reverse("aspirant_list"))
    lines = page.locator("[data-row] > th > a").evaluate_all("all => all.map(one => one.getClientRects().length)")
    assert lines == [1] * 4


@pytest.mark.parametrize("spaced", [False, True])
def test_the_words_of_a_chart_can_be_read_in_little_room_and_its_table_is_open(
    page: Page, live_server, manager, spaced
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page, live_server.url, manager)
    page.goto(reverse("deadlines"))
    if spaced:
        page.evaluate(SPACED)
    labels = page.locator(".burndown-label, .burndown-figure")
    assert min(labels.evaluate_all(DRAWN_SIZE)) >= 11
    boxes = sorted(page.locator(".burndown-label").evaluate_all(LABELS))
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(boxes)), "labels run into each other"
    expect(page.locator(".burndown table")).to_be_visible()
    expect(page.locator(".burndown summary")).to_be_hidden()
    assert page.evaluate(SLIDES) <= 0


def test_where_there_is_room_the_table_of_a_chart_waits_to_be_opened(page: Page, live_server, manager) -> None:
    sign_in(page, live_server.url, manager)
    page.goto(reverse("deadlines"))
    expect(page.locator(".burndown table")).to_be_hidden()
    page.locator(".burndown summary").click()
    expect(page.locator(".burndown table")).to_be_visible()


def test_forced_colours_tell_what_is_current_chosen_and_booked(page: Page, live_server, manager) -> None:
    page.emulate_media(forced_colors="active")
    sign_in(page, live_server.url, manager)
    page.goto(reverse("aspirant_list"))

    def look(selector: str, what: str) -> str:
        found: str = page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{what}")
        return found

    current, other = ".shell-nav a[aria-current]", ".shell-nav a:not([aria-current])"
    assert look(current, "borderBottomColor") != look(other, "borderBottomColor")
    chosen, not_chosen = ".chip-row [aria-current]", ".chip-row .ds-chip:not([aria-current])"
    assert look(chosen, "backgroundColor") != look(not_chosen, "backgroundColor")
    page.goto(reverse("deadlines"))
    assert look(".legend-booked", "display") != "none"
    legends = page.locator(".burndown-legend > span")
    grounds = legends.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').background)")
    assert len(set(grounds)) == 3
    assert look(".bar-not-booked-ground", "fill") != look(".bar-not-booked-line", "fill")
    assert look(".bar-not-booked-line", "fill") == look("body", "color"), "not our red, but the user's colour of text"
