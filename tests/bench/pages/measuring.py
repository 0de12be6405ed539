"""Asks for a page again and again and gives the median of what it cost."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from organisation.models import Role, User
from tests.bench.bare.middleware import MIDDLEWARE as OF_THE_BARE
from tests.bench.pages import stopwatch
from tests.bench.pages.hot import HotPage
from tests.bench.pages.stopwatch import Cost
from tests.bench.settings import STOPWATCH
from tests.post_forms import submit
from tests.visits import signed_in

ROUNDS = 15


class Visitor:
    """Somebody who asks for pages, of the product or of what it is compared with."""

    def __init__(self, user: User, middleware: list[str] | None = None) -> None:
        self.client = signed_in(user)
        self.middleware = middleware or settings.MIDDLEWARE

    def cost_of(self, path: str, page: HotPage | None = None, rounds: int = ROUNDS) -> Cost:
        """The medians, after one visit that fills what is kept from visit to visit. What is written is taken back."""
        with override_settings(MIDDLEWARE=self.middleware), taken_back():
            self._once(path, page)
            return median([self._once(path, page) for _ in range(rounds)])

    def _once(self, path: str, page: HotPage | None) -> Cost:
        if not (page and page.saves):
            return self._ask(path, page)
        with taken_back():  # the same meeting twice would be asked about
            return self._ask(path, page)

    def _ask(self, path: str, page: HotPage | None) -> Cost:
        if page is None or page.typed is None:
            response = self.client.get(path)
        elif page.form_on:
            response = submit(self.client, path, dict(page.typed), on=page.form_on)
        else:
            response = self.client.post(path, dict(page.typed))
        # What is saved leads on to another page.
        assert response.status_code == (302 if page and page.saves else 200), (path, response.status_code)
        return stopwatch.latest


def median(costs: list[Cost]) -> Cost:
    """Each of the figures by itself."""
    return Cost(
        **{field.name: statistics.median(getattr(cost, field.name) for cost in costs) for field in fields(Cost)}
    )


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction of which nothing stays, and in which the database works by one process."""
    with transaction.atomic(), connection.cursor() as cursor:
        # What helpers of the database's process do would not be counted.
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        yield
        transaction.set_rollback(True)


def costs_of(page: HotPage) -> dict[str, Cost]:
    """The page, the bare view and the page of the admin ("peer", where there is one)."""
    bare = [STOPWATCH, *OF_THE_BARE]
    # The bare form has no token to read first: middleware against forgery lets the tests' client by.
    found = {
        "page": Visitor(page.user).cost_of(page.path, page),
        "bare": Visitor(page.user, bare).cost_of(page.bare, replace(page, form_on="") if page.saves else None),
    }
    if page.peer:
        with taken_back():
            found["peer"] = Visitor(_administrator(), bare).cost_of(page.peer)
    return found


def _administrator() -> User:
    """Who may open everything in the admin, until the transaction is taken back."""
    user = User.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    with connection.cursor() as cursor:  # rights are written by the owner's functions alone, and this is the owner
        cursor.execute("UPDATE organisation_user SET is_superuser = true, is_staff = true WHERE id = %s", [user.pk])
    user.refresh_from_db()
    return user


def as_json(cost: Cost) -> dict[str, Any]:
    """The figures, rounded as they are shown."""
    return {
        "statements": int(cost.statements),
        "python": round(cost.python, 1),
        "template": round(cost.template, 1),
        "database": round(cost.database, 1),
        "whole": round(cost.whole, 1),
        "bytes": int(cost.size),
    }
