"""What an administrator does: give, end and revoke positions, close and open accounts."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import weekday_date
from organisation.models import Position, Role, User
from organisation.sign_in.sessions import end_sessions
from organisation.staff.departures import telling_of_departures
from organisation.staff.positions import (
    PositionTerms,
    add_position,
    end_overlapping_position,
    lock_for_change,
    mark_revoked,
    require_another_administrator,
    require_not_revoked,
    update_user,
)
from organisation.staff.rights import open_account
from organisation.staff.shown import shown_user


@transaction.atomic
def give_position(*, actor: User, user: User, seen_user: Seen, terms: PositionTerms) -> Position:
    """Give a user a position; the one that holds when it begins ends the day before, or is revoked if it began then.

    Raises OperationRefused: not an administrator, one's own role, a closed account, a day that has been, a unit that
    does not fit or is not open, days that another position has, or nobody left to administer.
    """
    user = lock_for_change(actor, user)
    require_seen(seen_user, shown_user(user))
    if not user.is_active:
        raise OperationRefused("Kontot är avaktiverat. Aktivera det först.")
    if terms.role != Role.ADMIN or terms.valid_to is not None:
        require_another_administrator(user)
    with telling_of_departures(user):
        end_overlapping_position(actor, user, terms.valid_from)
        return add_position(actor, user, terms)


@transaction.atomic
def end_position(*, actor: User, position: Position, seen_user: Seen, last_day: datetime.date) -> None:
    """Let a position end earlier than it would; its last day, today at the earliest, is worked.

    Raises OperationRefused: not an administrator, one's own, a day that has been or before it begins, one that does not
    shorten it, or nobody left to administer.
    """
    user = lock_for_change(actor, position.user)
    require_seen(seen_user, shown_user(user))
    position = Position.objects.get(pk=position.pk)
    require_not_revoked(position)
    if position.valid_from > last_day:
        raise OperationRefused("Behörigheten har inte börjat då. Återkalla den i stället.", field="last_day")
    if last_day < timezone.localdate():
        raise OperationRefused(
            "Sista dagen kan tidigast vara i dag. Avaktivera kontot om det är bråttom.", field="last_day"
        )
    if position.valid_to is not None and position.valid_to <= last_day:
        raise OperationRefused(
            f"Behörigheten slutar redan {weekday_date(position.valid_to)}. Ge en ny för att förlänga.", field="last_day"
        )
    if position.role == Role.ADMIN:
        require_another_administrator(user)
    with telling_of_departures(user):
        position.valid_to = last_day
        position.save(update_fields=["valid_to"])
        update_user(user)


@transaction.atomic
def revoke_position(*, actor: User, position: Position, seen_user: Seen) -> None:
    """Take back a position that has not begun. Raises OperationRefused as `end_position` does."""
    user = lock_for_change(actor, position.user)
    require_seen(seen_user, shown_user(user))
    position = Position.objects.get(pk=position.pk)
    require_not_revoked(position)
    if position.valid_from <= timezone.localdate():
        raise OperationRefused("Behörigheten har redan börjat. Ange en sista dag i stället.")
    with telling_of_departures(user):
        mark_revoked(actor, position)
        update_user(user)


@transaction.atomic
def deactivate_user(*, actor: User, user: User, seen_user: Seen) -> None:
    """Close an account at once, on every device; what the user has written stays, with the name.

    Raises OperationRefused: not an administrator, oneself, closed already, or nobody left to administer.
    """
    user = lock_for_change(actor, user)
    require_seen(seen_user, shown_user(user))
    if not user.is_active:
        raise OperationRefused("Kontot är redan avaktiverat.")
    require_another_administrator(user)
    with telling_of_departures(user):
        open_account(user, False)
        end_sessions(user)


@transaction.atomic
def reactivate_user(*, actor: User, user: User, seen_user: Seen) -> None:
    """Open a closed account; the position that holds today is what it gives access to.

    Raises OperationRefused: not an administrator, oneself, or open already.
    """
    user = lock_for_change(actor, user)
    require_seen(seen_user, shown_user(user))
    if user.is_active:
        raise OperationRefused("Kontot är redan aktivt.")
    open_account(user, True)
    update_user(user)
