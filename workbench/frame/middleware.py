"""What holds for every form: it is taken once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from organisation.access.written import TOKEN, fetched_page
from organisation.models import User
from workbench.frame.operations.sent_forms import answer_form, leave_form, take_form


class SentOnceMiddleware:
    """The same form sent twice, by a double click or a repeated request, is taken once (decision 073).

    Both answers lead to where the first one led. The same is: by the same user, to the same address, from the same page
    as it was fetched, with the same contents. What tells one fetched page from another is the mask that Django puts on
    the token against forgery, new for each.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = request.user
        if not isinstance(actor, User) or request.method != "POST" or TOKEN not in request.POST:
            return self.get_response(request)
        fingerprint = _fingerprint(request)
        taken_before = take_form(actor=actor, fingerprint=fingerprint, page=fetched_page(request.POST[TOKEN]))
        if taken_before is not None:
            return HttpResponseRedirect(taken_before)
        response = self.get_response(request)
        if response.status_code == 302 and request.user == actor:
            answer_form(actor=actor, fingerprint=fingerprint, answer=response["Location"])
        else:
            leave_form(actor=actor, fingerprint=fingerprint)
        return response


def _fingerprint(request: HttpRequest) -> str:
    """Of the address and of all that was sent; of a file, its name and size."""
    files = [(field, file.name, file.size) for field, sent in request.FILES.lists() for file in sent]
    sent = json.dumps([request.get_full_path(), list(request.POST.lists()), files])
    return hashlib.sha256(sent.encode()).hexdigest()
