"""How much waits for a user behind the places of the navigation, and the name of the user's unit: one statement.

It stands on every page, so its text is made once for all users of a kind and a day, from the querysets of a user who
stands for them, and run with the keys of whoever asks (`core.reading.statements`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import DateTimeField, Model, QuerySet
from django.utils import timezone

from casework.transfers.offers import offered
from core.reading.counts import count_of
from core.reading.statements import Asked, rows_of, statement_of
from deadlines.status.counts import overdue
from imports.pages.questions import questions_for, waiting_questions
from notices.counts import unread
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.counts import questions_to_answer, to_complete, waiting
from workbench.unsaved.kept import kept_of, kept_since


def _kept(user: User) -> QuerySet[Any]:
    return kept_of(user, since=Asked("kept_since", DateTimeField()))


# URL name → what waits there for the user. Of the user only the role, the appointment, the unit and the keys may count.
WAITING: dict[str, tuple[Callable[[User], QuerySet[Any]], ...]] = {
    "referral_inbox": (waiting, offered, to_complete, questions_to_answer),
    "deadlines": (overdue,),
    "import_questions": (waiting_questions,),
    "notices": (unread,),
    "unsaved_drop": (_kept,),
}

ANSWERABLE = "answerable_import_questions"
"""How many import questions can be answered, or answered anew: so long they have their place in the navigation."""

_COUNTED = WAITING | {ANSWERABLE: (questions_for,)}

_UNITS: tuple[tuple[str, type[Model]], ...] = (("jobbtorg", Jobbtorg), ("income_support_unit", IncomeSupportUnit))

USER, JOBBTORG, UNIT = (4_611_686_018_427_387_901 + number for number in range(3))
"""Keys that no row has: where they stand in the statement, the keys of whoever asks are put in."""

_ASKED = {USER: "user", JOBBTORG: "jobbtorg", UNIT: "unit"}


def badges_of(user: User) -> dict[str, int]:
    """URL name → how many things wait there for the user; besides, `ANSWERABLE`.

    Every page shows these and the user's unit, so they are asked for together, and `user` knows the unit afterwards.
    """
    rows = rows_of(
        statement_for(
            user.role,
            user.protected_access,
            has_jobbtorg=user.jobbtorg_id is not None,
            has_unit=user.income_support_unit_id is not None,
            today=timezone.localdate(),
        ),
        user=user.pk,
        jobbtorg=user.jobbtorg_id,
        unit=user.income_support_unit_id,
        kept_since=kept_since(),
    )
    if not rows:
        return {}
    values = iter(rows[0])
    for name, model in _UNITS:
        _give(user, name, model, [next(values) for _ in model._meta.concrete_fields])
    return {url_name: sum(next(values) for _ in kinds) for url_name, kinds in _COUNTED.items()}


@lru_cache(maxsize=64)
def statement_for(
    role: str, protected_access: bool, *, has_jobbtorg: bool, has_unit: bool, today: datetime.date
) -> str:
    """The statement for all users of a kind, on the local day that is `today`; what differs is `Asked` by name."""
    stands_for_them = User(
        pk=USER,
        role=role,
        protected_access=protected_access,
        jobbtorg_id=JOBBTORG if has_jobbtorg else None,
        income_support_unit_id=UNIT if has_unit else None,
    )
    statement = statement_of(counting(stands_for_them))
    for key, name in _ASKED.items():
        statement = statement.replace(str(key), f"%({name})s")
    return statement


def counting(user: User) -> QuerySet[Any, Any]:
    """One row: the columns of the user's units, then how much waits, in the order of what is counted."""
    counts = {
        f"at_{url_name}_{number}": count_of(queryset)
        for url_name, kinds in _COUNTED.items()
        for number, queryset in enumerate(of_user(user) for of_user in kinds)
    }
    units = [f"{name}__{field.attname}" for name, model in _UNITS for field in model._meta.concrete_fields]
    return User.objects.filter(pk=user.pk).order_by().annotate(**counts).values_list(*units, *counts)


def _give(user: User, name: str, model: type[Model], values: Sequence[Any]) -> None:
    """Let the user know the unit that was read, if it is still theirs."""
    names = [field.attname for field in model._meta.concrete_fields]
    key = values[names.index("id")]
    if key == getattr(user, f"{name}_id"):
        setattr(user, name, None if key is None else model.from_db(DEFAULT_DB_ALIAS, names, values))
