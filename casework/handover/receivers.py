"""To whom cases and bookings can be given, with what they have already."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from aspirants.forms.coaches import TAKES_PROTECTED
from aspirants.models import Enrolment
from casework.handover.leaving import coming_bookings, last_day_in_words
from core.swedish.dates import start_of_day
from core.swedish.numbers import counted
from organisation.models import User
from organisation.staff.deputies import deputies_by_coach
from organisation.staff.service import AS_COACH, Service, services_at

A_WEEK = datetime.timedelta(weeks=1)


@dataclass(frozen=True)
class Load:
    """A coach of the jobbtorg with the open cases, the meetings booked next week, and what to know before choosing."""

    coach: User
    cases: int
    next_week: int
    service: Service
    deputies: list[User]

    @property
    def last_day(self) -> str:
        """The last day in words, "" where none is set."""
        return last_day_in_words(self.service) if self.service.ends else ""

    @property
    def hints(self) -> list[str]:
        """What to know before choosing: the load, protected persons, a last day, and that the coach is away."""
        away = f"borta, ersätts av {', '.join(map(str, self.deputies))}" if self.deputies else ""
        return [
            counted(self.cases, "öppet ärende", "öppna ärenden"),
            f"{counted(self.next_week, 'möte', 'möten')} nästa vecka",
            *filter(None, (TAKES_PROTECTED if self.coach.protected_access else "", self.last_day, away)),
        ]


def loads(manager: User, now: datetime.datetime, *, besides: User | None = None) -> list[Load]:
    """The coaches of the manager's jobbtorg who may be given cases, those with the fewest first. Five queries.

    Those who take protected persons' cases stand last: their time is kept for them. `besides`: whom to leave out.
    """
    today, jobbtorg = timezone.localdate(now), manager.jobbtorg_id
    assert jobbtorg is not None, "only the manager of a jobbtorg asks"
    coaches = [coach for coach in User.objects.may_be_given_cases_at(jobbtorg) if coach != besides]
    cases = open_cases_of(coaches, jobbtorg)
    monday = today + datetime.timedelta(days=7 - today.weekday())
    week = coming_bookings(manager, start_of_day(monday)).filter(starts_at__lt=start_of_day(monday + A_WEEK))
    booked = Counter(dict(week.filter(coach__in=coaches).order_by().values_list("coach").annotate(n=Count("pk"))))
    services = services_at(jobbtorg, coaches, today, AS_COACH)
    deputies = deputies_by_coach([coach.pk for coach in coaches], jobbtorg, today)
    found = [
        Load(coach, cases[coach.pk], booked[coach.pk], services[coach.pk], deputies.get(coach.pk, []))
        for coach in coaches
    ]
    return sorted(found, key=lambda one: (one.coach.protected_access, one.cases, one.coach.last_name, one.coach.pk))


def open_cases_of(coaches: Iterable[User], jobbtorg_id: int) -> Counter[int]:
    """How many open cases at a jobbtorg each coach has, of the persons whom the reader may open; one query."""
    cases = Enrolment.objects.open().filter(jobbtorg=jobbtorg_id, coach__in=list(coaches))
    return Counter(dict(cases.order_by().values_list("coach").annotate(n=Count("pk"))))
