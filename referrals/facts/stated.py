"""What the rules about a person look at: the facts as a referral, a visit or a form states them, on one day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

from aspirants.identity import ages_on
from organisation.models import IncomeSupportUnit, TargetGroup

if TYPE_CHECKING:
    # Rules are made of facts, and models of rules.
    from referrals.models import Referral, WalkIn


class Born(Protocol):
    """Whose birth is known as a day, a year or not at all: a person, or whom a form is about."""

    @property
    def birth_date(self) -> datetime.date | None: ...

    @property
    def birth_year(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts about one person on the local date `on`, which is day 0 of the promise where there is one.

    No name, number or free text. A fact that nobody has stated is None or "", which no rule takes for a no. Places
    and the target group stand as their keys and its code.
    """

    on: datetime.date
    birth_date: datetime.date | None = None
    birth_year: int | None = None
    district: int | None = None
    jobbtorg: int | None = None
    unit_function: str = ""
    target_group: str = ""
    benefit_kind: str = ""
    benefit_reason: str = ""
    benefit_applied_on: datetime.date | None = None
    benefit_decision_status: str = ""
    wants_decision_first: bool | None = None
    fit_for_work: str = ""
    work_capacity_pct: int | None = None
    seeking_work: str = ""
    pes_registered_on: datetime.date | None = None
    pes_category: str = ""
    has_unemployment_fund: str = ""
    unemployed_since: datetime.date | None = None
    has_children_at_home: bool | None = None
    lives_elsewhere: bool | None = None
    is_refugee: bool | None = None
    introduction_ends_on: datetime.date | None = None
    sfi_status: str = ""
    latest_reference_on: datetime.date | None = None
    basis: str = ""
    consent_given_on: datetime.date | None = None

    @property
    def ages(self) -> range:
        """The ages in whole years that the person may have that day: one, two where only the year is known, or none."""
        return ages_on(self.on, self.birth_date, self.birth_year)


_PLACES = ("on", "birth_date", "birth_year", "district", "jobbtorg", "unit_function", "target_group")
STATED = tuple(field.name for field in fields(Facts) if field.name not in _PLACES)
"""The facts that a referral, a visit and a form have under the same name."""


def facts_of(referral: Referral) -> Facts:
    """The facts of a referral, on the day it was received. Reads its person, unit and target group."""
    return facts_in(
        {**referral.stated(), "target_group": referral.target_group},
        on=referral.received_on,
        person=referral.person,
        unit=referral.unit,
        jobbtorg=referral.jobbtorg_id,
    )


def facts_of_visit(visit: WalkIn) -> Facts:
    """The facts of a visit without a referral, on the day the person came. Reads its case, person, unit and group."""
    case = visit.enrolment
    return facts_in(
        {**visit.stated(), "target_group": case.target_group},
        on=visit.came_on,
        person=case.person,
        unit=case.income_support_unit,
        jobbtorg=case.jobbtorg_id,
    )


def facts_in(
    stated: Mapping[str, Any],
    *,
    on: datetime.date,
    person: Born | None = None,
    unit: IncomeSupportUnit | None = None,
    jobbtorg: int | None = None,
) -> Facts:
    """The facts of what one or more valid forms say together, by the names of their fields; others are left out."""
    group: TargetGroup | None = stated.get("target_group")
    return Facts(
        on=on,
        birth_date=person.birth_date if person else None,
        birth_year=person.birth_year if person else None,
        district=unit.district_id if unit else None,
        jobbtorg=jobbtorg,
        unit_function=unit.function if unit else "",
        target_group=group.code if group else "",
        **{name: stated[name] for name in STATED if name in stated},
    )
