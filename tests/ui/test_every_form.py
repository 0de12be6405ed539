"""What holds for every form of the product: Enter does the main act, its first field is near, what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterator

from tests.page_rules import is_main, is_reachable
from tests.tree import Element, main_of
from tests.ui.conftest import Walk

TEXTS = frozenset({"", "text", "email", "search", "tel", "url", "number", "password", "date"})
MOST_TABS = 5


def forms_of(page: Element) -> Iterator[Element]:
    return (form for form in main_of(page).all("form") if form.get("method").lower() == "post")


def fields_of(form: Element) -> list[Element]:
    return [
        one
        for one in form.all("input", "textarea", "select")
        if one.get("type") not in {"hidden", "submit"} and not one.has("disabled")
    ]


def buttons_of(form: Element) -> list[Element]:
    return [button for button in form.all("button") if button.get("type") in {"", "submit"}]


def test_enter_in_a_text_does_the_main_act(walk: Walk) -> None:
    """A browser presses the first button of the form, wherever that stands."""
    wrong = set()
    for (name, _), page in walk.opened.items():
        for form in forms_of(page):
            takes_enter = any(one.tag == "input" and one.get("type") in TEXTS for one in fields_of(form))
            buttons = buttons_of(form)
            main = [button for button in buttons if is_main(button)] or buttons[:1]
            if not takes_enter or not buttons:
                continue
            act = (buttons[0].get("name"), buttons[0].get("value"))
            if act not in [(button.get("name"), button.get("value")) for button in main]:
                wrong.add(f"{name}: Enter presses {buttons[0].text}, not {main[0].text}")
    assert wrong == set()


def stops(root: Element) -> list[Element]:
    """Where Tab stops, in order; of radio buttons of one name at one of them."""
    found, seen = [], set()
    for one in root.all("a", "button", "input", "select", "textarea", "summary"):
        is_stop = one.has("href") if one.tag == "a" else one.get("type") != "hidden"
        if not is_stop or one.has("disabled") or one.has("hidden") or one.get("tabindex") == "-1":
            continue
        if one.get("type") == "radio" and one.get("name") in seen:
            continue
        if is_reachable(one):
            seen.add(one.get("name"))
            found.append(one)
    return found


def stops_before(main: Element, name: str) -> list[Element]:
    """The stops that stand before the element of this id."""
    order = [id(one) for one in main.all()]
    target = next(order.index(id(one)) for one in main.all() if one.get("id") == name)
    return [one for one in stops(main) if order.index(id(one)) < target]


def tabs_to_first_field(page: Element) -> int | None:
    """How often Tab is pressed from where the page opens: at what takes the focus, else by the link past the header."""
    main = main_of(page)
    fields = [one for form in forms_of(page) for one in fields_of(form) if one in stops(main)]
    if not fields:
        return None
    everything = stops(main)
    first = everything.index(fields[0])
    focused = next((one for one in page.all() if one.has("autofocus") and is_reachable(one)), None)
    if focused in everything:
        return max(0, first - everything.index(focused))
    skip = next((one for one in everything[:1] if "ds-skip-link" in one.classes), None)
    if skip is not None:
        return 3 + first - len(stops_before(main, skip.get("href")[1:]))
    return 2 + first


DESKS = {"home"}
"""There to be looked through, with a form at the end for whoever wants it: the notes to oneself of Min dag."""


def test_the_first_field_is_near(walk: Walk) -> None:
    far = {}
    for (name, _), page in walk.opened.items():
        tabs = tabs_to_first_field(page)
        if name not in DESKS and tabs is not None and tabs > MOST_TABS:
            far[name] = tabs
    assert far == {}


def test_a_form_that_narrows_a_list_does_not_take_the_focus(walk: Walk) -> None:
    wrong = {
        name
        for (name, _), page in walk.opened.items()
        for form in main_of(page).all("form")
        if form.get("method").lower() != "post" and any(one.has("autofocus") for one in form.all())
    }
    assert wrong == set()


def test_a_page_that_comes_back_says_so_in_its_title_and_lists_all(walk: Walk) -> None:
    assert len(walk.refused) > 40, sorted(walk.refused)
    untold = {}
    for names, page in walk.refused.items():
        missing = []
        title = " ".join(part for part in next(page.all("title")).inside if isinstance(part, str))
        if not title.strip().startswith("Fel: "):
            missing.append("title")
        summaries = [one for one in page.all() if one.has("data-error-summary") or one.get("id") in {"andrat"}]
        if not summaries:
            missing.append("summary")
        elif not all(one.has("autofocus") for one in summaries):
            missing.append("focus")
        elif not all(one.get("aria-labelledby") for one in summaries if one.has("data-error-summary")):
            missing.append("name")
        if missing:
            untold[names] = missing
    assert untold == {}


def test_each_error_leads_to_its_field(walk: Walk) -> None:
    nowhere = set()
    for names, page in walk.refused.items():
        ids = {one.get("id") for one in page.all()}
        for summary in page.all():
            if summary.has("data-error-summary"):
                nowhere |= {(*names, link.get("href")) for link in summary.all("a") if link.get("href")[1:] not in ids}
    assert nowhere == set()
