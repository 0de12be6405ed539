"""allauth's part in signing in with the provider, with what it leaves open: signature, nonce, whom it is about."""

from __future__ import annotations

import time
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from organisation.models import User
from organisation.sign_in.provider.matching import user_vouched_for
from organisation.sign_in.provider.refusals import (
    NOT_COMPLETED,
    NOT_RECENT,
    NOT_TRUSTED,
    SOMEBODY_ELSE,
    RefusedError,
    refusal,
)
from organisation.sign_in.provider.tokens import LEEWAY, UntrustedError, signed_claims
from organisation.sign_in.provider.vouching import note_provider_proof, proven_at
from organisation.sign_in.proving.proof import RECENT

MOST_SECONDS_AGO = RECENT + LEEWAY
CONFIGURATION_KEPT = 10 * 60
"""Seconds for which what the provider publishes about itself is good for its own calls to us."""


class ProviderProtocol(OpenIDConnectOAuth2Adapter):
    """Between the provider's answer and a user: what is signed is checked, and nothing of it becomes a row."""

    @property
    def configuration(self) -> dict[str, Any]:
        """What the provider publishes about itself, at most ten minutes old: anybody can make it be asked for."""
        key = f"provider-configuration:{self.get_provider().server_url}"
        known: dict[str, Any] | None = cache.get(key)
        if known is None:
            known = self.openid_config
            cache.set(key, known, CONFIGURATION_KEPT)
        return known

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """A sign-in that says what the provider has signed; raises ImmediateHttpResponse where it has not."""
        published, raw = self.openid_config, str(kwargs["response"].get("id_token") or "")
        try:
            claims = signed_claims(
                raw,
                published,
                client_id=app.client_id,
                tenant=app.settings.get("tenant", ""),
                required=("exp", "sub", "nonce"),
            )
        except UntrustedError as error:
            raise refusal(request, RefusedError(NOT_TRUSTED)) from error
        facts = {
            "id_token": claims,
            "userinfo": self._about_user(published, token),
            "raw_id_token": raw,
            "client_id": app.client_id,
            "settings": app.settings,
            "end_session": published.get("end_session_endpoint", ""),
        }
        provider = self.get_provider()
        account = SocialAccount(provider=provider.sub_id, uid=claims["sub"], extra_data=facts)
        return SocialLogin(provider=provider, account=account)

    def _about_user(self, published: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        """What the provider tells besides the ID token; AD FS tells nothing, others everything here."""
        if not (address := published.get("userinfo_endpoint")):
            return {}
        with IdentityProviderAdapter().get_requests_session() as session:
            response = session.get(address, headers={"Authorization": f"Bearer {token.token}"})
            response.raise_for_status()
            told = response.json()
        return told if isinstance(told, dict) else {}


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in those who have an account and are in service, and nobody else."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Left to `pre_social_login`: allauth would remove the local password of the user it finds."""
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the user. The session of somebody who only confirms goes on, and remembers that they have.

        There is no other process of allauth's than signing in (organisation.sign_in.provider.views).
        """
        facts = sociallogin.account.extra_data
        try:
            # The answer to what this very browser asked, and not one that was caught elsewhere.
            asked = sociallogin.state.get("data") or {}
            if not (asked.get("nonce") and constant_time_compare(facts["id_token"]["nonce"], asked["nonce"])):
                raise RefusedError(NOT_TRUSTED)
            user = user_vouched_for(facts["id_token"], facts["userinfo"], facts["settings"])
            if confirming := asked.get("confirming"):
                _confirm(request, user, confirming, facts["id_token"])
        except RefusedError as refused:
            raise refusal(request, refused) from refused
        if confirming:
            raise ImmediateHttpResponse(redirect(sociallogin.get_redirect_url(request) or "home"))
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Cancelled, expired, forged, or the provider is away."""
        raise refusal(request, RefusedError(NOT_COMPLETED))


def _confirm(request: HttpRequest, user: User, signed_in: int, claims: dict[str, Any]) -> None:
    """Note that the signed-in user has just shown the provider who they are; raises RefusedError if they have not."""
    if request.user != user or user.pk != signed_in:
        raise RefusedError(SOMEBODY_ELSE, user)
    at = proven_at(claims)
    if at is None or time.time() - at > MOST_SECONDS_AGO:
        raise RefusedError(NOT_RECENT, user)
    note_provider_proof(request, user, claims)
