"""The page of the user's own settings, and the way to those that other packages keep."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from core.forms import get_or_post, render_form
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, signed_in
from organisation.models import User
from organisation.preferences.forms import PreferencesForm
from organisation.preferences.operations import choose_preferences


class Further(NamedTuple):
    """A page with other settings of the user, by its URL name."""

    url_name: str
    label: str
    about: str = ""
    act: Act | None = None
    """What the page is about to do, for those who may; None for everybody's."""

    @property
    def address(self) -> str:
        """Empty where the service has no such page."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


FURTHER = (
    Further("notice_settings", "Notiser och e-post", "Vad du får veta, och hur"),
    Further("phrase_list", "Fraser", "Text som du ofta skriver", Act.KEEP_PHRASES),
    Further("usersessions_list", "Mina inloggningar", "Var du är inloggad"),
)
WITH_PASSWORD = (
    Further("account_change_password", "Byt lösenord"),
    Further("mfa_index", "Inloggning i två steg"),
)
"""For those who do not sign in with the city's provider alone."""


def further_settings(user: User) -> list[Further]:
    """What else the user can set, of what there is."""
    found = FURTHER + (WITH_PASSWORD if user.has_usable_password() else ())
    return [page for page in found if page.address and (page.act is None or may(user, page.act))]


@access(signed_in)
@get_or_post
def preferences(request: StaffRequest) -> HttpResponse:
    """Keys, colours and the height of rows."""
    user = request.user
    form = PreferencesForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        choose_preferences(actor=user, **form.cleaned_data)
        messages.success(request, "Inställningarna är sparade.")
        return redirect("preferences")
    return render_form(request, "organisation/preferences.html", form, further=further_settings(user))
