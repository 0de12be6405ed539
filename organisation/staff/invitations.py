"""The link with which an invited user chooses a password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from organisation.models import User


class InvitationTokens(PasswordResetTokenGenerator):
    """One link at a time: it ends when it has been used, when a newer one is sent, and after PASSWORD_RESET_TIMEOUT."""

    key_salt = "organisation.staff.invitations"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        sent = user.invited_at.timestamp() if user.invited_at else ""
        return f"{super()._make_hash_value(user, timestamp)}{sent}{user.is_active}"


tokens = InvitationTokens()


def invitation_path(user: User) -> str:
    """The path of the one link that works for the user now."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("invitation", kwargs={"uidb64": key, "token": tokens.make_token(user)})


def signs_in_elsewhere() -> bool:
    """Whether the city's own sign-in is configured; then nobody chooses a password here."""
    return bool(getattr(settings, "OIDC_SERVER_URL", ""))
