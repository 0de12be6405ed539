"""The morning letter: how many things wait for a coach, a manager or a caseworker. It holds counts and a link, and no
case.

The counts are those that the pages show. All users' are asked for together, in eight statements.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from aspirants.models import Enrolment, Protection
from core.workdays import is_working_day
from deadlines.models import ClockKind, DeadlineClock
from deadlines.status.clock_conditions import late, near
from deadlines.status.counts import watches_unit
from notices.models import DigestRun
from notices.outbox import Letter, queue_letters
from organisation.access.acting import System, acting_for
from organisation.models import Role, User
from organisation.reference_tables.calendar import stored_holiday
from organisation.staff.deputies import coaches_by_deputy
from referrals.counts import questions_at_jobbtorg, waiting_at_units

MORNING = datetime.time(7, 30)
"""From 07.30 on working days, in Stockholm; if that run is missed, the next one, the last at 16.50."""

PLANS_WITHIN, FOLLOW_UPS_WITHIN = 2, 5
"""Working days."""

LETTER_SUBJECT = "Jobbtorg: det här väntar på dig"
CLOSING = "E-posten kommer på arbetsdagar när något väntar. Du stänger av den i tjänsten, under Notiser, Inställningar."


@dataclass(frozen=True)
class WaitingCounts:
    """What waits for one user."""

    plans: int = 0
    late: int = 0
    follow_ups: int = 0
    without_coach: int = 0
    to_answer: int = 0
    to_complete: int = 0

    def __add__(self, other: WaitingCounts) -> WaitingCounts:
        return WaitingCounts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def sentences(self) -> list[str]:
        """One sentence for each count that is not zero."""
        counts = (
            (self.late, "frist är försenad", "frister är försenade"),
            (self.plans, "jobbplan förfaller inom två arbetsdagar", "jobbplaner förfaller inom två arbetsdagar"),
            (
                self.follow_ups,
                "uppföljning förfaller inom fem arbetsdagar",
                "uppföljningar förfaller inom fem arbetsdagar",
            ),
            (self.without_coach, "ärende saknar coach", "ärenden saknar coach"),
            (self.to_complete, "remiss ska kompletteras", "remisser ska kompletteras"),
            (self.to_answer, "fråga väntar på svar", "frågor väntar på svar"),
        )
        return [f"{count} {one if count == 1 else more}." for count, one, more in counts if count]


@dataclass(frozen=True)
class DigestResult:
    """How many letters there are, and whether they had been written before."""

    letters: int = 0
    written_before: bool = False


def is_due(now: datetime.datetime) -> bool:
    """Whether it is a working day and half past seven has been."""
    local = timezone.localtime(now)
    return local.time() >= MORNING and is_working_day(local.date(), stored_holiday)


def write_digest(*, on: datetime.date, dry_run: bool = False) -> DigestResult:
    """Queue the letters of a local date, unless that has been done. On other days than working days there are none.

    A dry run counts the letters and writes nothing.
    """
    if not is_working_day(on, stored_holiday):
        return DigestResult()
    with acting_for(System.DIGEST):
        if dry_run:
            return DigestResult(len(list(_letters(on))), DigestRun.objects.filter(day=on).exists())
        # A second run waits here until the first has committed, and then finds the row of the day.
        run, is_new = DigestRun.objects.get_or_create(day=on)
        if not is_new:
            return DigestResult(run.letters, written_before=True)
        letters = list(_letters(on))
        queue_letters(letters, event_key=f"digest-{on}")
        run.letters = len(letters)
        run.save(update_fields=["letters"])
        return DigestResult(len(letters))


def _letters(on: datetime.date) -> Iterator[Letter]:
    for user_id, counts in waiting_for_all(on).items():
        if counts:
            yield Letter(user_id, LETTER_SUBJECT, "\n".join([*counts.sentences(), "", CLOSING]))


def waiting_for_all(on: datetime.date) -> dict[int, WaitingCounts]:
    """What waits for each coach, manager and caseworker in service who wants to know it, by the user's key."""
    return _at_jobbtorg(on) | _at_stadsdelar()


def _at_jobbtorg(on: datetime.date) -> dict[int, WaitingCounts]:
    readers = (
        User.objects.in_service()
        .filter(role__in=[Role.COACH, Role.MANAGER], jobbtorg__isnull=False)
        .exclude(notice_settings__morning_digest=False)
        .order_by("pk")
        .only("role", "jobbtorg_id", "protected_access")
    )
    unprotected, protected = _waiting(on)
    waiting = {}
    stood_in_for = coaches_by_deputy(on)
    for reader in readers:
        # A manager answers for the whole unit, a coach for her own cases there and of those she stands in for.
        coaches: list[int | None] = [reader.pk, *stood_in_for.get((reader.pk, reader.jobbtorg_id or 0), [])]
        places = [(reader.jobbtorg_id, coach) for coach in ([None] if watches_unit(reader) else coaches)]
        counts = (unprotected, protected) if reader.protected_access else (unprotected,)
        waiting[reader.pk] = sum((kind[place] for kind in counts for place in places), WaitingCounts())
    return waiting


def _at_stadsdelar() -> dict[int, WaitingCounts]:
    """For each caseworker what they have sent or asked themselves; what nobody in service has, for all of the unit."""
    caseworkers = User.objects.in_service().filter(role=Role.CASEWORKER, income_support_unit__isnull=False)
    staff = caseworkers.order_by("pk").values_list("pk", "income_support_unit", "notice_settings__morning_digest")
    unit_of = {key: unit for key, unit, _ in staff}
    own: defaultdict[int, WaitingCounts] = defaultdict(WaitingCounts)
    units: defaultdict[int, WaitingCounts] = defaultdict(WaitingCounts)
    for waits in waiting_at_units():
        counts = WaitingCounts(**{"to_complete" if waits.is_referral else "to_answer": waits.count})
        if unit_of.get(waits.whose) == waits.unit:
            own[waits.whose] += counts
        elif not waits.is_protected:
            units[waits.unit] += counts
    # Who has no row of settings wants the letter.
    return {key: own[key] + units[unit] for key, unit, wants in staff if wants is not False}


Place = tuple[int | None, int | None]
"""A jobbtorg and one of its coaches, or None for all of it."""


def _waiting(on: datetime.date) -> tuple[defaultdict[Place, WaitingCounts], defaultdict[Place, WaitingCounts]]:
    """What waits in each place: of ordinary persons, and of protected ones."""
    found: tuple[defaultdict[Place, WaitingCounts], ...] = (defaultdict(WaitingCounts), defaultdict(WaitingCounts))
    for row in _clocks(on):
        jobbtorg, coach, is_protected = row.pop("jobbtorg"), row.pop("enrolment__coach"), row.pop("is_protected")
        counts, places = WaitingCounts(**row), found[is_protected]
        places[jobbtorg, None] += counts
        if coach is not None:
            places[jobbtorg, coach] += counts
    for row in _without_coach(on):
        found[row["is_protected"]][row["jobbtorg"], None] += WaitingCounts(without_coach=row["n"])
    for jobbtorg, coach, is_protected, count in questions_at_jobbtorg():
        places = found[is_protected]
        places[jobbtorg, None] += WaitingCounts(to_answer=count)
        if coach is not None:
            places[jobbtorg, coach] += WaitingCounts(to_answer=count)
    return found[0], found[1]


def _clocks(on: datetime.date) -> Any:
    plan = Q(policy__kind=ClockKind.PLAN_GUARANTEE, covered=True) & near(on, PLANS_WITHIN)
    follow_up = Q(policy__kind=ClockKind.FOLLOW_UP) & near(on, FOLLOW_UPS_WITHIN)
    is_late = late(on) & Q(covered=True)
    return (
        DeadlineClock.objects.watched()
        .unfulfilled()
        .filter(plan | follow_up | is_late)
        .order_by()
        .annotate(is_protected=~Q(person__protection=Protection.NONE))
        .values("jobbtorg", "enrolment__coach", "is_protected")
        .annotate(
            plans=Count("pk", filter=plan), late=Count("pk", filter=is_late), follow_ups=Count("pk", filter=follow_up)
        )
    )


def _without_coach(on: datetime.date) -> Any:
    return (
        Enrolment.objects.open()
        .without_coach_in_service(on)
        .order_by()
        .annotate(is_protected=~Q(person__protection=Protection.NONE))
        .values("jobbtorg", "is_protected")
        .annotate(n=Count("pk"))
    )
