"""How long a page and its statements took: a header on a machine of one's own, a log line for what was slow.

Neither says what was asked for: the page by its URL name, a statement by its text with placeholders.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

logger = logging.getLogger(__name__)

LONGEST_STATEMENT = 400
"""Characters of a statement in the log: which tables it reads stands in the first ones."""

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d{5,}\b")
_COLUMNS = re.compile(r"\ASELECT (?:DISTINCT )?.*? FROM ", re.DOTALL)


class Statements:
    """The statements of a request: how many, how long in all, and which took longer than a page should wait."""

    def __init__(self, request: HttpRequest, slow: float) -> None:
        """`slow`: in seconds; what takes as long is logged."""
        self.request = request
        self.slow = slow
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Execute a statement (`connection.execute_wrapper`)."""
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = perf_counter() - began
            self.count += 1
            self.seconds += taken
            if taken >= self.slow:
                log_slow(self.request, sql, taken)


class TimingMiddleware:
    """Measures a request from outside all other middleware.

    `SLOW_STATEMENT_MS`: from how many milliseconds a statement is logged; 0 for none. `SERVER_TIMING`: whether the
    answer says how long it took, for the browser's developer tools. Never in production: how long something took can
    tell a stranger whether it was there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.slow = settings.SLOW_STATEMENT_MS / 1000 or float("inf")
        self.says_so = settings.SERVER_TIMING

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        statements = Statements(request, self.slow)
        with connection.execute_wrapper(statements):
            response = self.get_response(request)
        if self.says_so:
            response["Server-Timing"] = server_timing(statements, perf_counter() - began)
        return response


def server_timing(statements: Statements, seconds: float) -> str:
    """The value of the header, in milliseconds: in the database, in Python (templates too), in all."""
    in_database = statements.seconds * 1000
    total = seconds * 1000
    return (
        f'db;dur={in_database:.1f};desc="{statements.count} statements", '
        f"python;dur={total - in_database:.1f}, total;dur={total:.1f}"
    )


def log_slow(request: HttpRequest, sql: object, seconds: float) -> None:
    """Write a line with the page and the statement, without any value of either."""
    logger.warning("Slow statement, %.0f ms, on the page %s: %s", seconds * 1000, page_of(request), discreet(sql))


def page_of(request: HttpRequest) -> str:
    """The URL name of the page, by which no person can be told; its address may hold a key."""
    try:
        return (request.resolver_match or resolve(request.path_info)).view_name or "without a name"
    except Resolver404:
        return "of an unknown address"


def discreet(sql: object) -> str:
    """A statement on one line, cut off at the end, without the columns it fetches.

    Values are not in it: they are sent beside it. What stands in quotes, or is a long number, is the code's own, and
    left out nevertheless; a statement that is no text may hold values, and is not written.
    """
    if not isinstance(sql, str):
        return "(a composed statement)"
    text = " ".join(_LITERAL.sub("…", sql).split())
    return _COLUMNS.sub("SELECT … FROM ", text)[:LONGEST_STATEMENT]
