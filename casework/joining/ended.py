"""A case that a joining ended: it opens again by undoing that, and by nothing else."""

from __future__ import annotations

from aspirants.models import Enrolment
from casework.models import JoinStatus, PersonJoin
from core.refusals import OperationRefused

ENDED_BY_JOINING = (
    "Ärendet avslutades när två poster om samma person slogs samman. Ångra sammanslagningen i stället, på sidan Samma "
    "person?."
)


def joining_that_ended(enrolment: Enrolment) -> PersonJoin | None:
    """The joining that stands and has ended a case; None for any other case."""
    ended: PersonJoin | None = PersonJoin.objects.filter(status=JoinStatus.JOINED, ended_case=enrolment).first()
    return ended


def require_not_ended_by_joining(enrolment: Enrolment) -> None:
    """Refuse what would change the closing of a case that a standing joining has ended: they belong together."""
    if joining_that_ended(enrolment) is not None:
        raise OperationRefused(ENDED_BY_JOINING)
