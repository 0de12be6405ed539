"""Who may write in a question."""

from __future__ import annotations

from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.choices import Side
from referrals.questions.matters import Matter
from referrals.questions.querysets import side_of


def is_of_a_side(user: User, matter: Matter) -> bool:
    """Whether it is the user's work to write about the matter, as long as the two sides can."""
    if side_of(user) == Side.JOBBTORG:
        return may(user, Act.WORK_IN_CASE)
    return may(user, Act.SEND_REFERRAL) and user.income_support_unit_id == matter.unit.pk


def may_close(user: User, matter: Matter) -> bool:
    """Whoever may write; where the unit is told of the case no longer, either side all the same: nobody waits."""
    return may_write(user, matter) if matter.is_present else is_of_a_side(user, matter)


def may_write(user: User, matter: Matter) -> bool:
    """Whether the user stands on one of the two sides, and the unit is still told of the case."""
    if not matter.is_present or matter.jobbtorg is None:
        return False
    if side_of(user) == Side.JOBBTORG:
        return may(user, Act.WORK_IN_CASE) and user.jobbtorg_id == matter.jobbtorg.pk
    return may(user, Act.SEND_REFERRAL) and user.income_support_unit_id == matter.unit.pk
