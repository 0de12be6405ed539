"""What a jobbtorg may know of its protected persons without opening them: that somebody waits, and until when."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
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
    """The masked rows of one page, with whom to turn to.

    `left_out`: how many are not listed because filters are chosen (`unanswered`) that these rows cannot be asked about.
    """

    clocks: list[ProtectedClock]
    cases: list[ProtectedCase]
    whom_to_ask: str
    left_out: int = 0
    unanswered: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        return len(self.clocks) + len(self.cases)

    @property
    def left_out_in_words(self) -> str:
        """How many are not listed and why; empty for none."""
        if not self.left_out:
            return ""
        filters = " och ".join(filter(None, [", ".join(self.unanswered[:-1]), self.unanswered[-1]]))
        hidden = f"{self.left_out} med skyddade personuppgifter visas inte"
        return f"{hidden}: här framgår inte om de stämmer med filtret {filters}."

    def clocks_that(self, pass_filters: Callable[[ProtectedClock], bool], unanswered: Iterable[str] = ()) -> Masked:
        """Those of the clocks that a list asks for. `unanswered`: what it asks besides that no row here can answer."""
        return self._narrowed(list(filter(pass_filters, self.clocks)), self.cases, tuple(unanswered))

    def cases_that(self, pass_filters: Callable[[ProtectedCase], bool], unanswered: Iterable[str] = ()) -> Masked:
        """As `clocks_that`, of the cases."""
        return self._narrowed(self.clocks, list(filter(pass_filters, self.cases)), tuple(unanswered))

    def _narrowed(
        self, clocks: list[ProtectedClock], cases: list[ProtectedCase], unanswered: tuple[str, ...]
    ) -> Masked:
        if unanswered:
            return Masked([], [], self.whom_to_ask, len(clocks) + len(cases), unanswered)
        return Masked(clocks, cases, self.whom_to_ask)


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


def to_count(clocks: Iterable[ProtectedClock], today: datetime.date) -> Iterator[tuple[ProtectedClock, datetime.date]]:
    """Those that are counted with what is late or falls due, each with its last day: of somebody whom the guarantee
    covers, and, where the day has passed, without an excuse.

    They are in no list that a figure leads to, so whoever counts them says how many they are (`masked_in_words`).
    """
    for clock in clocks:
        if not clock.covered or clock.due_on is None:
            continue
        if clock.status == ClockStatus.EXCUSED and clock.due_on < today:
            continue
        yield clock, clock.due_on


def masked_in_words(number: int) -> str:
    """How many of a figure are not in the list behind it: "varav 1 med skyddade personuppgifter"; empty for none."""
    return f"varav {number} med skyddade personuppgifter" if number else ""


def masked_clocks(user: User, *, waiting: bool | None = None, appointed: Iterable[User] | None = None) -> Masked:
    """The rows of the inbox (`waiting`: no case yet) or of the deadlines (None: all).

    `appointed`: who at the jobbtorg may open protected persons, where that is known; else it is asked for.
    """
    found = [clock for clock in protected_clocks(user) if waiting is None or clock.waiting == waiting]
    return Masked(found, [], whom_to_ask(user, appointed) if found else "")


def masked_cases(user: User) -> Masked:
    """The rows of the list of aspirants."""
    found = protected_cases(user)
    return Masked([], found, whom_to_ask(user) if found else "")


def whom_to_ask(user: User, appointed: Iterable[User] | None = None) -> str:
    """Who at the jobbtorg may open protected persons, or who can appoint somebody, in a sentence.

    `appointed`: who they are, where that is known; else they are asked for.
    """
    if appointed is None:
        appointed = User.objects.working_with_cases_at(user.jobbtorg_id).filter(protected_access=True)
    names = [str(one) for one in sorted(appointed, key=lambda one: (one.last_name, one.first_name, one.pk))]
    if names:
        return f"De öppnas av {' eller '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}."
    if user.role == Role.MANAGER:
        return "Ingen vid jobbtorget får öppna dem. Utse någon, och be systemförvaltaren lägga in behörigheten."
    return "Ingen vid jobbtorget får öppna dem. Be enhetschefen utse någon med behörighet."
