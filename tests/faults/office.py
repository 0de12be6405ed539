"""A jobbtorg whose clocks fall due by the thousand, and the question whether each was stamped and told once."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from core.history.tracking import changes_of
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory, JobbtorgFactory, UserFactory
from notices.models import Notice
from organisation.reference_tables.calendar import extend_calendar

MANAGERS = 2

# Who should have heard of what, against who has: each pair that is not there exactly once.
_MISHEARD = f"""
SELECT count(*) FROM (
  SELECT member.id, 'breach-' || clock.id || '-' || clock.due_on AS key
    FROM {DeadlineClock._meta.db_table} clock, unnest(%(members)s::bigint[]) AS member(id)
   WHERE clock.jobbtorg_id = %(jobbtorg)s AND clock.due_on < %(today)s AND clock.id <> %(kept)s
) should FULL JOIN (
  SELECT recipient_id AS id, event_key AS key, count(*) AS times
    FROM {Notice._meta.db_table}
   WHERE recipient_id = ANY(%(members)s) AND starts_with(event_key, 'breach-') GROUP BY 1, 2
) has ON has.id = should.id AND has.key = should.key
WHERE should.id IS NULL OR has.id IS NULL OR has.times <> 1
"""


class Office:
    """One coach's case at a jobbtorg with two managers; every clock is about that case."""

    def __init__(self) -> None:
        DeadlinePolicyFactory()
        extend_calendar()
        self.jobbtorg = JobbtorgFactory()
        self.coach = UserFactory(coach=True, jobbtorg=self.jobbtorg)
        managers = UserFactory.create_batch(MANAGERS, manager=True, jobbtorg=self.jobbtorg)
        self.members = [self.coach.pk, *(manager.pk for manager in managers)]
        self.kept = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=self.coach), met=True)
        self.today = timezone.localdate()

    def fall_due(self, count: int, *, days_ago: int = 1) -> None:
        """So many running clocks whose last day was so many days ago (0: is today)."""
        names = [str(field.column) for field in DeadlineClock._meta.concrete_fields if not field.primary_key]
        values = {"due_on": "%(due_on)s", "status": "%(running)s", "fulfilled_at": "NULL", "fulfilment": "''"}
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {DeadlineClock._meta.db_table} ({', '.join(names)})"
                f" SELECT {', '.join(values.get(name, name) for name in names)}"
                f" FROM {DeadlineClock._meta.db_table}, generate_series(1, %(count)s) WHERE id = %(kept)s",
                {
                    "due_on": self.today - datetime.timedelta(days=days_ago),
                    "running": ClockStatus.RUNNING,
                    "count": count,
                    "kept": self.kept.pk,
                },
            )

    @property
    def late(self) -> int:
        """Clocks that should have been stamped, whether they have been or not."""
        return self._late.count()

    @property
    def unstamped(self) -> int:
        """Late clocks that nobody has stamped yet."""
        return self._late.filter(status=ClockStatus.RUNNING).count()

    @property
    def _late(self) -> QuerySet[DeadlineClock]:
        return DeadlineClock.objects.filter(jobbtorg=self.jobbtorg, due_on__lt=self.today).exclude(pk=self.kept.pk)

    def effects(self) -> dict[str, int]:
        """All that sweeps have done here, counted in four tables."""
        breaches = Breach.objects.filter(jobbtorg=self.jobbtorg)
        stamped = DeadlineClock.objects.filter(jobbtorg=self.jobbtorg, status=ClockStatus.BREACHED)
        versions = changes_of(DeadlineClock).objects.filter(pgh_obj__in=stamped, status=ClockStatus.BREACHED)
        # The other jobs ring too, and the managers hear from some of them.
        told = Notice.objects.filter(recipient__in=self.members, event_key__startswith="breach-")
        return {
            "breaches": breaches.count(),
            "clocks with a breach": breaches.values("clock").distinct().count(),
            "changes to broken": versions.count(),
            "notices": told.count(),
        }

    def deviations(self) -> int:
        """What was done twice, not at all, for another day, or told to the wrong people: 0, or something is wrong."""
        late, effects = self.late, self.effects()
        expected = {**dict.fromkeys(effects, late), "notices": late * len(self.members)}
        wrong = sum(abs(effects[name] - expected[name]) for name in expected)
        wrong += Breach.objects.filter(jobbtorg=self.jobbtorg).exclude(due_on=F("clock__due_on")).count()
        return wrong + self._misheard()

    def _misheard(self) -> int:
        with connection.cursor() as cursor:
            ours = {"members": self.members, "jobbtorg": self.jobbtorg.pk, "kept": self.kept.pk}
            cursor.execute(_MISHEARD, {**ours, "today": self.today})
            (count,) = cursor.fetchone()
        return int(count)
