"""The link with which an invited user chooses a password, and the letter that carries it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.template.loader import render_to_string
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

SUBJECT = "Ditt konto i Jobbtorg"


def invitation_path(user: User) -> str:
    """The path of the one link that works for the user now."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("invitation", kwargs={"uidb64": key, "token": tokens.make_token(user)})


def invitation_text(user: User) -> str:
    """What the letter says, with a link made this moment; it is written nowhere before the mail server gets it."""
    return render_to_string(
        "organisation/invitation_email.txt",
        {
            "sign_in_url": f"{settings.SERVICE_URL}{reverse('account_login')}",
            "link": "" if signs_in_elsewhere() else f"{settings.SERVICE_URL}{invitation_path(user)}",
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )


def signs_in_elsewhere() -> bool:
    """Whether the city's own sign-in is configured; then nobody chooses a password here."""
    return bool(getattr(settings, "OIDC_SERVER_URL", ""))
