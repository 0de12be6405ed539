"""A user keeps, renames and removes views of a list, and chooses its columns. All of them are the actor's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.http import QueryDict

from core.refusals import OperationRefused
from organisation.lists.registry import ListPage
from organisation.models import ListColumns, SavedView, User
from organisation.models.saved_views import LONGEST_QUERY

MOST_VIEWS = 20
"""As many as one user keeps of one list."""

SAME_NAME = "Du har redan en vy med det namnet."


def keep_view(*, actor: User, page: ListPage, name: str, query: QueryDict) -> SavedView:
    """Keep the filters of a list under a name; the same filters under the same name are kept once.

    Only what the list knows is kept. Raises OperationRefused where another view has the name, for too many views, and
    for too long a query.

    Checked by: `jobbtorg_staff` (everybody there, their own alone).
    """
    known = page.known(actor, query).urlencode()
    if len(known) > LONGEST_QUERY:
        raise OperationRefused("Urvalet är för långt för att sparas. Ta bort några filter.")
    own = SavedView.objects.filter(owner=actor, list_key=page.key)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise OperationRefused(f"Du har redan {MOST_VIEWS} vyer av listan. Ta bort någon först.", field="name")
    view, _ = SavedView.objects.get_or_create(owner=actor, list_key=page.key, name=name, defaults={"query": known})
    kept: SavedView = view
    if kept.query != known:
        raise OperationRefused(f"{SAME_NAME} Välj ett annat namn.", field="name")
    return kept


def rename_view(*, actor: User, view: SavedView, name: str) -> None:
    """Give one of the actor's views another name. Raises OperationRefused where another view of the list has it.

    Checked by: `jobbtorg_staff` (everybody there, their own alone).
    """
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk, owner=actor).update(name=name)
    except IntegrityError as error:
        raise OperationRefused(SAME_NAME, field="name") from error


def remove_view(*, actor: User, view: SavedView) -> None:
    """Remove one of the actor's views; one that is gone already is no fault.

    Checked by: `jobbtorg_staff` (everybody there, their own alone).
    """
    SavedView.objects.filter(pk=view.pk, owner=actor).delete()


def choose_list_columns(*, actor: User, page: ListPage, columns: Iterable[str]) -> None:
    """Remember which columns the actor wants to see in a list; unknown ones are left out.

    Checked by: `jobbtorg_staff` (everybody there, their own alone).
    """
    wanted = set(columns)
    chosen = [key for key in page.columns if key in wanted]
    ListColumns.objects.update_or_create(owner=actor, list_key=page.key, defaults={"columns": chosen})
