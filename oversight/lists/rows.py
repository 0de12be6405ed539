"""The rows of the deadlines list and of the register, as they are shown and as they are written to a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from aspirants.models import Protection
from core.spreadsheets import Line, Table
from core.swedish.dates import short_weekday_date
from core.swedish.numbers import counted
from deadlines.choices import BreachCause, ClockKind, ClockStatus, PauseReason, PolicyUse
from deadlines.models import Breach, ClockPause, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status.protected import Masked
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.lists.file_columns import FileColumn, FileColumns
from oversight.burndown import DueDay
from oversight.register import DAYS_TO_EXPLAIN, days_unexplained

CAUSE_MISSING = "Orsak saknas"
MASKED = "Varav med skyddade personuppgifter"
"""The column of a table of counts that says how many are in no list."""


def with_particulars(clocks: ClockQuerySet, now: datetime.datetime) -> ClockQuerySet:
    """Clocks with what a row says beside them: the next meeting, the cause of a breach, the reason of a pause."""
    meetings = Meeting.objects.filter(
        enrolment=OuterRef("enrolment"), status=MeetingStatus.BOOKED, starts_at__gte=now
    ).order_by("starts_at")
    breaches = Breach.objects.filter(clock=OuterRef("pk"), revoked_at__isnull=True).order_by("pk")
    pauses = ClockPause.objects.filter(clock=OuterRef("pk"), resumed_on__isnull=True).order_by("pk")
    return clocks.annotate(
        next_meeting_at=Subquery(meetings.values("starts_at")[:1]),
        current_cause=Subquery(breaches.values("cause")[:1]),
        pause_reason=Subquery(pauses.values("reason")[:1]),
        pause_from=Subquery(pauses.values("paused_from")[:1]),
    ).select_related("policy", "person", "enrolment__coach", "counted_at")


@dataclass(frozen=True)
class DeadlineRow:
    """One clock of `with_particulars`."""

    clock: DeadlineClock
    reason: str
    meets_too_late: bool
    is_moved: bool
    pause_ahead: str
    can_be_marked: bool
    """Whether something is done about it; nothing is about what an imported list tells of, or what is only counted."""

    @classmethod
    def of(cls, clock: DeadlineClock) -> DeadlineRow:
        meeting_at: datetime.datetime | None = clock.next_meeting_at  # type: ignore[attr-defined]
        due_on = clock.due_on
        return cls(
            clock=clock,
            reason=_reason(clock),
            meets_too_late=bool(meeting_at and due_on and timezone.localdate(meeting_at) > due_on),
            is_moved=due_on is not None and due_on != clock.original_due_on,
            pause_ahead=pause_ahead_in_words(clock, timezone.localdate()),
            can_be_marked=not clock.historical and clock.policy.use == PolicyUse.ACTIVE,
        )


def _reason(clock: DeadlineClock) -> str:
    """The cause of the current breach, or why the clock is paused."""
    cause: str | None = clock.current_cause  # type: ignore[attr-defined]
    paused: str | None = clock.pause_reason  # type: ignore[attr-defined]
    if cause is not None:
        missing = "" if clock.historical else CAUSE_MISSING
        return BreachCause(cause).label if cause else missing
    if clock.status == ClockStatus.PAUSED and paused:
        return PauseReason(paused).label
    return ""


def status_in_words(clock: DeadlineClock, today: datetime.date) -> str:
    """As the status tags say it (templates/oversight/_list.html)."""
    return in_words(_status(clock, today), clock)


def in_words(status: str, clock: DeadlineClock) -> str:
    """A status with the mark of a clock that an imported list tells of."""
    return ", ".join(part for part in (status, clock.from_list.lower()) if part)


def _status(clock: DeadlineClock, today: datetime.date) -> str:
    if clock.status == ClockStatus.BREACHED and clock.fulfilled_at:
        return "Bruten, uppfylld sent"
    if clock.status == ClockStatus.RUNNING and clock.due_on is not None and clock.due_on < today:
        return "Försenad"
    return pause_ahead_in_words(clock, today) or clock.get_status_display()


def pause_ahead_in_words(clock: DeadlineClock, today: datetime.date) -> str:
    """ "Pausas från tis 1 dec" for a clock of `with_particulars` whose pause has not begun; else empty."""
    begins: datetime.date | None = clock.pause_from  # type: ignore[attr-defined]
    if clock.status != ClockStatus.PAUSED or begins is None or begins <= today:
        return ""
    return f"Pausas från {short_weekday_date(begins)}"


def deadline_columns(today: datetime.date) -> list[FileColumn]:
    """The list as a file has it: columns of clocks of `with_particulars`, in the order of the page."""
    return [
        FileColumn("Aspirant", lambda clock: clock.person.name),
        FileColumn("Ärende eller remiss", lambda clock: clock.reference),
        FileColumn("Coach", _coach_of, "coach"),
        FileColumn("Frist", lambda clock: clock.policy.get_kind_display()),
        FileColumn("Ursprunglig sista dag", lambda clock: clock.original_due_on, "ursprunglig"),
        FileColumn("Sista dag", lambda clock: clock.due_on),
        FileColumn("Bokat möte", _next_meeting_of, "bokat"),
        FileColumn("Orsak eller paus", _reason, "orsak"),
        FileColumn("Omfattas av garantin", lambda clock: "ja" if clock.covered else "nej"),
        FileColumn("Status", lambda clock: status_in_words(clock, today)),
    ]


def _coach_of(clock: DeadlineClock) -> str:
    return str(clock.enrolment.coach or "") if clock.enrolment else ""


def _next_meeting_of(clock: DeadlineClock) -> datetime.datetime | None:
    meeting_at: datetime.datetime | None = clock.next_meeting_at  # type: ignore[attr-defined]
    return timezone.localtime(meeting_at) if meeting_at else None


def deadlines_table(clocks: Sequence[DeadlineClock], columns: FileColumns, masked: Masked | None) -> Table:
    """The list as a table, without protected persons.

    `masked`: those that the reader may not open, and so are not among the clocks either.
    """
    shown = [clock for clock in clocks if clock.person.protection == Protection.NONE]
    below = list(left_out_line(len(clocks) - len(shown) + (masked.count if masked is not None else 0)))
    if masked is not None and masked.left_out:
        below.append([masked.left_out_in_words])
    return columns.table(shown, below=below)


def left_out_line(number: int) -> Iterator[Line]:
    """The last line of a file that leaves protected persons out."""
    if number:
        clocks = counted(number, "frist", "frister")
        yield [f"{clocks} för personer med skyddade personuppgifter är inte med."]


def burn_down_lines(days: Iterable[DueDay]) -> Iterator[Line]:
    """The table of the burn-down; a day as a day, what is late in words."""
    yield ["Dag", "Möte bokat i tid", "Inget möte i tid", "Summa", "Möten den dagen", MASKED]
    for due in days:
        yield [due.day or due.label, due.booked, due.not_booked, due.total, due.meetings, due.masked]


# --- The register --------------------------------------------------------------------------------------------------


BROKEN_IN_WORDS = {
    ClockKind.PLAN_GUARANTEE: "Jobbplanen blev inte klar i tid",
    ClockKind.FOLLOW_UP: "Uppföljningen hölls inte i tid",
    ClockKind.PLAN_COMMUNICATION: "Planen skickades inte i tid",
    ClockKind.ASSESSMENT: "Bedömningssamtalet hölls inte i tid",
    ClockKind.GROUP_INFO_OFFER: "Gruppinformation erbjöds inte i tid",
    ClockKind.JOB_OFFER_5: "Jobb erbjöds inte inom fem arbetsdagar",
    ClockKind.JOB_GOT_5: "Inget jobb inom fem arbetsdagar",
    ClockKind.MEETING_48H: "Mötet hölls inte i tid",
    ClockKind.SKILL_ACTIVITY_5: "Kompetenshöjande aktivitet började inte i tid",
}
"""What was not done, of each kind of clock."""


@dataclass(frozen=True)
class BreachRow:
    """One breach: what was not done, and for how long its cause has been missing when that is too long."""

    breach: Breach
    unexplained: str

    @classmethod
    def of(cls, breach: Breach, today: datetime.date) -> BreachRow:
        days = days_unexplained(breach, today)
        return cls(breach, f"{CAUSE_MISSING} sedan {days} arbetsdagar" if days > DAYS_TO_EXPLAIN else "")

    @property
    def said(self) -> str:
        """What was not done in time, in words."""
        return BROKEN_IN_WORDS[ClockKind(self.breach.clock.policy.kind)]

    @property
    def waits(self) -> bool:
        """Whether somebody has to give its cause."""
        return not self.breach.cause and self.breach.revoked_at is None and not self.breach.clock.historical

    @property
    def status(self) -> str:
        return breach_status(self.breach)[0]

    @property
    def color(self) -> str:
        """The colour of the status' tag."""
        return breach_status(self.breach)[1]


def breach_status(breach: Breach) -> tuple[str, str]:
    """Where a breach stands, and the colour of its tag."""
    if breach.revoked_at:
        return "Upphävd", "neutral"
    return ("Uppfylld sent", "warning") if breach.clock.fulfilled_at else ("Ej uppfylld", "danger")


def breach_columns(today: datetime.date) -> list[FileColumn]:
    """The register as a file has it, in the order of the page."""
    return [
        FileColumn("Aspirant", lambda breach: breach.clock.person.name),
        FileColumn("Ärende eller remiss", lambda breach: breach.clock.reference),
        FileColumn("Vad som hände", lambda breach: BROKEN_IN_WORDS[ClockKind(breach.clock.policy.kind)]),
        FileColumn("Ursprunglig sista dag", lambda breach: breach.clock.original_due_on, "ursprunglig"),
        FileColumn("Sista dag", lambda breach: breach.due_on),
        FileColumn("Coach", lambda breach: _coach_of(breach.clock), "coach"),
        FileColumn("Orsak", lambda breach: breach.get_cause_display()),
        FileColumn("Kommentar", lambda breach: breach.comment, "kommentar"),
        FileColumn("Angiven av", lambda breach: str(breach.explained_by or ""), "av"),
        FileColumn("Orsak saknas sedan, arbetsdagar", lambda breach: days_unexplained(breach, today) or None),
        FileColumn("Status", lambda breach: in_words(breach_status(breach)[0], breach.clock)),
    ]


def breaches_table(breaches: Sequence[Breach], columns: FileColumns) -> Table:
    """The register as a table, without protected persons."""
    shown = [breach for breach in breaches if breach.clock.person.protection == Protection.NONE]
    return columns.table(shown, below=left_out_line(len(breaches) - len(shown)))
