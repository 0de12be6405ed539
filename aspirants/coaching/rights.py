"""Who may give a case a coach, or a coach a deputy, and when that takes a reason."""

from __future__ import annotations

from aspirants.models import Enrolment
from organisation.access.permissions import Act, Reach, may, reach_of
from organisation.models import User


def may_give_coach(user: User, enrolment: Enrolment) -> bool:
    """All who work in the case while nobody in service is its coach; else whoever may change coaches there."""
    act = Act.CHANGE_COACH if enrolment.has_coach_in_service else Act.WORK_IN_CASE
    return may(user, act) and user.jobbtorg_id == enrolment.jobbtorg_id


def needs_reason(enrolment: Enrolment) -> bool:
    """A change of coach takes a reason, also where the one before has left (R-0-10); the first coach takes none."""
    return enrolment.coach_id is not None


def may_set_deputy(user: User, coach: User) -> bool:
    """A manager for those who work with cases at the jobbtorg, a coach for herself."""
    reach = reach_of(user, Act.SET_DEPUTY)
    return reach is Reach.UNIT or (reach is Reach.OWN and user.pk == coach.pk)
