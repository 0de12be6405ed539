"""What a jobbtorg may know of its protected persons without opening them: that somebody waits, and until when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection

from aspirants.models import EnrolmentStatus
from deadlines.choices import ClockKind, ClockStatus
from deadlines.status.lateness import EXCUSED, NOT_COVERED
from organisation.models import Role, User


@dataclass(frozen=True)
class ProtectedClock:
    """A clock of somebody, by number. `due_on` is None while it is paused; `waiting`: there is no case yet."""

    reference: str
    kind: ClockKind
    due_on: datetime.date | None
    status: ClockStatus
    covered: bool
    waiting: bool

    def is_excused(self, today: datetime.date) -> bool:
        """Whether its last day has passed without being a breach: it is then late in no figure."""
        return self.status == ClockStatus.EXCUSED and self.due_on is not None and self.due_on < today

    @property
    def quiet(self) -> str:
        """Why it alarms nobody, in words; empty where it does. As `lateness.why_not_late` says it of other clocks."""
        if not self.covered:
            return NOT_COVERED
        return EXCUSED if self.status == ClockStatus.EXCUSED else ""

    @property
    def color(self) -> str:
        """The colour of the status' tag."""
        if not self.covered:
            return "neutral"
        return {ClockStatus.BREACHED: "danger", ClockStatus.PAUSED: "warning"}.get(self.status, "info")


@dataclass(frozen=True)
class ProtectedCase:
    """An open case, by number."""

    reference: str
    status: EnrolmentStatus


@dataclass(frozen=True)
class Masked:
    """The masked rows of one page, with whom to turn to."""

    clocks: list[ProtectedClock]
    cases: list[ProtectedCase]
    whom_to_ask: str

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        return len(self.clocks) + len(self.cases)


def _may_not_open_protected(user: User) -> bool:
    """Whether the user works at a jobbtorg without being appointed to open protected persons."""
    return user.works_with_cases and not user.protected_access


def protected_clocks(user: User) -> list[ProtectedClock]:
    """The unfulfilled clocks of protected persons of the user's jobbtorg, soonest first.

    Empty for the specially appointed, who meet the persons themselves, and for everybody outside a jobbtorg.
    """
    if not _may_not_open_protected(user):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, kind, due_on, status, covered, waiting FROM protected_clock WHERE jobbtorg_id = %s"
            " ORDER BY due_on NULLS LAST, reference",
            [user.jobbtorg_id],
        )
        return [
            ProtectedClock(reference, ClockKind(kind), due_on, ClockStatus(status), covered, waiting)
            for reference, kind, due_on, status, covered, waiting in cursor.fetchall()
        ]


def protected_cases(user: User) -> list[ProtectedCase]:
    """The open cases of protected persons of the user's jobbtorg, by number.

    Empty for the same users as `protected_clocks`.
    """
    if not _may_not_open_protected(user):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, status FROM protected_case WHERE jobbtorg_id = %s ORDER BY reference", [user.jobbtorg_id]
        )
        return [ProtectedCase(reference, EnrolmentStatus(status)) for reference, status in cursor.fetchall()]


def masked_clocks(user: User, *, waiting: bool | None = None) -> Masked:
    """The rows of the inbox (`waiting`: no case yet) or of the deadlines (None: all)."""
    found = [clock for clock in protected_clocks(user) if waiting is None or clock.waiting == waiting]
    return Masked(found, [], whom_to_ask(user) if found else "")


def masked_cases(user: User) -> Masked:
    """The rows of the list of aspirants."""
    found = protected_cases(user)
    return Masked([], found, whom_to_ask(user) if found else "")


def whom_to_ask(user: User) -> str:
    """Who at the jobbtorg may open protected persons, or who can appoint somebody, in a sentence."""
    appointed = (
        User.objects.in_service()
        .filter(jobbtorg=user.jobbtorg_id, role__in=[Role.COACH, Role.MANAGER], protected_access=True)
        .order_by("last_name", "first_name")
    )
    names = [str(colleague) for colleague in appointed]
    if names:
        return f"De öppnas av {' eller '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}."
    if user.role == Role.MANAGER:
        return "Ingen vid jobbtorget får öppna dem. Utse någon, och be systemförvaltaren lägga in behörigheten."
    return "Ingen vid jobbtorget får öppna dem. Be enhetschefen utse någon med behörighet."
