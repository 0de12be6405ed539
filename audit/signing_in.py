"""Sign-in, failed sign-in and sign-out in the access log, from Django's signals."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from audit.models import AccessKind
from audit.operations import log_sign_in
from organisation.models import User


@receiver(user_logged_in, dispatch_uid="audit.signed_in")
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    log_sign_in(request, AccessKind.SIGN_IN, user.pk)


@receiver(user_logged_out, dispatch_uid="audit.signed_out")
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Log a sign-out, unless nobody was signed in."""
    if user is not None:
        log_sign_in(request, AccessKind.SIGN_OUT, user.pk)


@receiver(user_login_failed, dispatch_uid="audit.sign_in_failed")
def sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, reason: str = "", **kwargs: Any
) -> None:
    """Log a failed sign-in with the user whose address was typed, if there is one, and nothing else that was typed.

    `reason` is the sentence with which the identity provider's answer was refused.
    """
    if request is None:
        return
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=typed).first() if typed else None
    log_sign_in(request, AccessKind.SIGN_IN_FAILED, user.pk if user else None, reason=reason)


def second_factor_failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log a right password with a wrong code."""
    log_sign_in(request, AccessKind.SIGN_IN_FAILED, user.pk)


if apps.is_installed("allauth.mfa"):
    from allauth.mfa.signals import authentication_failed

    authentication_failed.connect(second_factor_failed, dispatch_uid="audit.second_factor_failed")
