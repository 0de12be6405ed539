"""The figures at the head of Frister: counted from the watched clocks, put into sentences with what has changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from aspirants.models import Correction, Enrolment
from core.reading.counts import count_of
from core.shares import Share
from core.swedish.numbers import change_in_words, counted, goal_in_words, share_change_in_words
from core.workdays import add_working_days, working_days_between
from deadlines.calculation.deadline import RollRule, Rule, Unit, compute_deadline
from deadlines.choices import ClockKind, ClockStatus
from deadlines.models import DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.counts import watches_unit
from deadlines.status.last_sweep import LastSweep, sweeps_finished
from deadlines.views.corrections import waiting_for
from jobplans.models import JobPlanVersion
from measures.promises import PROMISE, UNPROTECTED
from organisation.access.permissions import Act, may
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.links import DECIDED_IN_MONTH, PLANS, moved_in_words, rows_behind
from oversight.register import unexplained_too_long
from oversight.watched import A_WEEK, Watch, WatchedClock, Window, as_watched

KEPT, NOT_KEPT, JUDGED, WITHOUT_VISIT, TOO_EARLY = "hallen", "ej-hallen", "raknas", "utan", "tidigt"
VISITS = [
    (JUDGED, "Kan räknas"),
    (KEPT, "Hållen"),
    (NOT_KEPT, "Inte hållen"),
    (WITHOUT_VISIT, "Utan första besök"),
    (TOO_EARLY, "Fristen har inte gått ut"),
]
"""What the jobbgaranti of the thirty days are when they are counted from the first visit."""


@dataclass(frozen=True)
class NowAndBefore:
    """A number and what it was in the period before."""

    now: int
    before: int


@dataclass(frozen=True)
class FromFirstVisit:
    """The jobbgaranti as if it were counted from the first visit: what could be judged, and what was left out."""

    kept: Share
    without_visit: int
    too_early: int
    moved_on: int = 0
    """How many of those that could be judged are of cases that have moved on, and so in no list here."""


@dataclass(frozen=True)
class DeadlineFigures:
    """What a manager sees first. `kept` is the jobbgaranti's share of what fell due in the thirty days before today."""

    plans_near: NowAndBefore
    newly_broken: NowAndBefore
    follow_ups: NowAndBefore
    kept: Share
    kept_before: Share
    moved_on: int
    """How many of those of the thirty days are of cases that have moved on, and so in no list here."""
    from_first_visit: FromFirstVisit
    without_coach: int
    not_communicated: int
    unexplained: int
    corrections: int
    """Those that wait for the manager's answer; 0 for whom does not decide on them."""
    listed: int
    """How many clocks are in the list, as it is filtered."""
    sweep: LastSweep


@dataclass(frozen=True)
class Figure:
    """A sentence that begins with its number, what has changed, and the query string of the rows behind it."""

    sentence: str
    changes: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def change(self) -> str:
        """What has changed, in one line."""
        return ". ".join(self.changes)


def deadline_figures(watch: Watch, listed: QuerySet[Any] | None = None) -> DeadlineFigures:
    """The figures as of an instant. One statement, for what is not about the watched clocks; `listed`: the list's."""
    plans, history, window = watch.plans, watch.history, watch.window
    others = _beside_the_clocks(watch.user, window.now, DeadlineClock.objects.none() if listed is None else listed)
    return DeadlineFigures(
        plans_near=NowAndBefore(
            sum(clock.near(window.near) for clock in plans), _to_be_kept_before(plans, window.near_before, window)
        ),
        newly_broken=_broken_counts(watch.clocks, window),
        follow_ups=_follow_ups(watch.clocks, window),
        kept=_kept(history, window.month),
        kept_before=_kept(history, window.month_before),
        moved_on=sum(clock.decided(window.month) for clock in watch.moved_on),
        from_first_visit=judged_from_first_visit(
            (clock for clock in history if clock.decided(window.month)),
            window.today,
            moved_on={clock.pk for clock in watch.moved_on},
        ),
        **others,
    )


def _to_be_kept_before(clocks: Sequence[WatchedClock], days: clock_conditions.Days, window: Window) -> int:
    """What was to be kept at this time a week ago, on the days that were near then."""
    then, on = window.now - A_WEEK, window.today - A_WEEK
    return sum(clock.due_in(days) and clock.to_be_kept_at(then, on) for clock in clocks)


def _follow_ups(clocks: Sequence[WatchedClock], window: Window) -> NowAndBefore:
    follow_ups = [clock for clock in clocks if clock.kind == ClockKind.FOLLOW_UP]
    this_week = sum(clock.this_week(window.week) for clock in follow_ups)
    return NowAndBefore(this_week, _to_be_kept_before(follow_ups, window.week_before, window))


def _broken_counts(clocks: Sequence[WatchedClock], window: Window) -> NowAndBefore:
    here = [clock for clock in clocks if clock.covered and clock.counted_at is None and not clock.historical]
    broken = [clock for clock in here if clock.broken(window.today)]
    return NowAndBefore(*(sum(clock.due_in(days) for clock in broken) for days in (window.news, window.news_before)))


def _kept(history: Sequence[WatchedClock], days: clock_conditions.Days) -> Share:
    decided = [clock for clock in history if clock.decided(days)]
    return Share(sum(clock.status == ClockStatus.MET for clock in decided), len(decided))


def _beside_the_clocks(user: User, now: datetime.datetime, listed: QuerySet[Any]) -> dict[str, Any]:
    """What the head says that is not counted from its clocks, in one statement."""
    plans = JobPlanVersion.objects.visible_to(user).not_communicated().filter(plan__enrolment__closed_on=None)
    if not watches_unit(user):
        plans = plans.filter(plan__enrolment__coach=user)
    today = timezone.localdate(now)
    corrections = waiting_for(user) if may(user, Act.CONFIRM_LATE) else Correction.objects.none()
    counted = {
        "without_coach": Enrolment.objects.visible_to(user).open().without_coach_in_service(today),
        "not_communicated": plans,
        "unexplained": unexplained_too_long(user, today),
        "corrections": corrections,
        "listed": listed,
    }
    one_row = User.objects.filter(pk=user.pk).order_by()
    *counts, swept_at = one_row.values_list(*map(count_of, counted.values()), Subquery(sweeps_finished()[:1])).get()
    return dict(zip(counted, counts, strict=True)) | {"sweep": LastSweep.of(swept_at, now)}


def judged_from_first_visit(
    clocks: Iterable[WatchedClock], today: datetime.date, moved_on: Collection[int] = ()
) -> FromFirstVisit:
    """The clocks of `kept`, judged as if each were counted from the first visit by its own rule.

    That last day is put off by as many working days as the stored one was put off by pauses. Left out as too early
    are unfulfilled ones whose last day, counted from the first visit, is today or later.
    """
    verdicts = [(clock.pk, _verdict(clock, today)) for clock in clocks]
    judged = Counter(verdict for _, verdict in verdicts)
    kept = Share(judged[KEPT], judged[KEPT] + judged[NOT_KEPT])
    elsewhere = sum(key in moved_on and verdict in (KEPT, NOT_KEPT) for key, verdict in verdicts)
    return FromFirstVisit(kept, judged[WITHOUT_VISIT], judged[TOO_EARLY], elsewhere)


def _verdict(clock: WatchedClock, today: datetime.date) -> str:
    if clock.first_visit_on is None:
        return WITHOUT_VISIT
    last_day = _last_day_from(clock.first_visit_on, clock)
    if clock.fulfilled_at is None:
        return TOO_EARLY if last_day >= today else NOT_KEPT
    return KEPT if timezone.localdate(clock.fulfilled_at) <= last_day else NOT_KEPT


def by_first_visit(clocks: ClockQuerySet, value: str, today: datetime.date) -> list[int]:
    """The keys of those clocks that one of VISITS says of, as `judged_from_first_visit` counts them. One statement.

    To be asked of few: those of the list's thirty days.
    """
    wanted = {JUDGED: {KEPT, NOT_KEPT}}.get(value, {value})
    month = clock_conditions.last_thirty_days(today)
    found = as_watched(clocks.filter(PROMISE, UNPROTECTED, counted_at=None, due_on__range=month))
    return [clock.pk for clock in found if clock.decided(month) and _verdict(clock, today) in wanted]


def _last_day_from(first_visit: datetime.date, clock: WatchedClock) -> datetime.date:
    rule = Rule(clock.length, Unit(clock.unit), RollRule(clock.roll_rule))
    last_day = compute_deadline(rule, first_visit, [], calendar=stored_holiday).due_on
    assert last_day is not None, "only an open pause leaves a clock without a last day"
    put_off = working_days_between(clock.original_due_on, clock.due_on, stored_holiday)
    return add_working_days(last_day, put_off, stored_holiday)


# --- In words ------------------------------------------------------------------------------------------------------


def figure_sentences(figures: DeadlineFigures, *, coach: User | None) -> dict[str, Figure]:
    """The figures in the order in which they are shown. `coach`: whose they are; None for a manager's."""
    own = {"coach": str(coach.pk)} if coach else {}
    found = {
        "plans_near": Figure(
            f"{counted(figures.plans_near.now, 'jobbplan', 'jobbplaner')} förfaller inom 5 arbetsdagar",
            [change_in_words(figures.plans_near.now, figures.plans_near.before, "förra veckan")],
            rows_behind(**PLANS, state="near"),
        ),
        "newly_broken": Figure(
            f"{counted(figures.newly_broken.now, 'frist', 'frister')} bröts sedan förra arbetsdagen",
            [change_in_words(figures.newly_broken.now, figures.newly_broken.before, "arbetsdagen före")],
            rows_behind(state="new", covered=True),
        ),
        "kept": _share_kept(figures),
        "from_first_visit": _kept_from_first_visit(figures.from_first_visit),
        "follow_ups": Figure(
            f"{counted(figures.follow_ups.now, 'uppföljning', 'uppföljningar')} förfaller denna vecka",
            [change_in_words(figures.follow_ups.now, figures.follow_ups.before, "förra veckan")],
            rows_behind(kind=ClockKind.FOLLOW_UP.value, state="week"),
        ),
        "unexplained": Figure(
            f"{counted(figures.unexplained, 'bruten frist', 'brutna frister')} saknar orsak sedan mer än 5 arbetsdagar",
            url=reverse("breaches", query={"cause": "overdue"}),
        ),
        "not_communicated": Figure(
            counted(figures.not_communicated, "godkänd plan är inte skickad", "godkända planer är inte skickade"),
            url=reverse("aspirant_list", query={"steg": "ej-skickad", **own}),
        ),
    }
    if coach is None:
        found["without_coach"] = Figure(
            f"{counted(figures.without_coach, 'ärende', 'ärenden')} saknar coach",
            url=reverse("aspirant_list", query={"coach": "ingen"}),
        )
    return found


def _share_kept(figures: DeadlineFigures) -> Figure:
    kept = figures.kept
    sentence = (
        f"{kept.whole_percent} av {counted(kept.whole, 'jobbgaranti', 'jobbgarantier')} hölls de senaste 30 dagarna"
        if kept.whole
        else "0 jobbgarantier förföll de senaste 30 dagarna"
    )
    changes = [
        goal_in_words(kept, settings.KEPT_GOAL_PERCENT),
        share_change_in_words(kept, figures.kept_before, "de 30 dagarna före"),
        capfirst(moved_in_words(figures.moved_on)),
    ]
    return Figure(sentence, [change for change in changes if change], rows_behind(**PLANS, state=DECIDED_IN_MONTH))


def _kept_from_first_visit(figure: FromFirstVisit) -> Figure:
    """The same question where the start is disputed: from the first visit instead of the referral."""
    kept = figure.kept
    sentence = (
        f"{kept.whole_percent} av {kept.whole} hölls räknat från första besöket"
        if kept.whole
        else "0 av dem kan räknas från första besöket"
    )
    left_out = []
    if figure.without_visit:
        left_out.append(f"{figure.without_visit} utan första besök")
    if figure.too_early:
        left_out.append(f"{figure.too_early} vars frist då inte har gått ut")
    changes = [f"{' och '.join(left_out)} är inte med" if left_out else "", capfirst(moved_in_words(figure.moved_on))]
    url = rows_behind(**PLANS, state=DECIDED_IN_MONTH, visit=JUDGED)
    return Figure(sentence, [change for change in changes if change], url)
