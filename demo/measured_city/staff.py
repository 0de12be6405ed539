"""Who works in the city: as many now as in 2008, and as many who have left."""

from __future__ import annotations

import datetime
import random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from demo.names import ALL_MEN, ALL_SURNAMES, ALL_WOMEN
from organisation.models import IncomeSupportUnit, Jobbtorg, Position, Role, User

COACHES_EACH, SENDERS_EACH, PROTECTED_EACH = 40, 20, 2
SINCE = datetime.date(2008, 4, 1)
YEARS_AGO = datetime.timedelta(days=1400)


def employ() -> None:
    """Write the staff of every jobbtorg and unit, with their positions."""
    today = timezone.localdate()
    left = today - YEARS_AGO
    staff = []
    for jobbtorg in Jobbtorg.objects.filter(valid_to__gte=SINCE) | Jobbtorg.objects.filter(valid_to=None):
        code = jobbtorg.code.lower()
        staff.append(_member(Role.MANAGER, f"chef-{code}", jobbtorg=jobbtorg, protected_access=True))
        staff += [
            _member(Role.COACH, f"coach-{code}-{n}", jobbtorg=jobbtorg, protected_access=n < PROTECTED_EACH)
            for n in range(COACHES_EACH)
        ]
        staff += [
            _member(Role.COACH, f"tidigare-{code}-{n}", jobbtorg=jobbtorg, position_until=left, is_active=False)
            for n in range(COACHES_EACH)
        ]
    for unit in IncomeSupportUnit.objects.all():
        staff.append(_member(Role.DISTRICT_MANAGER, f"chef-{unit.code}", income_support_unit=unit))
        staff += [
            _member(Role.CASEWORKER, f"handlaggare-{unit.code}-{n}", income_support_unit=unit)
            for n in range(SENDERS_EACH)
        ]
    staff += [
        _member(Role.CENTRAL_COORDINATOR, "samordnare"),
        _member(Role.ADMIN, "forvaltare", is_staff=True),
        _member(Role.LOG_REVIEWER, "granskare"),
    ]
    people = User.objects.bulk_create(staff)
    Position.objects.bulk_create([Position.current_position_of(user, since=SINCE) for user in people])


def _member(role: Role, name: str, **facts: object) -> User:
    """Someone who signs in as NAME@example.se and is called something that depends on it alone."""
    chance = random.Random(name)  # noqa: S311  # nosec B311  # believable, not secret
    return User(
        email=f"{name}@example.se",
        first_name=chance.choice(ALL_WOMEN + ALL_MEN),
        last_name=chance.choice(ALL_SURNAMES),
        role=role,
        password=make_password(None),
        **facts,
    )
