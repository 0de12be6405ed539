"""Which team a coach belongs to: chosen by an administrator, on the user's page."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.validity import DatedQuerySet
from organisation.models import CoachGroup, Role, User
from organisation.staff.employment import lock_for_change


def groups_open_to(user: User) -> DatedQuerySet:
    """The groups a user may be put in: those of the own jobbtorg today; none for others than coaches."""
    groups: DatedQuerySet = CoachGroup.objects.valid_on(timezone.localdate())
    if user.role != Role.COACH or user.jobbtorg_id is None:
        return groups.none()
    return groups.filter(jobbtorg=user.jobbtorg_id)


@transaction.atomic
def choose_coach_group(actor: User, user: User, group: CoachGroup | None) -> None:
    """Put a coach into a group of the own jobbtorg, or (None) into none.

    Raises OperationRefused: not an administrator, oneself, not a coach at a jobbtorg, or a group not open there.
    """
    user = lock_for_change(actor, user)
    if user.role != Role.COACH or user.jobbtorg_id is None:
        raise OperationRefused("Bara coacher vid ett jobbtorg hör till en coachgrupp.")
    if group is not None and not groups_open_to(user).filter(pk=group.pk).exists():
        raise OperationRefused("Välj en coachgrupp som finns vid coachens jobbtorg.", field="group")
    user.coach_group = group
    user.save(update_fields=["coach_group"])
