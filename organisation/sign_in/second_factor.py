"""The second factor: an app's code or a security key, required of those who sign in with a password.

allauth asks for it at sign-in of everybody who has one. This module says who must have one; until then they reach only
the pages where it is set up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.encryption import decrypted, encrypted
from organisation.access.rules import WITHOUT_SECOND_FACTOR
from organisation.models import User
from organisation.sign_in.sessions import end_sessions

JUST_SIGNED_IN = 5 * 60
"""Seconds after signing in during which nobody is asked to prove it again."""

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def came_from_provider(request: HttpRequest, user: User | None) -> bool:
    """Whether the city's identity provider vouched for the user in this session; its factors are its own matter."""
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, user))


def has_just_signed_in(request: HttpRequest, user: User) -> bool:
    """Whether the user proved who they are within the last five minutes."""
    return any(time.time() - record["at"] < JUST_SIGNED_IN for record in get_authentication_records(request, user))


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the signed-in user must set up a second factor before going on."""
    user = request.user
    if not settings.MFA_REQUIRED or not isinstance(user, User):
        return False
    if any(record["method"] in ("mfa", "socialaccount") for record in get_authentication_records(request, user)):
        return False
    return not is_mfa_enabled(user, FACTORS)


def remove_second_factor(user: User) -> None:
    """Remove a lost second factor: the user's sessions end, and the next sign-in sets up a new one.

    Only after the administrator has made sure, by other means than e-mail, who asks.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


class SecondFactorMiddleware:
    """Sends who lacks a second factor to the page where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        match = request.resolver_match
        if match is not None and match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        return redirect("mfa_index") if lacks_second_factor(request) else None


class SecondFactorStage(AuthenticateStage):
    """The step of sign-in that asks for the second factor; not of those for whom the identity provider vouches."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page to go to, if one is needed, and whether sign-in goes on."""
        if came_from_provider(self.request, self.login.user):
            return None, True
        response, goes_on = super().handle()
        return response, goes_on


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted, and what the pages say is Swedish."""

    error_messages = {
        "add_email_blocked": "Adressen kan inte läggas till.",
        "cannot_delete_authenticator": "Det här steget kan inte tas bort.",
        "cannot_generate_recovery_codes": "Lägg först till en app eller en säkerhetsnyckel.",
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod och försök igen.",
        "unverified_email": "E-postadressen är inte bekräftad.",
    }

    def encrypt(self, text: str) -> str:
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypted(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new key is called unless the user names it."""
        return f"Nyckel {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class AddKeyForm(AddWebAuthnForm):
    """A security key or passkey and its name."""

    name = forms.CharField(label="Namn på nyckeln", max_length=60, required=False)
