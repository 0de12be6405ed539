"""The lists of cases there are, contributed by the packages that hold their pages when these are ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from organisation.models import User
from organisation.models.saved_views import LONGEST_QUERY


@dataclass(frozen=True)
class ListRow:
    """One row of a list: the key of its case, and the id of the row on the page."""

    case: int
    anchor: str


@dataclass(frozen=True)
class ListPage:
    """A list of cases that can be filtered.

    `known` keeps of a query what the list understands: names of its filters with values these offer, nothing typed
    freely. `rows` gives, for a user and such a query, the rows in the list's order, cut to what the user may see; one
    or two statements, at most MOST_ROWS of them. `columns`: those that can be left out, by key and heading.
    """

    key: str
    url_name: str
    label: str
    known: Callable[[User, QueryDict], QueryDict]
    rows: Callable[[User, QueryDict], list[ListRow]]
    columns: Mapping[str, str] = field(default_factory=dict)
    shown_first: tuple[str, ...] = ()
    """The columns that are shown until the user chooses."""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


MOST_ROWS = 2_000
"""So many rows of a list one can step through."""

_lists: dict[str, ListPage] = {}


def register_list(page: ListPage) -> None:
    """Add a list. Raises ValueError where another one has the key already."""
    if _lists.setdefault(page.key, page).url_name != page.url_name:
        raise ValueError(f"Two lists are called {page.key}.")


def list_of(key: str) -> ListPage | None:
    """The list of a key, None where there is none."""
    return _lists.get(key)


@dataclass(frozen=True)
class Place:
    """A place in a list: which list, how it is filtered, and the row, if one is named."""

    page: ListPage
    query: QueryDict
    anchor: str = ""

    @property
    def address(self) -> str:
        """The path of the list, filtered so, at the row."""
        return address_of(self.page, self.query, self.anchor)


def address_of(page: ListPage, query: QueryDict, anchor: str = "") -> str:
    """The path of a list with a query and a row."""
    asked = query.urlencode()
    return f"{page.url}{f'?{asked}' if asked else ''}{f'#{anchor}' if anchor else ''}"


def place_in(address: str) -> Place | None:
    """The place that `?lista=` names: the path of a registered list with its query. None for anything else."""
    if not address or len(address) > 2 * LONGEST_QUERY:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return None
    page = next((one for one in _lists.values() if one.url_name == name), None)
    anchor = parts.fragment if parts.fragment.replace("-", "").isalnum() else ""
    return Place(page, QueryDict(parts.query), anchor) if page else None
