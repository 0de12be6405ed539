"""Who may set, change and lift a person's protection."""

from __future__ import annotations

from aspirants.models import Person, Protection
from organisation.access.permissions import Act, may
from organisation.models import User

GRADES = list(Protection)
"""From no protection to the strongest."""


def may_change(actor: User) -> bool:
    """Whether the actor may set protection: those who may open protected persons, and, for emergencies, managers."""
    appointed = may(actor, Act.SET_PROTECTION) and actor.protected_access
    return appointed or may(actor, Act.SET_PROTECTION_UNAPPOINTED)


def may_choose(actor: User, person: Person, protection: Protection) -> bool:
    """A stronger grade, or the same, by all who may change; a weaker one by a manager who may open the person."""
    if not may_change(actor):
        return False
    weakens = GRADES.index(protection) < GRADES.index(Protection(person.protection))
    if weakens:
        return may(actor, Act.LIFT_PROTECTION) and actor.protected_access
    return protection != Protection.NONE
