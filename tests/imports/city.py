"""The city that the old lists are about: stadsdelar, promises, jobbtorg with coaches, an administrator, a manager."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import time_machine

import aspirants
from aspirants.resources import ClosureReasonResource
from deadlines.calculation.deadline import RollRule, Unit
from deadlines.models import ClockKind, DeadlinePolicy, StartEvent
from imports.models import ImportQuestion
from imports.operations import answer_question
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import District, IncomeSupportUnit, Jobbtorg, Role, User
from organisation.reference_tables.tables import load_table
from tests.roles import as_role
from tests.rollback import undone_afterwards

REASONS = Path(aspirants.__file__).parent / "reference_data" / "closure_reasons.csv"
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
THE_BEGINNING = datetime.date(2008, 1, 1)

STADSDELAR = {
    "ostermalm": "Östermalm",
    "norrmalm": "Norrmalm",
    "sodermalm": "Södermalm",
    "kungsholmen": "Kungsholmen",
    "hv": "Hässelby-Vällingby",
    "bromma": "Bromma",
    "kista": "Kista",
    "farsta": "Farsta",
}
COACHES = {"AL": ("Anna", "Lund"), "PL": ("Petra", "Lindgren"), "MB": ("Mona", "Berg")}
OF_HASSELBY = {"TS": ("Tora", "Sand"), "AN": ("Arvid", "Nord")}


@dataclass
class City:
    """Who and where. `units` by code, `managers` of each unit."""

    admin: User
    units: dict[str, Jobbtorg]
    managers: dict[str, User]


def _promise(kind: ClockKind, event: StartEvent, length: int, unit: Unit) -> None:
    DeadlinePolicy.objects.create(
        kind=kind, valid_from=THE_BEGINNING, start_event=event, length=length, unit=unit, roll_rule=RollRule.FORWARD
    )


def _unit(code: str, name: str, coaches: Mapping[str, tuple[str, str]]) -> tuple[Jobbtorg, User]:
    unit = Jobbtorg.objects.create(code=code, name=f"Jobbtorg {name}", valid_from=THE_BEGINNING)
    for signature, (first, last) in coaches.items():
        address = f"{signature}.{code}@example.se".lower()
        User.objects.create_user(
            address, first_name=first, last_name=last, role=Role.COACH, jobbtorg=unit, signature=signature
        )
    manager = User.objects.create_user(
        f"chef.{code}@example.se".lower(), first_name="Eva", last_name=name, role=Role.MANAGER, jobbtorg=unit
    )
    return unit, manager


def built() -> City:
    """The city, in the database of the test."""
    for code, name in STADSDELAR.items():
        period = {"valid_from": datetime.date(2007, 1, 1), "valid_to": datetime.date(2023, 6, 30)}
        district = District.objects.create(code=code, name=name, **period)
        IncomeSupportUnit.objects.create(code=f"fs-{code}", name=f"Enheten {name}", district=district, **period)
    load_table(ClosureReasonResource, REASONS, update=False)
    _promise(ClockKind.GROUP_INFO_OFFER, StartEvent.REFERRAL_RECEIVED, 5, Unit.WORKING_DAYS)
    _promise(ClockKind.PLAN_GUARANTEE, StartEvent.REFERRAL_RECEIVED, 5, Unit.WORKING_DAYS)
    _promise(ClockKind.FOLLOW_UP, StartEvent.FOLLOW_UP_BASE, 3, Unit.MONTHS)
    found = {
        "RS": _unit("RS", "Rosenlundsgatan", COACHES),
        "HV": _unit("HV", "Hässelby-Vällingby", OF_HASSELBY),
        "KI": _unit("KI", "Kista", {**COACHES, **OF_HASSELBY}),
    }
    return City(
        admin=User.objects.create_user("forvaltare@example.se", first_name="Siv", last_name="Admin", role=Role.ADMIN),
        units={code: unit for code, (unit, _) in found.items()},
        managers={code: manager for code, (_, manager) in found.items()},
    )


@contextmanager
def a_city() -> Iterator[City]:
    """The city on a Monday morning of 2026; everything is taken back at the end."""
    with time_machine.travel(NOW, tick=False), undone_afterwards():
        yield built()


def answered(city: City, question: ImportQuestion, choice: str) -> None:
    """The manager of the unit answers a question about its lists."""
    unit = next(code for code, one in city.units.items() if one.pk == question.jobbtorg_id)
    manager = city.managers[unit]
    with as_role(WEB), acting_for(manager):
        answer_question(actor=manager, question=question, choice=choice)
