"""Each request is one transaction, in which the database knows who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from organisation.access.acting import acting_for
from organisation.models import User


class ActingUserMiddleware:
    """Names the signed-in user to the database for as long as the request lasts, its log entries and errors included.

    The transaction is opened here, outside the view's own (ATOMIC_REQUESTS), because a refusal is logged and a lazy
    template rendered after the view is done. A visitor who has not signed in is nobody, and nobody sees a row.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            with acting_for(request.user):
                return self.get_response(request)
        return self.get_response(request)
