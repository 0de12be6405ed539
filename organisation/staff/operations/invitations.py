"""Inviting somebody to the system: an account without a password, and a letter with a link to choose one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.models import User
from organisation.staff.positions import PositionTerms, add_position, require_administrator

QueueLetter = Callable[[User], None]
"""Puts the letter to an invited user into the outbox, in this transaction (notices.outbox.queue_invitation)."""

TAKEN = "Det finns redan ett konto med den e-postadressen."


@transaction.atomic
def invite_user(
    *,
    actor: User,
    email: str,
    first_name: str,
    last_name: str,
    terms: PositionTerms,
    queue_letter: QueueLetter,
    signature: str = "",
    staff_id: str = "",
) -> User:
    """Add a user with a first position, and queue the invitation.

    Raises OperationRefused: not an administrator, an address that has an account, or a position that a rule forbids.
    """
    require_administrator(actor)
    user = User(
        email=email.lower(),
        first_name=first_name,
        last_name=last_name,
        signature=signature,
        staff_id=staff_id,
        role=terms.role,
        jobbtorg=terms.jobbtorg,
        income_support_unit=terms.income_support_unit,
    )
    user.set_unusable_password()
    _require_valid(user)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        # Somebody else has added the same person since; what stands in the way is there to be found now.
        _require_valid(user)
        raise
    add_position(actor, user, terms)
    _send(user, queue_letter)
    return user


def _require_valid(user: User) -> None:
    """Raise OperationRefused with what stands in the way of a new user, another account with the address first."""
    try:
        user.full_clean()
    except ValidationError as error:
        if User.objects.filter(email=user.email).exists():
            raise OperationRefused(TAKEN, field="email") from error
        raise OperationRefused(error.messages[0]) from error


@transaction.atomic
def send_invitation(*, actor: User, user: User, queue_letter: QueueLetter) -> None:
    """Queue a new link, for the first password or for a forgotten one; the links sent before stop working at once.

    Raises OperationRefused: not an administrator, or a closed account.
    """
    require_administrator(actor)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_superuser and not actor.is_superuser:
        raise OperationRefused("Kontot sköts från kommandoraden.")
    if not user.is_active:
        raise OperationRefused("Kontot är avaktiverat. Aktivera det först.")
    _send(user, queue_letter)


def _send(user: User, queue_letter: QueueLetter) -> None:
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    queue_letter(user)
