"""Who the tests are to the database.

A test connects as the owner, who builds its world; every request it makes is answered as the web role, through a
middleware that stands outermost, on the test's own connection and on those of the live server alike. So every page is
tested behind row security. A job is run as the worker with `as_role(WORKER)`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from psycopg import sql

from jobbtorg.database.timeouts import Timeouts, timeouts_of
from organisation.access.acting import acting_for
from organisation.access.database_roles import OWNER, STADSDEL, WEB
from organisation.access.functions import SEALED

if TYPE_CHECKING:
    from organisation.models import User

_current = threading.local()
UNLIMITED = Timeouts(lock=0, statement=0, idle=0)


def _step_into(role: str) -> None:
    """With the role's timeouts. On the driver's connection: the product's queries are counted, these are not."""
    if connection.connection is not None and not connection.connection.closed:
        statements = [sql.SQL("SET ROLE {}").format(sql.Identifier(role))]
        limits = UNLIMITED if _is_unlimited() else timeouts_of(role)
        for name, value in limits.by_name().items():
            statements.append(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.connection.execute(sql.SQL("; ").join(statements))


def _step_back() -> None:
    if connection.connection is None or connection.connection.info.transaction_status.name != "INERROR":
        _step_into(_role())


def _role() -> str:
    return getattr(_current, "role", OWNER)


def _is_unlimited() -> bool:
    return getattr(_current, "unlimited", False)


def _new_connection(**kwargs: Any) -> None:
    if _role() != OWNER or _is_unlimited():
        _step_into(_role())


connection_created.connect(_new_connection)


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Inside, this thread's connection is that role; afterwards what it was before."""
    before = _role()
    _current.role = role
    _step_into(role)
    try:
        yield
    finally:
        _current.role = before
        _step_back()


@contextmanager
def waiting_without_limit() -> Iterator[None]:
    """Inside, this thread's connections wait as long as it takes, whichever role they step into meanwhile."""
    _current.unlimited = True
    _step_into(_role())
    try:
        yield
    finally:
        _current.unlimited = False
        _step_back()


@contextmanager
def at_desk(user: User) -> Iterator[None]:
    """Asked as a page of that user's asks: behind row security, at the jobbtorg or at the stadsdel."""
    with as_role(WEB if user.works_with_cases else STADSDEL), acting_for(user):
        yield


def _forget_who_acted() -> None:
    """Begin as a transaction of its own begins: in a test that is one transaction, settings outlive a request."""
    driver = connection.connection
    if driver is not None and not driver.closed:
        forgotten = ", ".join(f"set_config('jobbtorg.{name}', '', true)" for name in SEALED)
        driver.execute(f"SELECT {forgotten}")


class AnswerAsWeb:
    """The outermost middleware of the test run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with as_role(WEB):
            _forget_who_acted()
            return self.get_response(request)
