"""Staying signed in, and locking the screen."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from organisation.access.rules import StaffRequest, access, signed_in
from organisation.sign_in.session_limits import seconds_left


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
