"""How people sign in: accounts are given by an administrator, never opened by the visitor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest, HttpResponse

from organisation.session_limits import LAST_VISIT, SHARED_DESK


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up on their own."""
        return False


class SignInForm(LoginForm):
    """E-mail, password, and whether others use the desk."""

    shared_desk = forms.BooleanField(
        label="Delad dator, till exempel i receptionen",
        help_text="Du loggas ut efter 10 minuter och kan låsa med ett tryck. Dina andra inloggningar avslutas.",
        required=False,
    )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; what was chosen and when the user was here last is told to the session that begins."""
        last_login = getattr(self.user, "last_login", None)
        answer: Any = super().login(request, redirect_url=redirect_url)
        request.session[SHARED_DESK] = self.cleaned_data["shared_desk"]
        if last_login is not None:
            request.session[LAST_VISIT] = last_login.isoformat()
        return answer
