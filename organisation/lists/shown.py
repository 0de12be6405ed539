"""What a list shows of a user's own: the saved views as links, and the chosen columns. One statement for both."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from organisation.lists.registry import ListPage
from organisation.models import ListColumns, SavedView, User


@dataclass(frozen=True)
class ViewLink:
    """A saved view as a link above its list."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ColumnChoice:
    """A column that can be left out."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True)
class OwnChoices:
    """A user's views of a list and the choice of its columns."""

    page: ListPage
    views: list[ViewLink]
    columns: list[ColumnChoice]
    query: str

    @property
    def shown(self) -> dict[str, bool]:
        """Each column that can be left out by key, and whether it is shown."""
        return {column.key: column.is_shown for column in self.columns}

    @property
    def is_kept(self) -> bool:
        """Whether the list as it is filtered now is one of the views, or not filtered at all."""
        return not self.query or any(view.is_current for view in self.views)


def chosen_columns(user: User, page: ListPage) -> tuple[str, ...]:
    """The columns that can be left out and that the user sees in a list."""
    chosen = ListColumns.objects.filter(owner=user, list_key=page.key).values_list("columns", flat=True).first()
    return page.shown_first if chosen is None else tuple(chosen)


def own_choices(user: User, page: ListPage, known: QueryDict) -> OwnChoices:
    """What a user has kept of a list that is shown with a query; `known`: what the list understands of it."""
    current = known.urlencode()
    views = (
        SavedView.objects.filter(owner=user, list_key=page.key)
        .order_by()
        .values_list("name", "query", Cast(Value(None), CharField()))
    )
    columns = (
        ListColumns.objects.filter(owner=user, list_key=page.key)
        .order_by()
        .values_list(Value(""), Value(""), Cast("columns", CharField()))
    )
    kept, chosen = [], page.shown_first
    for name, asked, listed in views.union(columns, all=True):
        if listed is None:
            kept.append(ViewLink(name, f"{page.url}?{asked}", asked == current))
        else:
            chosen = tuple(listed.strip("{}").split(","))
    return OwnChoices(
        page,
        sorted(kept, key=lambda view: view.name.casefold()),
        [ColumnChoice(key, label, key in chosen) for key, label in page.columns.items()],
        current,
    )
