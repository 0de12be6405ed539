"""A person and a case, locked for who may work in the case."""

from __future__ import annotations

from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from organisation.access.permissions import Act, require
from organisation.models import User

NOT_HERE = "Personen finns inte längre vid ert jobbtorg."


def locked_with_case(actor: User, enrolment: Enrolment) -> tuple[Person, Enrolment]:
    """Person and case as they stand, the case locked first, until the transaction ends, for who works in the case."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    case = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jobbtorg", "coach", "income_support_unit__district", "target_group")
        .filter(pk=enrolment.pk)
        .first()
    )
    person = Person.objects.select_for_update(no_key=True).filter(pk=enrolment.person_id).first()
    if person is None or case is None:
        raise OperationRefused(NOT_HERE)
    if case.jobbtorg_id != enrolment.jobbtorg_id:
        raise OperationRefused(NOT_HERE)
    case.person = person
    return person, case
