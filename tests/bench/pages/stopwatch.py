"""A middleware that says what a request cost, from the first middleware of the product to the finished answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template


@dataclass
class Cost:
    """Milliseconds of CPU and counts of one request; `template` is a part of `python`."""

    statements: int = 0
    python: float = 0.0
    template: float = 0.0
    database: float = 0.0
    size: int = 0
    acting: bool = False
    """Whether the request has said who acts."""

    @property
    def whole(self) -> float:
        """CPU of Python plus database."""
        return self.python + self.database


latest = Cost()
_depth = 0


class Stopwatch:
    """Leaves what the last request cost in `latest`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        global latest
        latest = Cost()
        connection.ensure_connection()
        asked, began = _busy(), time.process_time()
        with connection.execute_wrapper(_count):
            response = self.get_response(request)
        latest.python = (time.process_time() - began) * 1000
        latest.database = _busy() - asked
        latest.size = len(response.content)
        return response


def _count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    # In production a request's transaction begins and ends by itself, and with it who acts. Inside the transaction of
    # the measuring it is a savepoint, and who acted before is named again at the end.
    again = sql.startswith("SELECT jobbtorg_act_for") and latest.acting
    latest.acting = latest.acting or sql.startswith("SELECT jobbtorg_act_for")
    latest.statements += not again and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO"))
    return execute(sql, params, many, context)


def _busy() -> float:
    """Milliseconds that the database's process of this connection has worked; others' work does not count."""
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1_000_000


_render = Template.render


def _timed(self: Template, *args: Any, **kwargs: Any) -> Any:
    global _depth
    _depth += 1
    began = time.process_time()
    try:
        return _render(self, *args, **kwargs)
    finally:
        _depth -= 1
        if not _depth:
            latest.template += (time.process_time() - began) * 1000


Template.render = _timed  # type: ignore[method-assign]
