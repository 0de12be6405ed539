"""What the rules about a person look at: the facts as a referral, a visit or a form states them, on one day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from aspirants.identity import ages_on
from referrals.models import Referral


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
    target_group: str = ""
    benefit_kind: str = ""
    benefit_reason: str = ""
    benefit_applied_on: datetime.date | None = None
    benefit_decision_status: str = ""
    wants_decision_first: bool | None = None
    fit_for_work: str = ""
    work_capacity_pct: int | None = None
    seeking_work: bool | None = None
    pes_registered_on: datetime.date | None = None
    pes_category: str = ""
    has_unemployment_fund: bool | None = None
    unemployed_since: datetime.date | None = None
    has_children_at_home: bool | None = None
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


PLACES = ("on", "birth_date", "birth_year", "district", "jobbtorg", "target_group")
STATED = tuple(field.name for field in fields(Facts) if field.name not in PLACES)
"""The facts that a referral and a form have under the same name."""


def facts_of(referral: Referral) -> Facts:
    """The facts of a referral, on the day it was received. Reads its person, unit and target group."""
    stored = vars(referral)
    return Facts(
        on=referral.received_on,
        birth_date=referral.person.birth_date,
        birth_year=referral.person.birth_year,
        district=referral.unit.district_id,
        jobbtorg=referral.jobbtorg_id,
        target_group=referral.target_group.code if referral.target_group else "",
        **{name: stored[name] for name in STATED if name in stored},
    )


def facts_in(
    stated: Mapping[str, Any],
    *,
    on: datetime.date,
    birth_date: datetime.date | None = None,
    birth_year: int | None = None,
    district: int | None = None,
    jobbtorg: int | None = None,
) -> Facts:
    """The facts of what one or more valid forms say together, by the names of their fields; others are left out."""
    group = stated.get("target_group")
    return Facts(
        on=on,
        birth_date=birth_date,
        birth_year=birth_year,
        district=district,
        jobbtorg=jobbtorg,
        target_group=group.code if group else "",
        **{name: stated[name] for name in STATED if name in stated},
    )
