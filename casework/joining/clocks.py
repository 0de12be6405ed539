"""Which clock goes on where two cases, or a case and a referral, become one: the one with the earliest day 0."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from aspirants.models import Enrolment
from casework.joining.open_work import OpenWork
from core.history.tracking import changes_of
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.clocks.lifecycle import fulfil_clock
from deadlines.clocks.stays import counted_elsewhere
from deadlines.models import ClockStatus, DeadlineClock, Fulfilment


def clocks_of(work: OpenWork) -> list[DeadlineClock]:
    """What runs, or ran, about a case or a referral; no history of imported lists."""
    of = {"enrolment": work.row} if work.is_case else {"enrolment": None, "reference": work.number}
    return list(
        DeadlineClock.objects.live()
        .filter(**of)
        .exclude(status=ClockStatus.CANCELLED)
        .select_related("policy")
        .order_by("pk")
    )


def settle_clocks(goes_on: OpenWork, ending: Sequence[OpenWork], today: datetime.date) -> None:
    """Of each kind that comes with the person the clock with the earliest day 0 goes on; the others are cancelled.

    A later clock that has been kept, broken or excused already stays what it is: with the case that ends, where there
    is one, so that the promise counts once. What kept it is then judged for the earlier one as well. Clocks that a plan
    gave stay with the plan's case.
    """
    for work in ending:
        place = work if work.is_case else None
        for clock in clocks_of(work):
            mine = [one for one in clocks_of(goes_on) if one.kind == clock.kind]
            if clock.kind in GIVEN_BY_A_PLAN or not _is_earlier(clock, mine):
                _cancel(clock, today)
                continue
            _move(clock, goes_on)
            for later in mine:
                _give_way(later, clock, place, today)


def _is_earlier(clock: DeadlineClock, mine: Sequence[DeadlineClock]) -> bool:
    """Whether it begins before all of those; one that the guarantee covers goes before one that it does not."""
    return all(_order(clock) < _order(one) for one in mine)


def _order(clock: DeadlineClock) -> tuple[bool, datetime.date]:
    return not clock.covered, clock.started_on or datetime.date.max


def _move(clock: DeadlineClock, to: OpenWork) -> None:
    clock.person_id = to.person_id
    clock.enrolment = to.row if isinstance(to.row, Enrolment) else None
    clock.reference = to.number
    if clock.is_open:
        clock.jobbtorg = to.jobbtorg
        clock.counted_at_id = counted_elsewhere(clock)
    clock.save(update_fields=["person", "enrolment", "reference", "jobbtorg", "counted_at"])


def _give_way(later: DeadlineClock, earlier: DeadlineClock, place: OpenWork | None, today: datetime.date) -> None:
    """The later clock leaves its place to the earlier one, which what kept it keeps too."""
    if later.fulfilled_at is not None and earlier.fulfilled_at is None:
        fulfil_clock(
            earlier,
            at=later.fulfilled_at,
            recorded_at=_recorded_at(later),
            fulfilment=Fulfilment(later.fulfilment),
        )
    if place is not None:
        _move(later, place)
    _cancel(later, today)


def _recorded_at(clock: DeadlineClock) -> datetime.datetime:
    """When it was put on record that the clock was fulfilled: its history knows."""
    versions = changes_of(DeadlineClock).objects.filter(pgh_obj=clock.pk, fulfilled_at=clock.fulfilled_at)
    first: datetime.datetime | None = versions.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()
    assert clock.fulfilled_at is not None
    return first or clock.fulfilled_at


def _cancel(clock: DeadlineClock, today: datetime.date) -> None:
    """It has lost its object. What was kept, broken or excused stays so."""
    if clock.fulfilled_at is not None or clock.ended_on is not None:
        return
    clock.ended_on = today
    if clock.is_open:
        clock.status = ClockStatus.CANCELLED
    clock.save(update_fields=["status", "ended_on"])
