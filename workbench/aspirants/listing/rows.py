"""Which cases the list of aspirants has, for a user and a query: the page, its file and the way through it ask here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from aspirants.models import Enrolment
from organisation.lists.filters import ORDER
from organisation.lists.registry import MOST_ROWS, ListPage, ListRow
from organisation.models import User
from workbench.aspirants.listing.filters import AspirantFilter
from workbench.aspirants.listing.orders import COLUMNS, DEFAULT_ORDER, ORDER_KEYS, SHOWN_FIRST, order_by
from workbench.my_day.caseload import Situation, situations, with_situation


@dataclass(frozen=True)
class Listed:
    """What was asked for: the filters, the cases that pass them, and how these are narrowed and sorted further."""

    filters: AspirantFilter
    cases: Any
    chosen: Situation | None
    order: str

    @property
    def rows(self) -> Any:
        """The cases of the list in its order, annotated by `with_situation`."""
        narrowed = self.cases.filter(self.chosen.condition) if self.chosen else self.cases
        return narrowed.order_by(*order_by(self.order))


def listed(user: User, query: QueryDict, now: datetime.datetime, *, is_checked: bool = True) -> Listed:
    """What a query asks of the cases a user may see. An unknown choice narrows nothing; its field says so.

    `is_checked`: see `organisation.lists.filters.KeyField`.
    """
    today = timezone.localdate(now)
    cases = with_situation(Enrolment.objects.visible_to(user), today=today, now=now)
    filters = AspirantFilter(query, queryset=cases, user=user, is_checked=is_checked)
    found = filters.qs if filters.form.is_valid() else cases.open()
    chosen = next((one for one in situations(today) if one.key == query.get("visa")), None)
    order = query.get(ORDER, "")
    return Listed(filters, found, chosen, order if order in ORDER_KEYS else DEFAULT_ORDER)


def _known(user: User, query: QueryDict) -> QueryDict:
    return listed(user, query, timezone.now()).filters.known()


def _rows(user: User, query: QueryDict) -> list[ListRow]:
    cases = listed(user, query, timezone.now(), is_checked=False).rows
    return [ListRow(key, f"row-{key}") for key in cases.values_list("pk", flat=True)[:MOST_ROWS]]


ASPIRANTS = ListPage(
    key="aspiranter",
    url_name="aspirant_list",
    label="Aspiranter",
    known=_known,
    rows=_rows,
    columns=COLUMNS,
    shown_first=SHOWN_FIRST,
)
