"""Sign-in with the city's identity provider: it says who somebody is; an administrator has said who has an account.

Nobody gets an account this way and nothing of the provider's is stored: each time, the address that the provider has
verified is looked up among the active users.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.shortcuts import redirect

from organisation.models import User

NO_ACCOUNT = "Du har inget konto i Jobbtorg. Be systemförvaltaren lägga upp dig med den e-postadress du loggade in med."
NOT_COMPLETED = "Inloggningen blev inte klar. Försök igen, eller logga in med e-post och lösenord."


def _refusal(request: HttpRequest, sentence: str, email: str = "") -> ImmediateHttpResponse:
    """Back to the sign-in page with a sentence; the failed try gets a row in the access log."""
    user_login_failed.send(sender=__name__, credentials={"email": email}, request=request)
    messages.error(request, sentence)
    return ImmediateHttpResponse(redirect("account_login"))


def not_completed(request: HttpRequest) -> ImmediateHttpResponse:
    """What is answered when the provider is away, or its answer is not one."""
    return _refusal(request, NOT_COMPLETED)


def verified_email(login: SocialLogin) -> str:
    """The address that the provider says it has verified, or nothing.

    The ID token and the user information must be about the same subject (OpenID Connect Core 5.3.2), and
    `email_verified` must be true and not merely some text.
    """
    facts: dict[str, Any] = login.account.extra_data
    token, about_user = facts.get("id_token") or {}, facts.get("userinfo") or {}
    if not token.get("sub") or about_user.get("sub", token["sub"]) != token["sub"]:
        return ""
    said = about_user if "email" in about_user else token
    return str(said.get("email") or "") if said.get("email_verified") is True else ""


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in those who have an active account, and nobody else."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Left to `pre_social_login`: allauth would remove the local password of the user it finds."""
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the user; there is no other process than signing in (organisation.sign_in.provider_views)."""
        email = verified_email(sociallogin)
        user = User.objects.filter(email=email.lower(), is_active=True).first() if email else None
        if user is None:
            raise _refusal(request, NO_ACCOUNT, email)
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Cancelled, expired, forged, or the provider is away."""
        raise not_completed(request)
