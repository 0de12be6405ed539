"""Staying signed in, locking the screen, and the text that was being typed when a session ended."""

from __future__ import annotations

import json

from allauth.account.adapter import get_adapter
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from organisation.access.rules import StaffRequest, access, signed_in
from organisation.sign_in.session_limits import passive, seconds_left
from workbench.frame.operations.unsaved import LONGEST_TEXT, drop_text, keep_text

LONGEST_SENT = 8 * LONGEST_TEXT
"""Characters of JSON: a letter may be written as six (\\u00e5), and the names of the fields come on top."""


@access(signed_in)
@require_POST
def stay(request: StaffRequest) -> JsonResponse:
    """Count as activity and do nothing else. Answers how many seconds are left of the session."""
    return JsonResponse({"seconds": seconds_left(request.session)})


@access(signed_in)
@require_POST
def lock(request: StaffRequest) -> HttpResponse:
    """End the session at once, and the provider's if it vouched; the middleware clears what the browser keeps."""
    adapter = get_adapter()
    onward = adapter.get_logout_redirect_url(request)
    adapter.logout(request)
    return redirect(onward)


def _own_page(path: str) -> str:
    """A path of ours without query, or nothing."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    path = path.split("?")[0][:200]
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


@access(signed_in)
@require_POST
@passive
def keep_unsaved(request: StaffRequest) -> HttpResponse:
    """Keep what stands in a form. The page calls it by itself before the session ends, so it is no activity."""
    sent = request.POST.get("fields", "")
    try:
        fields = json.loads(sent) if len(sent) <= LONGEST_SENT else None
    except (ValueError, RecursionError):  # RecursionError: brackets in brackets, thousands deep
        fields = None
    path = _own_page(request.POST.get("path", ""))
    if not path or not isinstance(fields, dict):
        return HttpResponse(status=400)
    keep_text(actor=request.user, path=path, fields={str(name): str(text) for name, text in fields.items()})
    return HttpResponse(status=204)


@access(signed_in)
@require_POST
def drop_unsaved(request: StaffRequest) -> HttpResponse:
    """Throw away what was kept of a page, and go back there."""
    path = _own_page(request.POST.get("path", ""))
    drop_text(actor=request.user, path=path)
    return redirect(path or "home")
