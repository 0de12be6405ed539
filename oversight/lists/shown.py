"""What the pages of both lists show around their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator

from deadlines.models import DeadlineClock
from organisation.access.rules import StaffRequest
from organisation.lists.filters import ORDER, ListFilter
from organisation.lists.registry import ListPage, address_of
from organisation.lists.results import MARKED, marked_keys, take_result
from organisation.lists.shown import own_choices
from organisation.models import User


def list_context(request: StaffRequest, page: ListPage, listed: ListFilter, pages: Paginator[Any]) -> dict[str, Any]:
    """The page of rows, the filters, the user's views and columns, which rows are marked, and what came of an act."""
    shown = pages.get_page(request.GET.get("page"))
    known = listed.known()
    here = known.copy()
    if shown.number > 1:
        here["page"] = str(shown.number)
    marked = request.GET.get(MARKED, "")
    return {
        "page": shown,
        "filter": listed,
        "chips": listed.chips(),
        "kept": [(ORDER, known.get(ORDER, ""))],
        "own": own_choices(request.user, page, known),
        "list_key": page.key,
        "place": address_of(page, here),
        "all_marked": marked == "alla",
        "marked": marked_keys(marked),
        "result": take_result(request, page.key, lambda keys: names_of(request.user, keys)),
    }


def names_of(user: User, keys: Iterable[int]) -> dict[int, str]:
    """Who the clocks are about that a user may see, with the number of the case, by the clock's key. One statement."""
    clocks = DeadlineClock.objects.visible_to(user).filter(pk__in=list(keys)).select_related("person", "enrolment")
    return {clock.pk: f"{clock.person.name} ({clock.reference})" for clock in clocks}
