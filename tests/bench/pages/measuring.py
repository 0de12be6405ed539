"""Asks for a page again and again and gives the median of what it cost."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from organisation.models import Role, User
from tests.bench.bare.middleware import MIDDLEWARE as OF_THE_BARE
from tests.bench.pages import stopwatch
from tests.bench.pages.hot import HotPage, People
from tests.bench.pages.stopwatch import Cost
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
        with override_settings(MIDDLEWARE=self.middleware), _taken_back():
            self._ask(path, page)
            return median([self._ask(path, page) for _ in range(rounds)])

    def _ask(self, path: str, page: HotPage | None) -> Cost:
        if page is None or page.typed is None:
            response = self.client.get(path)
        elif page.form_on:
            response = submit(self.client, path, dict(page.typed), on=page.form_on)
        else:
            response = self.client.post(path, dict(page.typed))
        written = page is not None and bool(page.form_on)
        assert response.status_code == (302 if written else 200), (path, response.status_code)
        return stopwatch.latest


def median(costs: list[Cost]) -> Cost:
    """Each of the figures by itself."""
    return Cost(
        **{field.name: statistics.median(getattr(cost, field.name) for cost in costs) for field in fields(Cost)}
    )


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        # What helpers of the database's process do would not be counted.
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        yield
        transaction.set_rollback(True)


def costs_of(page: HotPage, people: People) -> dict[str, Cost]:
    """The page, the bare view and the page of the admin ("peer", where there is one)."""
    bare = [stopwatch_path(), *OF_THE_BARE]
    found = {"page": Visitor(page.user).cost_of(page.path, page)}
    as_form = HotPage(page.name, page.user, page.bare, "", "", typed={}) if page.form_on else None
    found["bare"] = _bare(page, bare, as_form)
    if page.peer:
        with _administrator() as administrator:
            found["peer"] = Visitor(administrator, bare).cost_of(page.peer)
    return found


def stopwatch_path() -> str:
    """Where the middleware is that measures."""
    return f"{stopwatch.Stopwatch.__module__}.{stopwatch.Stopwatch.__qualname__}"


def _bare(page: HotPage, middleware: list[str], as_form: HotPage | None) -> Cost:
    visitor = Visitor(page.user, middleware)
    if as_form is None:
        return visitor.cost_of(page.bare)
    with override_settings(MIDDLEWARE=middleware), _taken_back():
        costs = []
        for _ in range(ROUNDS):
            assert visitor.client.post(page.bare).status_code == 302
            costs.append(stopwatch.latest)
        return median(costs)


@contextmanager
def _administrator() -> Iterator[User]:
    """Who may open everything in the admin, for as long as that is measured."""
    user = User.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_user SET is_superuser = true, is_staff = true WHERE id = %s", [user.pk])
    user.refresh_from_db()
    yield user
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_user SET is_superuser = false WHERE id = %s", [user.pk])


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
