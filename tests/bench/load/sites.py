"""What is served under the load: the product, and the bare views that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from organisation.access.database_roles import OWNER, WEB
from organisation.models import Role
from tests.bench.load.walks import MEETING
from tests.pages import PAGES, Object

_BARE = {
    "home": "my-day",
    "aspirant_list": "cases",
    "search": "search",
    "case": "case",
    "case_history": "history",
    "log_meeting": "log-meeting",
    "deadlines": "deadlines",
    "statistics": "statistics",
    "referral_detail": "referral",
}
"""The bare view with the rows of each page. The list of referrals has two, by who looks at it."""


@dataclass(frozen=True)
class Site:
    """Settings that gunicorn serves, as which database login, and what people do there."""

    settings: str
    login: str
    address: Callable[[str, Role, int], str]
    """The address of a page by its URL name, for a role, about the case or referral with a key."""
    form: str
    """A field that of all forms only that of a meeting has."""
    typed: Mapping[str, str]
    """What is typed into that form."""
    searches_by_post: bool


def is_about_one(page: str) -> bool:
    """Whether the page is about one case or referral."""
    return PAGES[page].about in (Object.CASE, Object.REFERRAL)


def _of_the_product(page: str, role: Role, key: int) -> str:
    return reverse(page, urlconf="jobbtorg.urls", args=[key] if is_about_one(page) else [])


def _of_the_bare(page: str, role: Role, key: int) -> str:
    referrals = "sent" if role == Role.CASEWORKER else "inbox"
    name = {**_BARE, "referral_inbox": referrals}[page]
    return f"/bar/{name}/{key}" if is_about_one(page) else f"/bar/{name}"


PRODUCT = Site("jobbtorg.settings", WEB, _of_the_product, "outcome", MEETING, searches_by_post=True)
# The bare views have no row security, which the owner of the tables alone passes by.
BARE = Site("tests.bench.load.bare_settings", OWNER, _of_the_bare, "Dag", {}, searches_by_post=False)
SITES = {"page": PRODUCT, "bare": BARE}
