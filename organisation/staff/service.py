"""Until when somebody works with the cases of a jobbtorg, by their positions."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from organisation.models import WITH_CASES, Position, Role, User

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Service:
    """Somebody's work at a jobbtorg as of a day. `last_day` is a local date, None until further notice or if over."""

    is_over: bool
    last_day: datetime.date | None = None

    @property
    def ends(self) -> bool:
        """Whether it has ended or its end is set."""
        return self.is_over or self.last_day is not None

    def covers(self, day: datetime.date) -> bool:
        """Whether it still holds on a later day."""
        return not self.is_over and (self.last_day is None or day <= self.last_day)


OVER = Service(is_over=True)

AS_COACH = (Role.COACH,)
"""The role of whoever is responsible for cases. A manager works with them and may hold a meeting, but has none."""

Roles = Collection[str]


def service_at(
    jobbtorg_id: int, user: User, positions: Iterable[Position], on: datetime.date, roles: Roles = WITH_CASES
) -> Service:
    """A user's unbroken work at a jobbtorg from a local date on, by all the user's positions that are not revoked.

    `roles`: in which roles; `AS_COACH` says until when somebody can be responsible for cases.
    """
    if not user.is_active:
        return OVER
    last_day, begun = on - ONE_DAY, False
    for position in sorted(positions, key=lambda one: one.valid_from):
        is_here = position.jobbtorg_id == jobbtorg_id and position.role in roles
        if (
            is_here
            and position.valid_from <= last_day + ONE_DAY
            and (position.valid_to or datetime.date.max) > last_day
        ):
            begun = True
            if position.valid_to is None:
                return Service(is_over=False)
            last_day = position.valid_to
    return Service(is_over=False, last_day=last_day) if begun else OVER


def services_at(
    jobbtorg_id: int, users: Iterable[User], on: datetime.date, roles: Roles = WITH_CASES
) -> dict[int, Service]:
    """The work of several users at a jobbtorg from a local date on, by user; one query."""
    users = list(users)
    positions: dict[int, list[Position]] = defaultdict(list)
    for position in Position.objects.filter(user__in=users, revoked_at=None).order_by("valid_from"):
        positions[position.user_id].append(position)
    return {user.pk: service_at(jobbtorg_id, user, positions[user.pk], on, roles) for user in users}


def everywhere(user: User, on: datetime.date, roles: Roles = WITH_CASES) -> dict[int, Service]:
    """The jobbtorg where a user works with cases on a local date, and until when; empty where there is none."""
    positions = list(user.positions.filter(revoked_at=None))
    units = {one.jobbtorg_id for one in positions if one.jobbtorg_id is not None}
    services = {unit: service_at(unit, user, positions, on, roles) for unit in units}
    return {unit: service for unit, service in services.items() if not service.is_over}
