"""How much waits for a user behind the places of the navigation, and the name of the user's unit: one statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from casework.transfers.offers import offered
from deadlines.status.counts import overdue
from imports.pages.questions import questions_for, waiting_questions
from notices.counts import unread
from organisation.models import User
from referrals.counts import waiting
from workbench.unsaved.kept import kept_of

# URL name → what waits there for the user.
WAITING: dict[str, tuple[Callable[[User], QuerySet[Any]], ...]] = {
    "referral_inbox": (waiting, offered),
    "deadlines": (overdue,),
    "import_questions": (waiting_questions,),
    "notices": (unread,),
    "unsaved_drop": (kept_of,),
}

ANSWERABLE = "answerable_import_questions"
"""How many import questions can be answered, or answered anew: so long they have their place in the navigation."""

_COUNTED = WAITING | {ANSWERABLE: (questions_for,)}

_UNITS = ("jobbtorg", "income_support_unit")


def badges_of(user: User) -> dict[str, int]:
    """URL name → how many things wait there for the user; besides, `ANSWERABLE`.

    Every page shows these and the user's unit, so they are asked for together, and `user` knows the unit afterwards.
    """
    counts = {
        f"at_{url_name}_{number}": Coalesce(Subquery(_counted(queryset)), 0)
        for url_name, kinds in _COUNTED.items()
        for number, queryset in enumerate(of_user(user) for of_user in kinds)
        if not queryset.query.is_empty()
    }
    row = User.objects.filter(pk=user.pk).select_related(*_UNITS).annotate(**counts).first()
    if row is None:
        return {}
    for unit in _UNITS:
        if getattr(row, f"{unit}_id") == getattr(user, f"{unit}_id"):
            setattr(user, unit, getattr(row, unit))
    return {
        url_name: sum(getattr(row, f"at_{url_name}_{number}", 0) for number in range(len(kinds)))
        for url_name, kinds in _COUNTED.items()
    }


def _counted(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """One row with the number of the rows; none where there are no rows."""
    return queryset.order_by().annotate(_all=Value(1)).values("_all").annotate(_count=Count("pk")).values("_count")
