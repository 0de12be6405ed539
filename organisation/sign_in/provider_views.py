"""To the city's identity provider and back."""

from __future__ import annotations

from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from organisation.access.rules import access, anyone
from organisation.sign_in.identity_provider import not_completed


@access(anyone)
def provider_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the visitor to the provider. Nothing in the address changes what it is asked, but where to go afterwards."""
    asked = request.GET.copy()
    for name in set(asked) - {"next"}:
        del asked[name]
    asked["process"] = AuthProcess.LOGIN
    request.GET = asked  # type: ignore[assignment]
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        return not_completed(request).response


@access(anyone)
def provider_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let the visitor in whom the provider vouches for."""
    try:
        return openid_connect.callback(request, provider_id)
    except RequestException:
        return not_completed(request).response
