"""What a closing does to the clocks of its case, and what taking it back gives them again.

A clock that a closing decides on names it (`ended_with`), and the history keeps how the clock was before. So it can be
put back exactly as it was, and what has passed meanwhile is judged on its facts.
"""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from aspirants.models import Closure
from core.history.tracking import changes_of
from core.swedish.dates import start_of_day
from deadlines.clocks.keeping import keep_clock
from deadlines.clocks.kinds import KeepingEvent, kinds_kept_by
from deadlines.clocks.lifecycle import cancel_clock, lock_clock, recomputed
from deadlines.models import Breach, BreachCause, ClockStatus, DeadlineClock, Excuse
from deadlines.querysets import UNSETTLED

STILL_OPEN = (ClockStatus.WAITING, ClockStatus.RUNNING, ClockStatus.PAUSED)
AS_BEFORE = ("status", "due_on", "recommended_on", "fulfilled_at", "fulfilment", "ended_on", "late_registered")


def mark_clocks(closure: Closure) -> None:
    """Note which clocks of its case a new closing decides on: those still to be kept; of an error all of them.

    Before anything else is done to them, so that the version before the mark is the clock as it was. The case is
    locked.

    Part of: `close_case`, `correct_closing`.
    """
    clocks = closure.enrolment.clocks.filter(historical=False)
    if closure.is_registered_in_error:
        decided_on = clocks.exclude(status=ClockStatus.CANCELLED)
    else:
        decided_on = clocks.filter(status__in=UNSETTLED, fulfilled_at=None, ended_on=None)
    DeadlineClock.objects.filter(pk__in=list(decided_on.values_list("pk", flat=True))).update(ended_with=closure)


def settle_clocks(closure: Closure, *, on: datetime.date, keeping: KeepingEvent | None) -> None:
    """Judge the clocks that a closing decides on, as of the local date on which it was first registered.

    `keeping` is what the closing means for a clock, if anything: to work it keeps the jobbgaranti and the job within
    five days (R-4-15). Any other unfulfilled clock is cancelled where its last day lies ahead, and else left to the
    sweep, which breaches or excuses it. Of a case registered in error every clock is cancelled, and no breach or excuse
    of it stands.

    Part of: `close_case`, `correct_closing`.
    """
    for clock in closure.clocks.select_related("policy"):
        if closure.is_registered_in_error:
            _forget(clock, closure)
        elif keeping is not None and clock.kind in kinds_kept_by(keeping):
            keep_clock(clock, keeping, at=start_of_day(closure.closed_on), recorded_at=closure.decided_at)
        else:
            cancel_clock(clock, today=on)


def _forget(clock: DeadlineClock, closure: Closure) -> None:
    """A clock that should never have been: counted in no figure, neither now nor as of an earlier day."""
    clock = lock_clock(clock)
    clock.status, clock.ended_on = ClockStatus.CANCELLED, None
    clock.save(update_fields=["status", "ended_on"])
    revoked = {"revoked_at": closure.decided_at, "revoked_by": closure.decided_by}
    Breach.objects.filter(clock=clock, revoked_at=None).update(**revoked)
    Excuse.objects.filter(clock=clock, revoked_at=None).update(**revoked)


def give_clocks_back(closure: Closure) -> None:
    """Undo what a closing did to the clocks of its case, and judge them anew.

    One that was open is so again, with the last day its events give it; if that has passed meanwhile, the next sweep
    judges it. What was broken or excused by its last day stays so.

    Part of: `reopen_case`, `correct_closing`.
    """
    for marked in closure.clocks.select_related("policy"):
        clock, before = lock_clock(marked), _before(marked, closure)
        by_the_closing = clock.fulfilled_at is not None and before.fulfilled_at is None
        judged = clock.status in (ClockStatus.BREACHED, ClockStatus.EXCUSED)
        if judged:
            _keep_the_judgement(clock, fulfilled=not by_the_closing)
        else:
            for name in AS_BEFORE:
                setattr(clock, name, getattr(before, name))
            _restore_judgement(clock, closure)
        clock.ended_on, clock.ended_with = before.ended_on, None
        clock.save()
        if clock.status in STILL_OPEN:
            if before.status == ClockStatus.PAUSED:
                _go_on_pausing(clock)
            _judge_anew(clock)


def _before(clock: DeadlineClock, closure: Closure) -> DeadlineClock:
    """The last version of the clock in which the closing had not decided on it."""
    versions = changes_of(DeadlineClock).objects.filter(pgh_obj=clock.pk)
    marked = versions.filter(ended_with=closure.pk).order_by("pgh_id").values_list("pgh_id", flat=True)[0]
    found: DeadlineClock = versions.filter(pgh_id__lt=marked).order_by("-pgh_id")[0]
    return found


def _keep_the_judgement(clock: DeadlineClock, *, fulfilled: bool) -> None:
    """Its last day had passed: that stands, only not that the closing kept it, too late or registered too late."""
    if not fulfilled:
        clock.fulfilled_at, clock.fulfilment = None, ""
        late = Breach.objects.filter(clock=clock, revoked_at=None, cause=BreachCause.B06, explained_by=None)
        late.update(cause="")


def _restore_judgement(clock: DeadlineClock, closure: Closure) -> None:
    """What the closing as registered in error had revoked stands again."""
    stands = {"revoked_at": None, "revoked_by": None}
    if clock.status == ClockStatus.BREACHED:
        revoked = Breach.objects.filter(clock=clock, revoked_at=closure.decided_at).order_by("-pk")
        Breach.objects.filter(pk__in=list(revoked.values_list("pk", flat=True)[:1])).update(**stands)
    Excuse.objects.filter(Q(clock=clock), revoked_at=closure.decided_at).update(**stands)


def _go_on_pausing(clock: DeadlineClock) -> None:
    """The closing had ended the open pause, as an answer does."""
    pause = clock.pauses.order_by("-paused_from").first()
    if pause is not None and pause.resumed_on is not None:
        pause.resumed_on = None
        pause.save(update_fields=["resumed_on"])


def _judge_anew(clock: DeadlineClock) -> None:
    if clock.started_on is None:
        clock.status = ClockStatus.WAITING
    else:
        deadline = recomputed(clock)
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.status = ClockStatus.RUNNING if deadline.due_on else ClockStatus.PAUSED
    clock.save(update_fields=["status", "due_on", "recommended_on"])


def today_of(closure: Closure) -> datetime.date:
    """The local date on which a closing was registered."""
    return timezone.localdate(closure.decided_at)
