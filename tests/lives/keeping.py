"""What must hold after every step of a life, and at its end."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from aspirants.models import Enrolment
from core.history.tracking import changes_of
from deadlines.models import ClockStatus, DeadlineClock
from measures.periods import whole_year
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from meetings.models import Meeting, MeetingStatus

ENDED = (ClockStatus.MET, ClockStatus.CANCELLED, ClockStatus.EXCUSED, ClockStatus.BREACHED)
CITY = Scope(Reach.CITY)


class Ledger:
    """All clocks, bookings and texts that a life has made, so that it is seen when one is gone."""

    def __init__(self) -> None:
        self.clocks: set[int] = set()
        self.meetings: set[int] = set()
        self.texts: dict[int, set[str]] = {}
        self.before = {
            "clocks": set(DeadlineClock.objects.values_list("pk", flat=True)),
            "meetings": set(Meeting.objects.values_list("pk", flat=True)),
        }

    def wrote(self, meeting: int, text: str) -> None:
        """A text was saved with a meeting."""
        self.texts.setdefault(meeting, set()).add(text)

    def emptied(self, meeting: int) -> None:
        """The contents of a meeting were removed on purpose: it was about somebody else."""
        self.texts.pop(meeting, None)

    def check(self) -> None:
        """Nothing that was there is gone; nothing closed is at work."""
        clocks = set(DeadlineClock.objects.values_list("pk", flat=True)) - self.before["clocks"]
        meetings = set(Meeting.objects.values_list("pk", flat=True)) - self.before["meetings"]
        assert clocks >= self.clocks, f"clocks gone: {self.clocks - clocks}"
        assert meetings >= self.meetings, f"bookings gone: {self.meetings - meetings}"
        self.clocks, self.meetings = clocks, meetings
        closed = Q(enrolment__closed_on__isnull=False)
        # One whose time had come when the person died, say, is still there to be cancelled.
        ahead = Meeting.objects.filter(closed, status=MeetingStatus.BOOKED, starts_at__gt=timezone.now())
        assert not ahead.filter(pk__in=meetings).exists()
        # One whose last day had passed is judged by the next sweep, within a minute.
        at_work = DeadlineClock.objects.filter(closed, pk__in=clocks).exclude(status__in=ENDED)
        at_work = at_work.exclude(due_on__lt=timezone.localdate())
        assert not at_work.exists(), list(at_work.values("status", "policy__kind"))
        for meeting, texts in self.texts.items():
            assert texts <= texts_ever(meeting), f"a text of meeting {meeting} is gone"

    def close(self) -> None:
        """At the end of a life: the figures of every year it touched add up, in the city and at each jobbtorg."""
        years = {day.year for day in Enrolment.objects.values_list("enrolled_on", flat=True)}
        for year in years:
            collect(CITY, whole_year(year)).verify()


def texts_ever(meeting: int) -> set[str]:
    """What a meeting's note says and has said."""
    now = set(Meeting.objects.filter(pk=meeting).values_list("note", flat=True))
    return now | set(changes_of(Meeting).objects.filter(pgh_obj_id=meeting).values_list("note", flat=True))
