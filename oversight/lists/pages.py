"""Which rows the list of deadlines and the register have, for a user and a query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.http import QueryDict
from django.utils import timezone

from deadlines.status.counts import clocks_by_any_rule_of
from meetings.booked_meetings import booked_from
from organisation.lists.filters import ORDER
from organisation.lists.registry import MOST_ROWS, ListPage, ListRow
from organisation.models import User
from oversight.groups import Coaches
from oversight.lists.filters import BreachFilter, DeadlineFilter
from oversight.lists.orders import BREACH_COLUMNS, DEADLINE_COLUMNS, breaches_by, clocks_by
from oversight.lists.rows import with_particulars
from oversight.register import register_of


def deadlines_asked_for(
    user: User, query: QueryDict, now: datetime.datetime, coaches: Coaches | None, *, is_checked: bool = True
) -> DeadlineFilter:
    """The clocks a user answers for, as filtered; by last day."""
    clocks = clocks_by_any_rule_of(user).alias(has_booked_meeting=booked_from(now)).order_by("due_on", "pk")
    return DeadlineFilter(query, queryset=clocks, coaches=coaches, is_checked=is_checked)


def breaches_asked_for(
    user: User, query: QueryDict, coaches: Coaches | None, *, is_checked: bool = True
) -> BreachFilter:
    """The register of a user, as filtered and in the order asked for."""
    register = register_of(user).select_related(
        "clock__policy", "clock__person", "clock__enrolment__coach", "explained_by", "revoked_by"
    )
    ordered = register.order_by(*breaches_by(query.get(ORDER, "")))
    return BreachFilter(query, queryset=ordered, coaches=coaches, is_checked=is_checked)


def _known_deadlines(user: User, query: QueryDict) -> QueryDict:
    return deadlines_asked_for(user, query, timezone.now(), Coaches.watched_by(user)).known()


def _known_breaches(user: User, query: QueryDict) -> QueryDict:
    return breaches_asked_for(user, query, Coaches.watched_by(user)).known()


def _deadline_rows(user: User, query: QueryDict) -> list[ListRow]:
    now = timezone.now()
    listed = deadlines_asked_for(user, query, now, Coaches.watched_by(user), is_checked=False)
    clocks = with_particulars(listed.qs, now).order_by(*clocks_by(query.get(ORDER, "")))
    return _rows(clocks.exclude(enrolment=None).values_list("enrolment_id", "pk")[:MOST_ROWS])


def _breach_rows(user: User, query: QueryDict) -> list[ListRow]:
    breaches = breaches_asked_for(user, query, Coaches.watched_by(user), is_checked=False).qs
    return _rows(breaches.exclude(clock__enrolment=None).values_list("clock__enrolment_id", "pk")[:MOST_ROWS])


def _rows(found: Iterable[tuple[int, int]]) -> list[ListRow]:
    return [ListRow(case, f"row-{key}") for case, key in found]


DEADLINES = ListPage(
    key="frister",
    url_name="deadlines",
    label="Frister",
    known=_known_deadlines,
    rows=_deadline_rows,
    columns=DEADLINE_COLUMNS,
    shown_first=("coach", "bokat", "orsak"),
)
BREACHES = ListPage(
    key="brutna",
    url_name="breaches",
    label="Brutna frister",
    known=_known_breaches,
    rows=_breach_rows,
    columns=BREACH_COLUMNS,
    shown_first=("coach", "kommentar"),
)
