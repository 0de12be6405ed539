"""To the city's identity provider and back; out of it, and out by it."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from organisation.access.rules import StaffRequest, access, anyone, signed_in
from organisation.sign_in.provider.adapter import ProviderProtocol
from organisation.sign_in.provider.refusals import NOT_COMPLETED, RefusedError, refusal
from organisation.sign_in.provider.signing_out import sign_out_token
from organisation.sign_in.provider.tokens import UntrustedError
from organisation.sign_in.provider.vouching import SIGN_OUT, end_vouched

logger = logging.getLogger(__name__)

NONCE_LENGTH = 32


def _protocol(request: HttpRequest, provider_id: str) -> tuple[ProviderProtocol, Any]:
    """The protocol with the provider, and the provider; raises Http404 where there is none of that name."""
    protocol = ProviderProtocol(request, provider_id)
    try:
        return protocol, protocol.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


@access(anyone)
def provider_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the visitor to the provider. Nothing in the address changes what it is asked, but where to go afterwards."""
    return _to_provider(request, provider_id, {}, confirming=None)


@access(signed_in)
@require_safe
def provider_confirm(request: StaffRequest, provider_id: str) -> HttpResponse:
    """Send whom the provider vouched for there again, to show anew who they are, whatever session they have there."""
    return _to_provider(request, provider_id, {"prompt": "login", "max_age": "0"}, confirming=request.user.pk)


def _to_provider(
    request: HttpRequest, provider_id: str, asked: dict[str, str], *, confirming: int | None
) -> HttpResponse:
    _, provider = _protocol(request, provider_id)
    nonce = get_random_string(NONCE_LENGTH)
    asked = {**asked, "nonce": nonce}
    if levels := provider.app.settings.get("required_acr"):
        asked["acr_values"] = " ".join(levels)
    try:
        return provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            data={"nonce": nonce, "confirming": confirming},
            auth_params=asked,
        )
    except RequestException:
        return refusal(request, RefusedError(NOT_COMPLETED)).response


@access(anyone)
def provider_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let the visitor in whom the provider vouches for."""
    protocol, _ = _protocol(request, provider_id)
    try:
        return OAuth2CallbackView.adapter_view(protocol)(request)
    except RequestException:
        return refusal(request, RefusedError(NOT_COMPLETED)).response


@access(anyone)
@never_cache
@require_safe
def provider_signed_out(request: HttpRequest) -> HttpResponse:
    """Lead on to the provider, whose own session would let the next one at the desk in as the same user.

    The page leads on by itself: a redirect would stand in the chain that began with a form, and those may not leave
    (`form-action 'self'`).
    """
    address = request.session.pop(SIGN_OUT, "")
    response = render(request, "organisation/signed_out.html", {"address": address})
    if address:
        response["Refresh"] = f"0; url={address}"
    return response


@access(anyone)
@csrf_exempt
@never_cache
@require_POST
def provider_signs_out(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider itself calls, when somebody has signed out of it elsewhere (Back-Channel Logout 1.0).

    Answers 200 when the sessions have ended, also where there were none, and 400 to what is no such call.
    """
    protocol, provider = _protocol(request, provider_id)
    try:
        token = sign_out_token(request.POST.get("logout_token", ""), protocol.configuration, provider.app)
    except (UntrustedError, RequestException) as error:
        logger.warning("A sign-out by the identity provider was refused: %s", type(error).__name__)
        return JsonResponse({"error": "invalid_request"}, status=400)
    end_vouched(request, provider.sub_id, sub=token.get("sub", ""), sid=token.get("sid", ""))
    return HttpResponse(status=200)
