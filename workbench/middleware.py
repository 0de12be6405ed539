"""A form that was sent has no unsaved text any more."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from organisation.models import User
from workbench.unsaved import drop


class UnsavedTextMiddleware:
    """Drops the text kept of a page when its form was accepted: answered with a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and isinstance(request.user, User):
            drop(request.user, request.path)
        return response
