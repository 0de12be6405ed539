"""The page that an invited user opens to choose a first password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy

from organisation.access.acting import vouch_for_account
from organisation.access.rules import access, anyone
from organisation.models import User
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
