"""Inviting somebody to the system: an account without a password, and a letter with a link to choose one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.models import User
from organisation.staff.invitations import invitation_path, signs_in_elsewhere
from organisation.staff.positions import PositionTerms, add_position, require_administrator

logger = logging.getLogger(__name__)

Address = Callable[[str], str]
"""From a path to the whole address that a letter can carry."""


@transaction.atomic
def invite_user(
    *,
    actor: User,
    email: str,
    first_name: str,
    last_name: str,
    terms: PositionTerms,
    address: Address,
    signature: str = "",
) -> User:
    """Add a user with a first position, and send the invitation.

    Raises OperationRefused: not an administrator, an address that has an account, a position that a rule forbids, or a
    letter that could not be sent.
    """
    require_administrator(actor)
    user = User(
        email=email.lower(),
        first_name=first_name,
        last_name=last_name,
        signature=signature,
        role=terms.role,
        jobbtorg=terms.jobbtorg,
        income_support_unit=terms.income_support_unit,
    )
    user.set_unusable_password()
    if User.objects.filter(email=user.email).exists():
        raise OperationRefused("Det finns redan ett konto med den e-postadressen.", field="email")
    try:
        user.full_clean()
    except ValidationError as error:
        raise OperationRefused(error.messages[0]) from error
    user.save()
    add_position(actor, user, terms)
    _send(user, address)
    return user


@transaction.atomic
def send_invitation(*, actor: User, user: User, address: Address) -> None:
    """Send a new link, for the first password or for a forgotten one; the links sent before stop working.

    Raises OperationRefused: not an administrator, a closed account, or a letter that could not be sent.
    """
    require_administrator(actor)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_superuser and not actor.is_superuser:
        raise OperationRefused("Kontot sköts från kommandoraden.")
    if not user.is_active:
        raise OperationRefused("Kontot är avaktiverat. Aktivera det först.")
    _send(user, address)


def _send(user: User, address: Address) -> None:
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    text = render_to_string(
        "organisation/invitation_email.txt",
        {
            "sign_in_url": address(reverse("account_login")),
            "link": "" if signs_in_elsewhere() else address(invitation_path(user)),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )
    try:
        send_mail("Ditt konto i Jobbtorg", text, None, [user.email])
    except (OSError, SMTPException) as error:
        logger.exception("An invitation could not be sent")
        raise OperationRefused("Brevet kunde inte skickas, så inget sparades. Försök igen om en stund.") from error
