"""The second factor: an app's code or a security key, required of those who sign in with a password.

allauth asks for it at sign-in of everybody who has one. This module asks each session for it (organisation/sign_in/
proving/proof.py): one that has not seen it reaches only the page where it is shown or, for a user who has none, set up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.encryption import decrypted, encrypted
from organisation.access.acting import vouch_for_account
from organisation.access.rules import CHANGES_SIGN_IN, PROVING_SECOND_FACTOR, SETTING_UP_SECOND_FACTOR, StaffRequest
from organisation.models import User
from organisation.sign_in.proving.confirming import ProofRequiredError, SeeOther, ask_who_one_is, forget_waiting
from organisation.sign_in.proving.proof import (
    came_from_provider,
    lacks_second_factor,
    may_change_factors,
    owns_second_factor,
)
from organisation.sign_in.sessions import end_sessions


def remove_second_factor(user: User) -> None:
    """Remove a lost second factor: the user's sessions end, and the next sign-in sets up a new one.

    Only after the administrator has made sure, by other means than e-mail, who asks.
    """
    vouch_for_account(user.pk)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


class SecondFactorMiddleware:
    """Sends a session that has not proven what it must to where it is shown; a factor is set up by who has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and not isinstance(response, SeeOther):
            forget_waiting(request)
        return response

    def process_exception(self, request: StaffRequest, exception: Exception) -> HttpResponse | None:
        """What a view wrote before it asked who one is has been rolled back."""
        return ask_who_one_is(request) if isinstance(exception, ProofRequiredError) else None

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        name = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if name in PROVING_SECOND_FACTOR or not isinstance(user, User):
            return None
        if lacks_second_factor(request):
            if owns_second_factor(user):
                return _ask(request, user)
            return None if name in SETTING_UP_SECOND_FACTOR else redirect("mfa_index")
        if name in CHANGES_SIGN_IN and not may_change_factors(request, user):
            # Of whom there is nothing but a password, the page for a new one asks for it itself.
            asks_itself = name == "account_change_password" and not owns_second_factor(user)
            return None if asks_itself and not came_from_provider(request, user) else _ask(request, user)
        return None


def _ask(request: HttpRequest, user: User) -> HttpResponse:
    """Lead to where the factor is shown, and back to the page that was asked for."""
    page = get_adapter().get_reauthentication_methods(user)[0]["url"]
    onward = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(f"{page}{onward}")


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
