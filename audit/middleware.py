"""Refuses views that declare no access rule, and logs refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from audit.acts import COMING_AND_GOING, Acts, noting_acts
from audit.models import AccessKind
from audit.operations import log_access, log_act
from organisation.access.rules import declared_rule
from organisation.staff.positions import position_begins_on

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """First lock: role rules before the view runs; a 404 inside someone else's scope is logged after it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noting_acts() as acts:
            response = self.get_response(request)
        if request.user.is_authenticated and request.resolver_match is not None:
            _log_outcome(request, response, acts)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        assert request.resolver_match is not None
        rule = declared_rule(request.resolver_match)
        if rule is not None and rule.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not request.user.has_position_today:
            context = {"begins_on": position_begins_on(request.user)}
            return TemplateResponse(request, "organisation/position_ended.html", context, status=403)
        return TemplateResponse(request, "403.html", status=403)


def _log_outcome(request: HttpRequest, response: HttpResponse, acts: Acts) -> None:
    """What no view can log itself, by any method: a page that was refused, or that is not there for this user (what
    its view wrote is rolled back), a file from the administration, whose views are a library's, and that something was
    registered or changed, about whom the page was."""
    assert request.resolver_match is not None
    kind = None
    if response.status_code in (403, 404) or getattr(response, "was_not_found", False):
        kind = AccessKind.DENIED
    elif "admin" in request.resolver_match.namespaces and response.has_header("Content-Disposition"):
        kind = AccessKind.EXPORT
    elif acts.tables and _is_an_act(request, response):
        log_act(request)
    if kind:
        log_access(request, kind)


def _is_an_act(request: HttpRequest, response: HttpResponse) -> bool:
    assert request.resolver_match is not None
    sent_in = request.method not in ("GET", "HEAD", "OPTIONS")
    return sent_in and response.status_code < 400 and request.resolver_match.view_name not in COMING_AND_GOING
