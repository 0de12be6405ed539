"""Text that was being typed when a session ended: looked for once in the next, removed when its form is accepted."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from organisation.models import User
from workbench.frame.operations.unsaved import drop_text
from workbench.frame.unsaved import is_anything_kept

UNSAVED = "unsaved_text"
"""In the session: whether anything was kept from an earlier one, so that no page asks for what there is not."""


class UnsavedTextMiddleware:
    """Pages offer what was kept while the session says that there is something (workbench.frame.shell)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, session = request.user, request.session
        if isinstance(user, User) and UNSAVED not in session:
            session[UNSAVED] = is_anything_kept(user)
        response = self.get_response(request)
        accepted = request.method == "POST" and response.status_code == 302
        # Also what was kept in this very session, when the warning came and the work went on.
        if accepted and isinstance(request.user, User):
            drop_text(actor=request.user, path=request.path)
        return response
