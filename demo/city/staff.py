"""Who works in the demo's Stockholm."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle

from django.utils import timezone

from demo.factories import CoachGroupFactory, UserFactory
from demo.staff_names import (
    ADMINISTRATOR,
    CASEWORKERS,
    CENTRAL_COORDINATOR,
    COACH_GROUP_NAMES,
    COACHES,
    DISTRICT_DOMAIN,
    DISTRICT_MANAGER,
    JOBBTORG_DOMAIN,
    LOG_REVIEWER,
    MANAGERS,
    PROTECTED_COACH,
    SIGNATURES,
    email_of,
)
from organisation.models import CoachGroup, IncomeSupportUnit, Jobbtorg, Position, Role, User


@dataclass
class Staff:
    """Everyone, by where they work."""

    coaches: dict[str, list[User]] = field(default_factory=dict)
    managers: dict[str, User] = field(default_factory=dict)
    caseworkers: dict[str, list[User]] = field(default_factory=dict)
    others: list[User] = field(default_factory=list)

    @property
    def everyone(self) -> list[User]:
        in_lists = [*self.coaches.values(), *self.caseworkers.values(), self.others]
        return [*self.managers.values(), *(user for users in in_lists for user in users)]

    def coach(self, name: str) -> User:
        """The coach of that name."""
        return next(u for users in self.coaches.values() for u in users if u.get_full_name() == name)


def _member(name: str, role: Role, domain: str = JOBBTORG_DOMAIN, **where: object) -> User:
    first_name, last_name = name.split(" ", 1)
    given = {"jobbtorg": None, "signature": SIGNATURES.get(name, "")} | where
    user: User = UserFactory.build(
        first_name=first_name, last_name=last_name, email=email_of(name, domain), role=role, **given
    )
    return user


def employ(jobbtorg: list[Jobbtorg], units: list[IncomeSupportUnit], since: datetime) -> Staff:
    """Save the staff of the units that are open today, in service since an instant."""
    staff = Staff()
    groups = _coach_groups(jobbtorg, timezone.localdate(since))
    for place in jobbtorg:
        staff.managers[place.code] = _member(MANAGERS[place.code], Role.MANAGER, jobbtorg=place)
        teams = cycle(groups[place.code])
        staff.coaches[place.code] = [
            _member(name, Role.COACH, jobbtorg=place, coach_group=next(teams), protected_access=name == PROTECTED_COACH)
            for name in COACHES[place.code]
        ]
    for unit in units:
        staff.caseworkers[unit.code] = [
            _member(name, Role.CASEWORKER, DISTRICT_DOMAIN, income_support_unit=unit) for name in CASEWORKERS[unit.code]
        ]
    staff.others = _central_staff({unit.code: unit for unit in units})
    User.objects.bulk_create(staff.everyone)
    User.objects.filter(pk__in=[user.pk for user in staff.everyone]).update(created_at=since)
    first_day = timezone.localdate(since)
    Position.objects.bulk_create(
        [Position.current_position_of(user, since=first_day, given_at=since) for user in staff.everyone]
    )
    return staff


def _coach_groups(jobbtorg: list[Jobbtorg], since: date) -> dict[str, list[CoachGroup | None]]:
    """The saved teams of each jobbtorg by its code; [None] where a single coach needs none."""
    teams = {
        place.code: [CoachGroupFactory.build(jobbtorg=place, code=code, valid_from=since) for code in COACH_GROUP_NAMES]
        for place in jobbtorg
        if len(COACHES[place.code]) > 1
    }
    CoachGroup.objects.bulk_create([team for of_place in teams.values() for team in of_place])
    return {place.code: teams.get(place.code, [None]) for place in jobbtorg}


def _central_staff(units: dict[str, IncomeSupportUnit]) -> list[User]:
    name, unit_code = DISTRICT_MANAGER
    return [
        _member(name, Role.DISTRICT_MANAGER, DISTRICT_DOMAIN, income_support_unit=units[unit_code]),
        _member(CENTRAL_COORDINATOR, Role.CENTRAL_COORDINATOR),
        _member(ADMINISTRATOR, Role.ADMIN, is_staff=True),
        _member(LOG_REVIEWER, Role.LOG_REVIEWER),
    ]
