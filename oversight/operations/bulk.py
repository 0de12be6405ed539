"""What a manager does with several clocks at once. Each says how many it was done for, and why not for the others."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from aspirants.coaching.bulk import ONLY_MANAGERS, REASON_FOR_CHANGE
from aspirants.models import Enrolment
from aspirants.shown import shown_cases
from casework.coaching.changing import change_coach_of_cases
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import short_weekday_date
from deadlines.models import Breach, BreachCause, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.shown import shown_clocks
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.access.permissions import Act, require
from organisation.lists.results import BulkResult
from organisation.models import User
from organisation.staff.deputies import deputies_by_coach
from oversight.register import UNEXPLAINED

NOT_ENROLLED = "Är inte inskriven än."
NO_COACH = "Har ingen coach i tjänst."


def _require_seen(seen_clocks: Seen, clocks: ClockQuerySet) -> None:
    """Nothing is done to any of them unless all are what the page that asked for confirmation showed."""
    list(clocks.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    require_seen(seen_clocks, shown_clocks(clocks))


@transaction.atomic
def assign_coach_in_bulk(
    *,
    actor: User,
    clocks: ClockQuerySet,
    seen_clocks: Seen,
    coach: User,
    reason: str = "",
    moves_bookings: bool = False,
    moves_clashing: bool = False,
) -> BulkResult:
    """Give the cases of several clocks one coach, by the rules of a single case; those it refuses stay as they are.

    `moves_bookings`: with what is booked with their coaches; `moves_clashing`: also where the new coach has another
    meeting then. Raises OperationRefused where the actor may not change coaches.
    """
    require(actor, Act.CHANGE_COACH, refusal=ONLY_MANAGERS)
    _require_seen(seen_clocks, clocks)
    if not reason and clocks.filter(enrolment__coach__isnull=False).exclude(enrolment__coach=coach).exists():
        raise OperationRefused(REASON_FOR_CHANGE, field="reason")
    result = BulkResult()
    for clock in clocks.filter(enrolment=None):
        result.leave_out(clock.pk, NOT_ENROLLED)
    # A case with several clocks gets its coach once, and is left out by the first of them.
    of_case: dict[int, int] = {}
    for key, case in clocks.exclude(enrolment=None).values_list("pk", "enrolment_id"):
        of_case.setdefault(case, key)
    cases = Enrolment.objects.visible_to(actor).filter(pk__in=list(of_case)).order_by("pk")
    given = change_coach_of_cases(
        actor=actor,
        cases=cases,
        seen_cases=shown_cases(cases),
        coach=coach,
        reason=reason,
        moves_bookings=moves_bookings,
        moves_clashing=moves_clashing,
    )
    result.done, result.more = given.done, given.more
    for one in given.refused:
        result.leave_out(of_case[one.key], one.why)
    return result


@transaction.atomic
def remind_coaches(*, actor: User, clocks: ClockQuerySet, seen_clocks: Seen, today: datetime.date) -> BulkResult:
    """Send the coach of each clock, and who stands in, a notice: one for a clock and day, however often it is asked.

    Raises OperationRefused where the actor is no manager of coaches.
    """
    require(actor, Act.CHANGE_COACH, refusal="Bara enhetschefen skickar påminnelser.")
    _require_seen(seen_clocks, clocks)
    result, notices = BulkResult(), []
    chosen = list(clocks.select_related("policy", "enrolment__coach"))
    coaches = {clock.enrolment.coach_id for clock in chosen if clock.enrolment and clock.enrolment.coach_id}
    standing_in = deputies_by_coach(coaches, actor.jobbtorg_id or 0, today)
    for clock in chosen:
        coach = clock.enrolment.coach if clock.enrolment else None
        if clock.enrolment is None or coach is None or not clock.enrolment.has_coach_in_service:
            result.leave_out(clock.pk, NO_COACH)
        else:
            result.done += 1
            notices += [_reminder(clock, told, today) for told in (coach, *standing_in.get(coach.pk, []))]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return result


def _reminder(clock: DeadlineClock, coach: User, today: datetime.date) -> Notice:
    when = f", sista dagen är {short_weekday_date(clock.due_on)}" if clock.due_on else ""
    if clock.due_on and clock.due_on < today:
        when = f", sista dagen var {short_weekday_date(clock.due_on)}"
    # A warning that comes from a person: it is given whatever the coach has chosen about those that come by themselves.
    return Notice(
        recipient=coach,
        kind=NoticeKind.WARNING,
        event_key=f"reminder-{clock.pk}-{today}",
        text=f"Påminnelse från enhetschefen: {clock.policy.get_kind_display()} i {clock.reference}{when}",
        path=reverse("case", args=[clock.enrolment_id]),
    )


@transaction.atomic
def explain_breaches(
    *, actor: User, clocks: ClockQuerySet, seen_clocks: Seen, cause: BreachCause, comment: str = ""
) -> BulkResult:
    """Give the current breaches of several clocks one cause; those that have a cause keep it.

    Raises OperationRefused where the actor works with no cases.
    """
    require(actor, Act.WORK_IN_CASE)
    _require_seen(seen_clocks, clocks)
    unexplained = Breach.objects.filter(UNEXPLAINED, clock__in=clocks)
    explained = set(unexplained.values_list("clock_id", flat=True))
    result = BulkResult(done=unexplained.update(cause=cause, comment=comment, explained_by=actor))
    for clock in _others(clocks, explained):
        result.leave_out(clock.pk, _why_not(clock))
    return result


def _others(clocks: ClockQuerySet, explained: set[int]) -> Iterable[DeadlineClock]:
    return clocks.exclude(pk__in=explained).prefetch_related("breaches")


def _why_not(clock: DeadlineClock) -> str:
    breach = clock.latest_breach
    if breach is None or breach.revoked_at is not None:
        return "Är inte registrerad som bruten."
    return "Har redan en orsak."
