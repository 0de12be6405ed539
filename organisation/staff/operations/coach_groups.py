"""Choosing which team a coach belongs to, by an administrator on the user's page."""

from __future__ import annotations

from django.db import transaction

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.models import CoachGroup, User
from organisation.staff.coach_groups import belongs_to_groups, groups_open_to
from organisation.staff.positions import lock_for_change
from organisation.staff.shown import shown_user


@transaction.atomic
def choose_coach_group(*, actor: User, user: User, seen_user: Seen, group: CoachGroup | None) -> None:
    """Put a coach into a group of the own jobbtorg, or (None) into none.

    Raises OperationRefused: not an administrator, oneself, not a coach at a jobbtorg, or a group not open there.
    """
    user = lock_for_change(actor, user)
    require_seen(seen_user, shown_user(user))
    if not belongs_to_groups(user):
        raise OperationRefused("Bara coacher vid ett jobbtorg hör till en coachgrupp.")
    if group is not None and not groups_open_to(user).filter(pk=group.pk).exists():
        raise OperationRefused("Välj en coachgrupp som finns vid coachens jobbtorg.", field="group")
    user.coach_group = group
    user.save(update_fields=["coach_group"])
