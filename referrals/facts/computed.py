"""What follows from stated facts on a day. Computed where it is asked for and never stored."""

from __future__ import annotations

import datetime

from aspirants.identity import ages_on
from core.workdays import add_months

MONTHS_OF_LONG_UNEMPLOYMENT = 12
MONTHS_FOR_THE_YOUNG = 6
YOUNG_BEFORE_AGE = 25
MONTHS_OF_A_FRESH_REFERENCE = 12


def is_long_unemployed(
    unemployed_since: datetime.date | None,
    day: datetime.date,
    birth_date: datetime.date | None,
    birth_year: int | None = None,
) -> bool | None:
    """Whether somebody unemployed since a local date has been so for long on `day` (R-3-08); None where unknown.

    Long is twelve months, six for who is certainly under 25 that day.
    """
    if unemployed_since is None:
        return None
    ages = ages_on(day, birth_date, birth_year)
    young = bool(ages) and max(ages) < YOUNG_BEFORE_AGE
    months = MONTHS_FOR_THE_YOUNG if young else MONTHS_OF_LONG_UNEMPLOYMENT
    return day >= add_months(unemployed_since, months)


def is_fresh_reference(latest_reference_on: datetime.date | None, day: datetime.date) -> bool | None:
    """Whether the latest reference is at most twelve months old on `day` (R-4-30); None where there is none."""
    if latest_reference_on is None:
        return None
    return day <= add_months(latest_reference_on, MONTHS_OF_A_FRESH_REFERENCE)
