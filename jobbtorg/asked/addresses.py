"""Addresses that no page has, whatever its pattern says: they are answered 404 before anything is asked with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse

MOST = BigIntegerField.MAX_BIGINT
"""The largest number that the database knows; no row, place in a list or page has a larger one."""


class OddAddressMiddleware:
    """404 for an address with a null character, and for one with a number that the database does not know.

    Files are looked for, and rows asked for, by what the address says: neither takes such a value.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        if any(isinstance(value, int) and value > MOST for value in (*args, *named.values())):
            raise Http404
