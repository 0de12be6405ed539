"""On which days a referral or a person can have reached the jobbtorg."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.refusals import OperationRefused

LATEST_REGISTRATION = datetime.timedelta(days=90)
"""How long after a referral or a visit it may be registered."""


def require_plausible_day(
    day: datetime.date,
    benefit_applied_on: datetime.date | None,
    *,
    registered_on: datetime.date | None = None,
    field: str = "received_on",
) -> None:
    """Refuse, at a field, a day on which it cannot have reached the jobbtorg: to come, before the application for
    benefit, or long before the local date on which it was registered, which is today unless it is given.
    """
    today = timezone.localdate()
    if day > today:
        raise OperationRefused("Datumet kan inte ligga i framtiden.", field=field)
    if day < (registered_on or today) - LATEST_REGISTRATION:
        aged = f"mer än {LATEST_REGISTRATION.days} dagar"
        if registered_on is None:
            raise OperationRefused(f"Datumet är {aged} gammalt. Kontrollera det.", field=field)
        raise OperationRefused(f"Datumet ligger {aged} före registreringen. Kontrollera det.", field=field)
    if benefit_applied_on is not None and day < benefit_applied_on:
        raise OperationRefused(
            "Datumet kan inte ligga före ansökan om försörjningsstöd. Kontrollera de två datumen.", field=field
        )
