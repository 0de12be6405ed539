"""The page that an invited user opens to choose a first password, and those that ask again who one is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from organisation.access.acting import vouch_for_account
from organisation.access.rules import StaffRequest, access, anyone, signed_in
from organisation.models import User
from organisation.sign_in.provider.vouching import VOUCHED
from organisation.sign_in.proving.confirming import waiting_form
from organisation.staff.invitations import signs_in_elsewhere, tokens


class InvitationView(PasswordResetConfirmView):
    """Choose a password with a link from an invitation.

    The token is moved from the address to the session before anything is shown. A link that has been used, replaced or
    is too old answers 410 with one sentence; so does one to nobody.
    """

    template_name = "organisation/invitation.html"
    token_generator = tokens
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64: str) -> User | None:
        """Whom the link is for, locked, so that it is used once and an account closed meanwhile stays closed."""
        user = super().get_user(uidb64)
        if user is None or signs_in_elsewhere():
            return None
        vouch_for_account(user.pk)
        return User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True).first()

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        form = context["form"]
        status = 410 if not self.validlink else 422 if form.is_bound and form.errors else 200
        return super().render_to_response(context, **response_kwargs, status=status)

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, "Lösenordet är valt. Du kan logga in.")
        return response


invitation = access(anyone)(InvitationView.as_view())


@access(signed_in)
@require_safe
def confirm(request: StaffRequest) -> HttpResponse:
    """Where one shows again who one is: at the provider, if it vouched in this session, or else with one's own factor.

    `next` is where one goes then, a page of this service.
    """
    asked = urlencode({"next": get_next_redirect_url(request) or reverse("home")})
    methods = get_adapter().get_reauthentication_methods(request.user)
    if VOUCHED not in request.session:
        return redirect(f"{methods[0]['url']}?{asked}")
    address = reverse("provider_confirm", args=[request.session[VOUCHED]["provider"]])
    context = {
        "address": f"{address}?{asked}",
        "reauthentication_alternatives": [
            {**method, "url": f"{method['url']}?{asked}"} for method in methods if method["id"] != "provider"
        ],
    }
    return render(request, "account/reauthenticate_at_provider.html", context)


@access(signed_in)
@require_safe
def confirmed(request: StaffRequest) -> HttpResponse:
    """What was sent before one had shown who one is, to be sent now with one press; without it, the start page."""
    waiting = waiting_form(request)
    if waiting is None:
        return redirect("home")
    path, fields = waiting
    return render(request, "account/send_again.html", {"onward": path, "answers": fields})
