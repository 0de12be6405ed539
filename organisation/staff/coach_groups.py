"""Which team a coach belongs to: the groups of the own jobbtorg."""

from __future__ import annotations

from django.utils import timezone

from core.validity import DatedQuerySet
from organisation.models import CoachGroup, Role, User


def belongs_to_groups(user: User) -> bool:
    """Whether the user is shown in coach groups: coaches at a jobbtorg are."""
    return user.role == Role.COACH and user.jobbtorg_id is not None


def groups_open_to(user: User) -> DatedQuerySet:
    """The groups a user may be put in: those of the own jobbtorg today; none for others than coaches."""
    groups: DatedQuerySet = CoachGroup.objects.valid_on(timezone.localdate())
    if not belongs_to_groups(user):
        return groups.none()
    return groups.filter(jobbtorg=user.jobbtorg_id)
