"""Leads who wants a file with many persons to where it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from audit.file_requests import AgreementRequiredError
from audit.models import AccessKind
from audit.operations import log_access

WANTED = "wanted_file"
"""In the session: the file that was not given, its address, list and number of persons, as the view itself said."""


class FileRequestMiddleware:
    """Answers instead of a view whose file nobody else has agreed to. That it was not given is in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AgreementRequiredError):
            return None
        log_access(
            request, AccessKind.DENIED, subject=exception.subject, reason=f"{exception.persons} personer i filen"
        )
        request.session[WANTED] = {
            "address": request.get_full_path(),
            "subject": exception.subject,
            "persons": exception.persons,
        }
        return redirect("file_request_ask")
