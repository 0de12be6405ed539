"""What is sent in a form is read without the characters that nobody sees and that make a text say something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.swedish.pasted import without_turning


class UnseenCharactersMiddleware:
    """Takes marks of direction and control characters out of every text of every form, before a view reads it.

    Passwords are left as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.method != "POST":
            return
        seen = {name: [without_turning(one) for one in request.POST.getlist(name)] for name in request.POST}
        changed = [name for name in seen if seen[name] != request.POST.getlist(name) and "password" not in name.lower()]
        if not changed:
            return
        data = request.POST.copy()
        for name in changed:
            data.setlist(name, seen[name])
        data._mutable = False
        request.POST = data  # type: ignore[assignment]
