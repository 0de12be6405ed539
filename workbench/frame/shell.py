"""The frame around every page: the user, the navigation with its counts, and the notices."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone

from organisation.access.rules import AccessRule, declared_rule
from organisation.access.written import page_of
from organisation.models import ColorScheme, Role, User
from organisation.sign_in.session_limits import SHARED_DESK, seconds_left
from workbench.frame.badges import ANSWERABLE, badges_of
from workbench.frame.shortcuts import Shortcut, shortcuts_of
from workbench.unsaved.kept import Kept, kept_for

SERVICE_NAME = "Jobbtorg"
# Above this a badge says 99+: the exact number is on the page behind it.
BADGE_CAP = 99

# URL name, label, letter after "g" on the keyboard. A place is listed for those its view lets in; at most six for
# anybody, so that the bar can be taken in at a glance; one more for a manager while old lists are asked about.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("home", "Min dag", "d"),
    ("aspirant_list", "Aspiranter", ""),
    ("referral_inbox", "Remisser", ""),
    ("deadlines", "Frister", "f"),
    ("statistics", "Statistik", ""),
    ("log_review_list", "Loggranskning", ""),
    ("file_request_list", "Filuttag", ""),
    ("import_questions", "Importfrågor", ""),
    ("access_log", "Åtkomstlogg", ""),
    ("import_list", "Import", ""),
    ("policy_list", "Fristregler", ""),
    ("user_list", "Användare", ""),
    ("admin:index", "Administration", ""),
)

SHOWN_WHILE = {"import_questions": ANSWERABLE}
"""A place that is shown only while something can be done there, and what is counted for that."""


def _badge(count: int) -> str:
    """The count as shown: empty at zero, 99+ above the cap."""
    if count <= 0:
        return ""
    return f"{BADGE_CAP}+" if count > BADGE_CAP else str(count)


@cache
def _place(url_name: str) -> tuple[str, AccessRule | None]:
    """Address and access rule of a place: the code's own, so they are looked up once in a process."""
    url = reverse(url_name)
    return url, declared_rule(resolve(url))


def _may_go(url_name: str, user: User) -> bool:
    """What the view's own rule says; the start page lets everybody in but is a workplace only for coaches."""
    if url_name == "home" and user.role != Role.COACH:
        return False
    _, rule = _place(url_name)
    return rule is not None and rule.allows(user)


@dataclass(frozen=True)
class NavigationEntry:
    """One entry of the main navigation."""

    label: str
    url: str
    key: str
    is_current: bool
    badge: str


@dataclass
class Shell:
    """The frame for one request; everything that costs a query waits until a template asks for it."""

    request: HttpRequest
    service_name: str = field(default=SERVICE_NAME, init=False)

    @cached_property
    def user(self) -> User | AnonymousUser:
        """The visitor; anonymous when the request never got as far as signing in (an early error page)."""
        user: User | AnonymousUser = getattr(self.request, "user", AnonymousUser())
        return user

    @cached_property
    def is_signed_in(self) -> bool:
        return self.user.is_authenticated

    @cached_property
    def navigation(self) -> list[NavigationEntry]:
        """The places whose own access rule lets this user in, in fixed order."""
        user = self.user
        if not isinstance(user, User):
            return []
        places = []
        for url_name, label, key in PLACES:
            url, _ = _place(url_name)
            if _may_go(url_name, user) and self._is_shown(url_name):
                places.append(NavigationEntry(label, url, key, self._is_current(url), self._badge(url_name)))
        return places

    def _is_shown(self, url_name: str) -> bool:
        """Whether a place that the user may go to stands in the navigation now."""
        return url_name not in SHOWN_WHILE or bool(self._waiting.get(SHOWN_WHILE[url_name]))

    @property
    def place_keys(self) -> set[str]:
        """The keys that lead to the user's places: a shortcut to another one is not told of."""
        return {place.key for place in self.navigation if place.key}

    def _is_current(self, url: str) -> bool:
        """A page below a place, such as /remisser/7/, counts as that place."""
        path = self.request.path
        return path == url if url == _place("home")[0] else path.startswith(url.rstrip("/"))

    @cached_property
    def may_search(self) -> bool:
        """Whether the search field is of any use to this user; the view decides."""
        user = self.user
        return isinstance(user, User) and _may_go("search", user)

    @property
    def searched(self) -> str:
        """What the search field finds: a stadsdel's staff find what they have sent."""
        senders = (Role.CASEWORKER, Role.DISTRICT_MANAGER)
        return "remiss" if isinstance(self.user, User) and self.user.role in senders else "aspirant"

    @cached_property
    def unread_notices(self) -> str:
        """The count of unread notices, as shown."""
        return self._badge("notices")

    @cached_property
    def _waiting(self) -> dict[str, int]:
        """Asked only when the page is drawn."""
        return badges_of(self.user) if isinstance(self.user, User) else {}

    def _badge(self, url_name: str) -> str:
        """How much waits at a place, hidden at zero."""
        return _badge(self._waiting.get(url_name, 0))

    @cached_property
    def seconds_left(self) -> int:
        """Until the session ends by itself."""
        return seconds_left(self.request.session)

    @cached_property
    def at_shared_desk(self) -> bool:
        """Whether others use the desk, so that Lås stands on every page."""
        return self.is_signed_in and bool(self.request.session.get(SHARED_DESK))

    @cached_property
    def unsaved(self) -> list[Kept]:
        """What the user was typing in the forms of this page and did not save."""
        user = self.user
        if not isinstance(user, User) or self.request.method != "GET" or not self._waiting.get("unsaved_drop"):
            return []
        return kept_for(user, self.request.path)

    @property
    def is_answer_on_own_page(self) -> bool:
        """Whether this answers a form that stood on a page with this address, so that the address can be fetched."""
        request = self.request
        return request.method == "POST" and page_of(request).split("?")[0] == request.path and self.is_signed_in

    @property
    def shortcuts(self) -> str:
        """ "on" or "off" for the body's data attribute: single-letter keys can be switched off (WCAG 2.1.4)."""
        return "on" if isinstance(self.user, User) and self.user.shortcuts else "off"

    @cached_property
    def shortcut_list(self) -> list[Shortcut]:
        """The shortcuts that the user has, for Hjälp and the list that `?` opens."""
        return shortcuts_of(self)

    @property
    def color_scheme(self) -> str:
        """What the user has chosen, for the design system's `data-color-scheme`; the device's for a visitor."""
        return self.user.color_scheme if isinstance(self.user, User) else ColorScheme.AUTO

    @property
    def painted_in(self) -> str:
        """The schemes in which the browser may paint before the style sheets have come (`meta name=color-scheme`)."""
        return "light dark" if self.color_scheme == ColorScheme.AUTO else self.color_scheme

    @property
    def density(self) -> str:
        """ "compact" for rows of 32 px, else "default", which has 40."""
        return "compact" if isinstance(self.user, User) and self.user.compact_rows else "default"

    @property
    def printed_at(self) -> datetime.datetime:
        """When the page was fetched, to the minute, for paper."""
        return timezone.now().replace(second=0, microsecond=0)

    @property
    def shows_persons(self) -> bool:
        """Whether the page has been logged as one that shows somebody: on paper it carries the mark of secrecy."""
        return hasattr(self.request, "logged_about")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for templates/base.html."""
    return {"shell": Shell(request)}
