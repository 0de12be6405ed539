"""The handful of accounts one can sign in to with one click, in demo mode only."""

from __future__ import annotations

from dataclasses import dataclass

from demo.staff_names import (
    ADMINISTRATOR,
    CENTRAL_COORDINATOR,
    DISTRICT_DOMAIN,
    DISTRICT_MANAGER,
    LOG_REVIEWER,
    MANAGERS,
    PROTECTED_COACH,
    email_of,
)
from organisation.models import Role, User

EMAILS = (
    email_of("Anna Lund"),
    email_of("Hodan Jama"),
    email_of(MANAGERS["RS"]),
    email_of("Maria Ståhl", DISTRICT_DOMAIN),
    email_of(DISTRICT_MANAGER[0], DISTRICT_DOMAIN),
    email_of(CENTRAL_COORDINATOR),
    email_of(ADMINISTRATOR),
    email_of(LOG_REVIEWER),
    email_of(PROTECTED_COACH),
)
CITY_HALL = "Stadsledningskontoret"


@dataclass(frozen=True)
class DemoAccount:
    """An account as the sign-in page lists it."""

    pk: int
    name: str
    role_label: str
    unit: str
    email: str


def demo_accounts() -> list[DemoAccount]:
    """The accounts, in the order in which a visitor would want to try them; none before the demo data are loaded."""
    users = User.objects.filter(email__in=EMAILS, is_active=True).select_related("jobbtorg", "income_support_unit")
    return [
        DemoAccount(
            pk=user.pk,
            name=user.get_full_name(),
            role_label=_role_label(user),
            unit=user.unit_name or CITY_HALL,
            email=user.email,
        )
        for user in sorted(users, key=lambda user: EMAILS.index(user.email))
    ]


def _role_label(user: User) -> str:
    label = Role(user.role).label
    return f"{label}, skyddade personer" if user.protected_access else label
