"""How people sign in: accounts are given by an administrator, never opened by the visitor."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.core import context
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organisation.models import User
from organisation.sign_in.provider.vouching import SIGN_OUT, VOUCHED, sign_out_address
from organisation.sign_in.proving.proof import may_change_factors
from organisation.sign_in.session_limits import LAST_VISIT, SHARED_DESK

IPV6_NETWORK = 64
"""Leading bits of an IPv6 address that one household or office has to itself; the rest it may choose."""


def network_of(address: str) -> str:
    """Where a visitor comes from: an IPv4 address as it is, of an IPv6 address the network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(IPv6Network((parsed.packed, IPV6_NETWORK), strict=False).network_address)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up on their own."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """To the sign-in page, by way of the provider that vouched in this session."""
        return reverse("provider_signed_out" if sign_out_address(request) else "account_login")

    def logout(self, request: HttpRequest) -> None:
        """End the session; the visitor's next one knows where to sign out of the provider as well."""
        address = sign_out_address(request)
        super().logout(request)
        if address:
            request.session[SIGN_OUT] = address

    def get_login_stages(self) -> list[str]:
        """Our own step for the second factor in the place of allauth's."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "organisation.sign_in.second_factor.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """How one proves who one is: at the provider that vouched in this session; with a factor, once one has been
        connected; with the password only while there is nothing else.
        """
        methods = super().get_reauthentication_methods(user)
        proofs = [method for method in methods if method["id"] != "reauthenticate"]
        if VOUCHED in context.request.session:
            proofs.insert(0, {"id": "provider", "description": "Stadens inloggning", "url": reverse("confirm")})
        password = {"id": "reauthenticate", "description": "Lösenord", "url": reverse("account_reauthenticate")}
        return proofs or methods or [password]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has proven it a moment ago need not do so again to change how they sign in."""
        user = context.request.user
        if isinstance(user, User) and may_change_factors(context.request, user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try for account and address together: guessing at one desk locks nobody out at another.

        allauth counts by what the account is called, so the address becomes part of that.
        """
        account = f"{credentials.get('email', '')}:{network_of(self.get_client_ip(request))}"
        super().pre_authenticate(request, **{**credentials, "email": account})


class SignInForm(LoginForm):
    """E-mail, password, and whether others use the desk."""

    shared_desk = forms.BooleanField(
        label="Delad dator, till exempel i receptionen",
        help_text="Du loggas ut efter 10 minuter och kan låsa med ett tryck. Dina andra inloggningar avslutas.",
        required=False,
    )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; the new session keeps what was chosen and when the user was here last."""
        last_login = getattr(self.user, "last_login", None)
        answer: Any = super().login(request, redirect_url=redirect_url)
        request.session[SHARED_DESK] = self.cleaned_data["shared_desk"]
        if last_login is not None:
            request.session[LAST_VISIT] = last_login.isoformat()
        return answer
