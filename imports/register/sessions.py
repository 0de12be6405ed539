"""Group information sessions that lists tell of: one a day and jobbtorg, made where there is none."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from imports.register.days import start_of_day
from imports.register.tables import Tables
from imports.resolving.outcomes import PersonPlan
from meetings.models import GroupInformationSession
from organisation.models import Jobbtorg

LANGUAGE = "svenska"


class Sessions:
    """The sessions of some persons' group information, by jobbtorg and day."""

    def __init__(self, tables: Tables, jobbtorg: dict[int, Jobbtorg]) -> None:
        self._tables, self._jobbtorg = tables, jobbtorg
        self._keys: dict[tuple[int, datetime.datetime], int] = {}

    def prepare(self, plans: Sequence[PersonPlan]) -> None:
        """Find the sessions that stand already, and make the others."""
        wanted: dict[tuple[int, datetime.datetime], int] = {}
        for plan in plans:
            for case in plan.cases:
                for fact in case.group:
                    if fact.booking is None:
                        wanted.setdefault((case.jobbtorg, start_of_day(fact.day)), fact.row)
        missing = [place for place in wanted if place not in self._keys]
        if not missing:
            return
        standing = GroupInformationSession.objects.filter(
            jobbtorg__in={unit for unit, _ in missing},
            starts_at__in={starts_at for _, starts_at in missing},
            language=LANGUAGE,
            called_off_at=None,
        )
        self._keys |= {(session.jobbtorg_id, session.starts_at): session.pk for session in standing}
        for unit, starts_at in missing:
            if (unit, starts_at) not in self._keys:
                place = self._jobbtorg[unit].address or self._jobbtorg[unit].name
                self._keys[unit, starts_at] = self._tables.add(
                    GroupInformationSession, wanted[unit, starts_at], unit, starts_at, place
                )

    def on(self, jobbtorg: int, day: datetime.date) -> int:
        """The key of the session of a jobbtorg on a local day."""
        return self._keys[jobbtorg, start_of_day(day)]
