"""Who works where from when: the rules of positions, and the pointers to the one that holds now.

Positions hold the history, the user's role and unit point at the one that holds now (docs/decisions/054). What an
administrator changes (`organisation.staff.operations`) moves the pointers in the same transaction; `apply_positions`
moves them when a day begins.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.access.acting import System, acting_for
from organisation.access.permissions import Act, require
from organisation.models import IncomeSupportUnit, Jobbtorg, Position, Role, User
from organisation.staff.rights import apply_to_users

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class PositionTerms:
    """What a position is to be: the role, where, and the first and last local day (None: until further notice)."""

    role: Role
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    jobbtorg: Jobbtorg | None = None
    income_support_unit: IncomeSupportUnit | None = None
    protected_access: bool = False


@dataclass(frozen=True)
class Applied:
    """How many users were moved to another position, and how many were found to have none."""

    moved: int
    without: int


# --- When a day begins -------------------------------------------------------------------------------------------


def apply_positions(*, on: datetime.date, dry_run: bool = False) -> Applied:
    """Move the pointers of everyone whose position begins or has ended, as of a local date. Safe to repeat.

    A position that has ended needs no moving: `position_until` has passed. A dry run counts and writes nothing.
    """
    with acting_for(System.POSITIONS), transaction.atomic():
        _lock_administrators()
        applied = Applied(*apply_to_users(on, None))
        if dry_run:
            transaction.set_rollback(True)
    return applied


def position_begins_on(user: User) -> datetime.date | None:
    """The first day of the next position of somebody who has none today, or None."""
    coming = user.positions.filter(valid_from__gt=timezone.localdate(), revoked_at=None).order_by("valid_from")
    day: datetime.date | None = coming.values_list("valid_from", flat=True).first()
    return day


# --- Rules and steps -----------------------------------------------------------------------------------------------


ONLY_ADMINISTRATORS = "Bara en systemförvaltare kan ändra konton och behörigheter."


def require_administrator(actor: User) -> None:
    """Raise OperationRefused unless the actor administers the system now, as the database has it."""
    current = User.objects.in_service().filter(pk=actor.pk).first()
    if current is None:
        raise OperationRefused(ONLY_ADMINISTRATORS)
    require(current, Act.ADMINISTER, refusal=ONLY_ADMINISTRATORS)


def lock_for_change(actor: User, user: User) -> User:
    """The user as the database has them, locked until the transaction ends, if the actor may change them.

    All administrators are locked first, so that two of them cannot close each other's account at the same time.
    """
    require(actor, Act.ADMINISTER, refusal=ONLY_ADMINISTRATORS)
    _lock_administrators()
    require_administrator(actor)
    if user.pk == actor.pk:
        raise OperationRefused("Du kan inte ändra din egen behörighet. Be en annan systemförvaltare.")
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.is_superuser and not actor.is_superuser:
        raise OperationRefused("Kontot sköts från kommandoraden.")
    return locked


def add_position(actor: User, user: User, terms: PositionTerms) -> Position:
    """Save a position among those the user has, and move the pointer. Raises OperationRefused where a rule breaks."""
    if terms.valid_from < timezone.localdate():
        raise OperationRefused("En behörighet kan tidigast börja i dag.", field="valid_from")
    for field, unit in (("jobbtorg", terms.jobbtorg), ("income_support_unit", terms.income_support_unit)):
        if unit is not None and not type(unit).objects.valid_on(terms.valid_from).filter(pk=unit.pk).exists():
            raise OperationRefused("Enheten är inte öppen den dagen.", field=field)
    position = Position(
        user=user,
        role=terms.role,
        jobbtorg=terms.jobbtorg,
        income_support_unit=terms.income_support_unit,
        protected_access=terms.protected_access,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        given_by=actor,
    )
    try:
        position.full_clean()
    except ValidationError as error:
        raise OperationRefused(error.messages[0]) from error
    position.save()
    update_user(user)
    return position


def _lock_administrators() -> None:
    list(User.objects.select_for_update(no_key=True).filter(role=Role.ADMIN).order_by("pk").values_list("pk"))


def require_another_administrator(user: User) -> None:
    """Refuse to take away the last administrator who is there until further notice."""
    lasting = User.objects.filter(role=Role.ADMIN, is_active=True, position_until=None)
    if lasting.filter(pk=user.pk).exists() and not lasting.exclude(pk=user.pk).exists():
        raise OperationRefused("Minst en systemförvaltare till måste ha en behörighet som gäller tills vidare.")


def require_not_revoked(position: Position) -> None:
    """Raise OperationRefused for a position that has been taken back."""
    if position.revoked_at is not None:
        raise OperationRefused("Behörigheten är återkallad.")


def mark_revoked(actor: User, position: Position) -> None:
    """Store that a position has been taken back, by whom and when."""
    position.revoked_by, position.revoked_at = actor, timezone.now()
    position.save(update_fields=["revoked_by", "revoked_at"])


def end_overlapping_position(actor: User, user: User, first_day: datetime.date) -> None:
    """End the position that holds on a local date the day before, or revoke it if it begins that day."""
    current = user.positions.in_force_on(first_day).first()
    if current is None:
        return
    if current.valid_from == first_day:
        mark_revoked(actor, current)
        return
    current.valid_to = first_day - ONE_DAY
    current.save(update_fields=["valid_to"])


def update_user(user: User) -> None:
    """Let the user's role and unit be those of the position that holds today."""
    apply_to_users(timezone.localdate(), user)
    user.refresh_from_db()
