"""Who may write to an account, its second factors and its sessions: the user, and the code that signs somebody in.

While somebody signs in nobody acts yet, and yet a password is chosen, a factor used, a session listed. So the process
vouches, with its signature, for the account that it is about to write to (organisation/access/acting.py). Connected to
the rows, so that nothing forgets it; SQL that somebody slipped in writes to no other account.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver

from organisation.access.acting import vouch_for_account
from organisation.models import User


@receiver(pre_save, sender=User, dispatch_uid="organisation.account_saved")
def account_saved(instance: User, **kwargs: Any) -> None:
    """A new account belongs to nobody yet; an administrator adds it."""
    if instance.pk is not None:
        vouch_for_account(instance.pk)


@receiver([pre_save, pre_delete], sender=Authenticator, dispatch_uid="organisation.factor_written")
@receiver([pre_save, pre_delete], sender=UserSession, dispatch_uid="organisation.session_written")
def written_for_account(instance: Authenticator | UserSession, **kwargs: Any) -> None:
    vouch_for_account(instance.user_id)


@receiver(user_logged_in, dispatch_uid="organisation.account_entered")
def account_entered(user: User, **kwargs: Any) -> None:
    """From here to the end of the transaction the session is written down in several places."""
    vouch_for_account(user.pk)
