"""Sessions end when they have lasted long enough, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from organisation.models import User
from organisation.sign_in.session_limits import begin, ends_at, has_begun, note_activity


class SessionLimitsMiddleware:
    """End sessions after twelve hours, record activity, and clear the browser's copies after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = isinstance(request.user, User)
        if isinstance(request.user, User):
            if not has_begun(request.session):
                begin(request, request.user)
            elif timezone.now() >= ends_at(request.session):
                logout(request)
        response = self.get_response(request)
        if signed_in:
            # What one person may see must not wait in a shared computer's cache for the next.
            response.setdefault("Cache-Control", "no-store")
        if signed_in and not request.user.is_authenticated:
            # Clear the pages that the browser keeps, so that Back shows nothing to the next person at the desk.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Every request is activity, except those that a page makes by itself."""
        if request.user.is_authenticated and not getattr(view, "is_passive", False):
            note_activity(request.session)
