"""Who tells whom about whom: the two sides of a disclosure."""

from __future__ import annotations

from dataclasses import dataclass

from aspirants.choices import Direction
from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from organisation.models import IncomeSupportUnit, Jobbtorg

NO_UNIT = "Ärendet saknar försörjningsstödsenhet."


@dataclass(frozen=True)
class Exchange:
    """A jobbtorg and a unit, which of them tells the other, and the person, with the case where there is one."""

    person: Person
    jobbtorg: Jobbtorg
    unit: IncomeSupportUnit
    direction: Direction = Direction.TO_UNIT
    enrolment: Enrolment | None = None

    @property
    def to_unit(self) -> bool:
        return self.direction == Direction.TO_UNIT


def to_unit_of(enrolment: Enrolment) -> Exchange:
    """The case's jobbtorg tells its income support unit. Raises OperationRefused where it has none."""
    if enrolment.income_support_unit is None:
        raise OperationRefused(NO_UNIT)
    return Exchange(enrolment.person, enrolment.jobbtorg, enrolment.income_support_unit, enrolment=enrolment)
