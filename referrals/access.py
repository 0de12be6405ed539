"""Who may do what with a referral (docs/access.md). What each sees is cut by `visible_to`."""

from __future__ import annotations

from aspirants.models import PROTECTED_NAME, Person
from organisation.access import jobbtorg_staff, roles
from organisation.models import Role, User
from referrals.models import Referral, ReferralStatus
from referrals.workflow import TRANSITIONS

SENDER_ROLES = (Role.CASEWORKER, Role.DISTRICT_MANAGER)

senders = roles(*SENDER_ROLES)
receivers = jobbtorg_staff
managers = roles(Role.MANAGER)
parties = roles(*SENDER_ROLES, Role.COACH, Role.MANAGER)


def is_sender(user: User) -> bool:
    """Whether the user is on the stadsdel's side of the referral."""
    return user.role in SENDER_ROLES


def may_withdraw(user: User, referral: Referral) -> bool:
    """The unit that sent it, as long as nobody is enrolled."""
    ours = is_sender(user) and user.income_support_unit_id == referral.unit_id
    return ours and ReferralStatus.WITHDRAWN in TRANSITIONS[ReferralStatus(referral.status)]


def may_decline(user: User, referral: Referral) -> bool:
    """A manager of the jobbtorg, as long as nobody is enrolled."""
    return user.role == Role.MANAGER and ReferralStatus.DECLINED in TRANSITIONS[ReferralStatus(referral.status)]


def name_shown(user: User, person: Person) -> str:
    """The name on a referral's page. A stadsdel is never told a protected person's: it might only have a number."""
    return PROTECTED_NAME if person.is_protected and is_sender(user) else person.name
