"""Where the lives are lived: two jobbtorg with coaches and managers, two stadsdelar that send, the rules in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from demo.factories import DistrictFactory, IncomeSupportUnitFactory, JobbtorgFactory, UserFactory
from organisation.models import IncomeSupportUnit, Jobbtorg, User


@dataclass(frozen=True)
class Torg:
    """A jobbtorg with its staff."""

    unit: Jobbtorg
    coaches: tuple[User, User]
    manager: User

    @property
    def staff(self) -> tuple[User, ...]:
        return (*self.coaches, self.manager)


@dataclass(frozen=True)
class Sender:
    """A försörjningsstödsenhet with one socialsekreterare."""

    unit: IncomeSupportUnit
    caseworker: User


@dataclass(frozen=True)
class City:
    """What every life finds when it begins."""

    torgs: tuple[Torg, Torg]
    senders: tuple[Sender, Sender]

    def torg_of(self, jobbtorg_id: int) -> Torg:
        return next(torg for torg in self.torgs if torg.unit.pk == jobbtorg_id)


def build_city() -> City:
    """The reference data as delivered, and the people."""
    call_command("load_reference_data", verbosity=0)
    return City((_torg(), _torg()), (_sender(), _sender()))


def _torg() -> Torg:
    unit: Any = JobbtorgFactory()
    coaches = (UserFactory(coach=True, jobbtorg=unit), UserFactory(coach=True, jobbtorg=unit))
    return Torg(unit, coaches, UserFactory(manager=True, jobbtorg=unit))


def _sender() -> Sender:
    unit: Any = IncomeSupportUnitFactory(district=DistrictFactory())
    return Sender(unit, UserFactory(caseworker=True, income_support_unit=unit))
