"""What follows when a second factor is added or removed, or a recovery code used: other sessions end.

Connected to the rows, so that no page and no command can forget it, and in the same transaction as the change.
"""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from organisation.models import User
from organisation.sign_in.proving.proof import FACTORS, LOCAL_FACTOR, note_proof
from organisation.sign_in.sessions import end_other_sessions, end_sessions


def _own_request(user: User) -> HttpRequest | None:
    """The request in which the user themselves changes something, if it is one."""
    request: HttpRequest | None = context.request
    return request if request is not None and request.user == user else None


@receiver(post_save, sender=Authenticator, dispatch_uid="organisation.factor_added")
def factor_added(instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """End the other sessions. The one in which a factor is connected has just seen it and goes on with it."""
    if not created:
        return
    request = _changed(instance.user)
    if request is not None and instance.type in FACTORS:
        note_proof(request, instance.user, LOCAL_FACTOR, id=instance.pk, type=instance.type)


@receiver(post_delete, sender=Authenticator, dispatch_uid="organisation.factor_removed")
def factor_removed(instance: Authenticator, **kwargs: Any) -> None:
    """End the other sessions; all of them, if somebody else has removed the factor."""
    _changed(instance.user)


@receiver(authenticator_used, dispatch_uid="organisation.recovery_code_used")
def recovery_code_used(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A recovery code is used when the factor is lost: whoever found it must not stay signed in somewhere.

    At sign-in nobody is signed in yet in this session, so that all that are ended are others.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _changed(user)


def _changed(user: User) -> HttpRequest | None:
    request = _own_request(user)
    if request is None:
        end_sessions(user)
    else:
        end_other_sessions(request, user)
    return request
