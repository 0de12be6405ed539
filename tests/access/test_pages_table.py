"""What a page must be told to: its row, its name in the access log, its rule. All gaps at once, without a database.

The recipe is docs/changing.md, "A page".
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import get_resolver, resolve

from organisation.access.rules import (
    LIBRARY_VIEWS,
    PROVING_SECOND_FACTOR,
    SETTING_UP_SECOND_FACTOR,
    declared_rule,
)
from organisation.models import Role, User
from tests.access.scope import OWNERS
from tests.access.walk import KEYS as OF_THE_WORLD
from tests.access.walk import OF_EACH_CASE
from tests.addresses import ALL, KEYS, OWN, SAMPLES, address, parameters_of, patterns
from tests.pages import ANYONE, NOT_SERVED, PAGES, Object, Page, Sort
from workbench.access_log.page_names import PAGE_NAMES
from workbench.frame.badges import WAITING
from workbench.frame.shell import PLACES

NAMES_IN_THE_LOG = "workbench/access_log/page_names.py"
TABLE = "tests/pages.py"
TAKES_A_FORM = re.compile(r"\.POST\b|require_POST|get_or_post|\"POST\"|request\.method")
LINK = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")


def gaps(
    pages: Mapping[str, Page], page_names: Mapping[str, str], not_served: Collection[str] = NOT_SERVED
) -> list[str]:
    """Everything that a URL lacks, and everything written about a URL that does not exist: what to write where."""
    return [*_of_urls(pages, page_names, not_served), *_of_rows(pages, page_names, not_served)]


def _of_urls(pages: Mapping[str, Page], page_names: Mapping[str, str], not_served: Collection[str]) -> Iterator[str]:
    for name in sorted(OWN):
        if name == "None":
            yield f"The URL {OWN[name].pattern} has no name: give it one in its urls.py."
            continue
        for parameter in parameters_of(name):
            if parameter not in SAMPLES:
                yield f"{name}: no example of its parameter {parameter}. Add one to SAMPLES in tests/addresses.py."
        if name in not_served:
            continue
        if name not in pages:
            yield f"{name}: no row in {TABLE}. Say who opens it, what its key is the key of and what it logs."
        if name not in page_names:
            yield f"{name}: no Swedish name in {NAMES_IN_THE_LOG}."
        if _rule(name) is None:
            yield f"{name}: its view declares no rule, so it is refused for everyone. Put @access(…) on it."
        elif name in pages:
            yield from _of_rule(name, pages[name])
        if name in pages and _takes_a_form(name) != bool(pages[name].posts):
            takes = (
                "takes a form, but its row does not say" if not pages[name].posts else "takes no form, but its row says"
            )
            yield f"{name}: {takes} what that does to what others may change meanwhile: `posts` in {TABLE}."


def _of_rows(pages: Mapping[str, Page], page_names: Mapping[str, str], not_served: Collection[str]) -> Iterator[str]:
    for place, names in ((TABLE, {*pages, *not_served}), (NAMES_IN_THE_LOG, set(page_names))):
        yield from (f"{name}: stands in {place}, but there is no such URL." for name in sorted(names - OWN.keys()))
    for name, page in sorted(pages.items()):
        if name not in OWN:
            continue
        has_key = not set(KEYS).isdisjoint(parameters_of(name))
        if has_key and page.about is None:
            yield f"{name}: its URL has a key, but its row in {TABLE} does not say of what. Add about, an Object."
        if page.about and not has_key:
            yield f"{name}: its row in {TABLE} is about {page.about}, but its URL has no key."
        if page.scope and page.scope not in OF_THE_WORLD:
            yield f"{name}: nothing of the kind {page.scope} is walked. Add it to KEYS in tests/access/walk.py."
        if page.scope and page.scope not in OF_EACH_CASE | OWNERS.keys():
            yield f"{name}: nobody knows whose {page.scope} is. Add it to OWNERS or in_scope in tests/access/scope.py."
        if page.sort is Sort.STEP and (page.logs or page.shows):
            yield f"{name}: a step shows nothing itself, but its row in {TABLE} has logs or shows."


def _takes_a_form(name: str) -> bool:
    """Whether a view of ours, not a library's, looks at what was posted."""
    view = inspect.unwrap(OWN[name].callback)
    ours = (settings.BASE_DIR / view.__module__.partition(".")[0]).is_dir()
    return ours and TAKES_A_FORM.search(inspect.getsource(view)) is not None


def _rule(name: str) -> object:
    return declared_rule(resolve(address(name)))


def _of_rule(name: str, page: Page) -> Iterator[str]:
    """Where the view's own rule lets in others than the table says."""
    rule = declared_rule(resolve(address(name)))
    assert rule is not None
    let_in = {role for role in Role if rule.allows(_someone(role))}
    said = {role for role in Role if page.lets_in(role)}
    if let_in != said:
        yield f"{name}: its view lets in {_words(let_in)}, its row in {TABLE} says {_words(said)}."
    if rule.allows(AnonymousUser()) != (page.opens == ANYONE):
        yield f"{name}: its view and its row in {TABLE} disagree about visitors who have not signed in."


def _someone(role: Role) -> User:
    """A user of a role at a unit, not in the database."""
    user = User(role=role, jobbtorg_id=1 if role in (Role.COACH, Role.MANAGER) else None)
    user.income_support_unit_id = 1 if role in (Role.CASEWORKER, Role.DISTRICT_MANAGER) else None
    return user


def _words(roles: Collection[Role]) -> str:
    return ", ".join(sorted(role.value for role in roles)) or "nobody"


def test_every_page_is_told_to_every_table() -> None:
    found = gaps(PAGES, PAGE_NAMES)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def more_gaps(
    pages: Mapping[str, Page], page_names: Mapping[str, str], not_served: Collection[str] = NOT_SERVED
) -> list[str]:
    """Those that the tables as they are do not have."""
    known = gaps(PAGES, PAGE_NAMES)
    return [gap for gap in gaps(pages, page_names, not_served) if gap not in known]


def test_no_two_urls_have_the_same_name() -> None:
    """One of them would be walked, and the other one not."""
    names = Counter(name for name, _ in patterns(get_resolver()) if not name.startswith("admin:"))
    assert [name for name, count in names.items() if count > 1] == []


def test_what_goes_by_url_name_goes_to_a_page_that_exists() -> None:
    """The navigation, its badges, the rules of libraries' views, and every link in a template."""
    named = dict.fromkeys([*WAITING, *(name for name, _, _ in PLACES)], "workbench/frame/shell.py")
    without_factor = PROVING_SECOND_FACTOR | SETTING_UP_SECOND_FACTOR
    named |= dict.fromkeys([*LIBRARY_VIEWS, *without_factor], "organisation/access/rules.py")
    for template in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        named |= dict.fromkeys(LINK.findall(template.read_text()), str(template.relative_to(settings.BASE_DIR)))
    assert len(named) > 60, "the links are not found any more"
    assert {name: place for name, place in named.items() if name not in ALL} == {}


@pytest.mark.parametrize("name", ["case", "referral_inbox", "account_login"])
def test_a_page_that_nobody_was_told_of_is_named_in_every_place(name: str) -> None:
    """Held against the check itself: without row and name a page has two gaps, each with what to write where."""
    pages = {other: page for other, page in PAGES.items() if other != name}
    names = {other: words for other, words in PAGE_NAMES.items() if other != name}
    found = more_gaps(pages, names)
    assert len(found) == 2
    assert all(gap.startswith(f"{name}: ") for gap in found)
    assert TABLE in found[0]
    assert NAMES_IN_THE_LOG in found[1]


def test_a_row_that_does_not_fit_is_named() -> None:
    case = PAGES["case"]
    wrong = {
        "case": replace(case, about=None),
        "case_plan": replace(PAGES["case_plan"], opens=frozenset(Role)),
        "help": replace(PAGES["help"], about=Object.CASE, opens=ANYONE),
        "notice_open": replace(PAGES["notice_open"], about=Object.SECURITY_KEY),
        "no_such_page": case,
    }
    found = Counter(gap.partition(":")[0] for gap in more_gaps(PAGES | wrong, PAGE_NAMES))
    # In its key and in whom it lets in; of what nobody has, neither the key nor the owner is known.
    assert found == {"case": 1, "case_plan": 1, "help": 2, "notice_open": 2, "no_such_page": 1}


def test_a_view_without_a_rule_is_named() -> None:
    """What is not served has no rule; were it a page, that would be its gap."""
    pages = PAGES | {"account_signup": Page(ANYONE)}
    found = more_gaps(pages, PAGE_NAMES | {"account_signup": "Nytt konto"}, NOT_SERVED - {"account_signup"})
    assert found == ["account_signup: its view declares no rule, so it is refused for everyone. Put @access(…) on it."]
