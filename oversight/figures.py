"""The figures at the head of Frister: counted in three statements, put into sentences with what has changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.shares import Share
from core.swedish.numbers import change_in_words, counted, goal_in_words, share_change_in_words
from core.workdays import ONE_DAY, add_working_days, previous_working_day, working_days_between
from deadlines.calculation.deadline import RollRule, Rule, Unit, compute_deadline
from deadlines.choices import ClockKind, ClockStatus
from deadlines.status import clock_conditions
from deadlines.status.counts import clocks_of, watches_unit
from jobplans.models import JobPlanVersion
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.register import unexplained_too_long

PLANS = Q(policy__kind=ClockKind.PLAN_GUARANTEE, covered=True)
FOLLOW_UPS = Q(policy__kind=ClockKind.FOLLOW_UP)
ALL_OF_THE_THIRTY_DAYS = "?kind=PLAN_GUARANTEE&state=month&covered=True#listan"
A_WEEK = datetime.timedelta(days=7)


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


@dataclass(frozen=True)
class DeadlineFigures:
    """What a manager sees first. `kept` is the jobbgaranti's share of what fell due in the thirty days before today."""

    plans_near: NowAndBefore
    newly_broken: NowAndBefore
    follow_ups: NowAndBefore
    kept: Share
    kept_before: Share
    from_first_visit: FromFirstVisit
    without_coach: int
    not_communicated: int
    unexplained: int


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


def deadline_figures(user: User, now: datetime.datetime) -> DeadlineFigures:
    """The figures as of an instant."""
    today = timezone.localdate(now)
    days, days_before = (
        clock_conditions.last_thirty_days(today),
        clock_conditions.last_thirty_days(today - clock_conditions.DECIDED_DAYS * ONE_DAY),
    )
    # Whatever is counted fell or falls due on one of these days, so that no older clock is read.
    of_these_days = clocks_of(user).filter(due_on__range=(days_before[0], _last_day_counted(today)))
    counts = of_these_days.aggregate(
        **_open_counts(now, today),
        **_broken_counts(today),
        **_kept_counts("", days),
        **_kept_counts("_before", days_before),
    )
    return DeadlineFigures(
        plans_near=NowAndBefore(counts["plans_near"], counts["plans_near_before"]),
        newly_broken=NowAndBefore(counts["newly_broken"], counts["newly_broken_before"]),
        follow_ups=NowAndBefore(counts["follow_ups"], counts["follow_ups_before"]),
        kept=Share(counts["met"], counts["decided"]),
        kept_before=Share(counts["met_before"], counts["decided_before"]),
        from_first_visit=_from_first_visit(user, today),
        **_other_counts(user, now),
    )


def _last_day_counted(today: datetime.date) -> datetime.date:
    """The last of the days that are near, or of the week, whichever is later."""
    _, sunday = clock_conditions.week_of(today)
    return max(add_working_days(today, clock_conditions.NEAR, stored_holiday), sunday)


def _open_counts(now: datetime.datetime, today: datetime.date) -> dict[str, Count]:
    """What is to be kept now, and what was to be kept at this time a week ago, in the days that were near then."""
    week_ago = today - A_WEEK
    then = clock_conditions.to_be_kept_at(now - A_WEEK, week_ago)
    near_then = Q(due_on__range=(week_ago, add_working_days(week_ago, clock_conditions.NEAR, stored_holiday)))
    return {
        "plans_near": Count("pk", filter=PLANS & clock_conditions.near(today)),
        "plans_near_before": Count("pk", filter=PLANS & then & near_then),
        "follow_ups": Count("pk", filter=FOLLOW_UPS & clock_conditions.this_week(today)),
        "follow_ups_before": Count(
            "pk", filter=FOLLOW_UPS & then & Q(due_on__range=clock_conditions.week_of(week_ago))
        ),
    }


def _broken_counts(today: datetime.date) -> dict[str, Count]:
    first, _ = clock_conditions.days_of_news(today)
    before = (previous_working_day(first - ONE_DAY, stored_holiday), first - ONE_DAY)
    return {
        "newly_broken": Count("pk", filter=Q(covered=True) & clock_conditions.newly_broken(today)),
        "newly_broken_before": Count(
            "pk", filter=Q(covered=True) & clock_conditions.broken(today) & Q(due_on__range=before)
        ),
    }


def _kept_counts(which: str, days: clock_conditions.Days) -> dict[str, Count]:
    decided = PLANS & clock_conditions.decided(days)
    return {
        f"decided{which}": Count("pk", filter=decided),
        f"met{which}": Count("pk", filter=decided & Q(status=ClockStatus.MET)),
    }


def _other_counts(user: User, now: datetime.datetime) -> dict[str, int]:
    """Three counts of other tables, in one statement."""
    plans = JobPlanVersion.objects.visible_to(user).not_communicated().filter(plan__enrolment__closed_on=None)
    if not watches_unit(user):
        plans = plans.filter(plan__enrolment__coach=user)
    parts: dict[str, QuerySet[Any]] = {
        "without_coach": Enrolment.objects.visible_to(user).open().filter(coach=None),
        "not_communicated": plans,
        "unexplained": unexplained_too_long(user, timezone.localdate(now)),
    }
    return count_together(parts)


def count_together(parts: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of several querysets has, in one statement."""
    names = list(parts)
    first, *others = (
        parts[name].order_by().values(part=Value(number, IntegerField())).annotate(rows=Count("pk", distinct=True))
        for number, name in enumerate(names)
    )
    found = dict.fromkeys(names, 0)
    for row in first.union(*others, all=True).order_by():
        found[names[row["part"]]] = row["rows"]
    return found


def _from_first_visit(user: User, today: datetime.date) -> FromFirstVisit:
    """The clocks of `kept`, judged as if each were counted from the first visit by its own rule.

    That last day is put off by as many working days as the stored one was put off by pauses.
    """
    rows = (
        clocks_of(user)
        .filter(PLANS & clock_conditions.decided(clock_conditions.last_thirty_days(today)))
        .order_by()
        .values(
            *("enrolment__first_visit_on", "original_due_on", "due_on", "status"),
            *("policy__length", "policy__unit", "policy__roll_rule"),
            fulfilled_on=TruncDate("fulfilled_at"),
        )
        .annotate(clocks=Count("pk"))
    )
    return judged_from_first_visit(rows, today)


def judged_from_first_visit(rows: Iterable[dict[str, Any]], today: datetime.date) -> FromFirstVisit:
    """Judge the clocks of rows, each of which stands for its number of `clocks` that are alike.

    Left out as too early are unfulfilled ones whose last day, counted from the first visit, is today or later.
    """
    kept = judged = without_visit = too_early = 0
    for row in rows:
        first_visit, clocks = row["enrolment__first_visit_on"], row["clocks"]
        if first_visit is None:
            without_visit += clocks
            continue
        last_day = _last_day_from(first_visit, row)
        if row["fulfilled_on"] is None and last_day >= today:
            too_early += clocks
            continue
        judged += clocks
        kept += clocks if row["fulfilled_on"] is not None and row["fulfilled_on"] <= last_day else 0
    return FromFirstVisit(Share(kept, judged), without_visit, too_early)


def _last_day_from(first_visit: datetime.date, row: dict[str, Any]) -> datetime.date:
    rule = Rule(row["policy__length"], Unit(row["policy__unit"]), RollRule(row["policy__roll_rule"]))
    last_day = compute_deadline(rule, first_visit, [], calendar=stored_holiday).due_on
    assert last_day is not None, "only an open pause leaves a clock without a last day"
    return add_working_days(
        last_day, working_days_between(row["original_due_on"], row["due_on"], stored_holiday), stored_holiday
    )


# --- In words ------------------------------------------------------------------------------------------------------


def figure_sentences(figures: DeadlineFigures, *, for_manager: bool) -> dict[str, Figure]:
    """The figures in the order in which they are shown."""
    found = {
        "plans_near": Figure(
            f"{counted(figures.plans_near.now, 'jobbplan', 'jobbplaner')} förfaller inom 5 arbetsdagar",
            [change_in_words(figures.plans_near.now, figures.plans_near.before, "förra veckan")],
            "?kind=PLAN_GUARANTEE&state=near&covered=True#listan",
        ),
        "newly_broken": Figure(
            f"{counted(figures.newly_broken.now, 'frist', 'frister')} bröts sedan förra arbetsdagen",
            [change_in_words(figures.newly_broken.now, figures.newly_broken.before, "arbetsdagen före")],
            "?state=new&covered=True#listan",
        ),
        "kept": _kept(figures),
        "from_first_visit": _kept_from_first_visit(figures.from_first_visit),
        "follow_ups": Figure(
            f"{counted(figures.follow_ups.now, 'uppföljning', 'uppföljningar')} förfaller denna vecka",
            [change_in_words(figures.follow_ups.now, figures.follow_ups.before, "förra veckan")],
            "?kind=FOLLOW_UP&state=week#listan",
        ),
        "unexplained": Figure(
            f"{counted(figures.unexplained, 'bruten frist', 'brutna frister')} saknar orsak sedan mer än 5 arbetsdagar",
            url=reverse("breaches", query={"cause": "overdue"}),
        ),
        "not_communicated": Figure(
            counted(figures.not_communicated, "godkänd plan är inte skickad", "godkända planer är inte skickade")
        ),
    }
    if for_manager:
        found["without_coach"] = Figure(f"{counted(figures.without_coach, 'ärende', 'ärenden')} saknar coach")
    return found


def _kept(figures: DeadlineFigures) -> Figure:
    kept = figures.kept
    sentence = (
        f"{kept.whole_percent} av {counted(kept.whole, 'jobbgaranti', 'jobbgarantier')} hölls de senaste 30 dagarna"
        if kept.whole
        else "0 jobbgarantier förföll de senaste 30 dagarna"
    )
    changes = [
        goal_in_words(kept, settings.KEPT_GOAL_PERCENT),
        share_change_in_words(kept, figures.kept_before, "de 30 dagarna före"),
    ]
    return Figure(sentence, [change for change in changes if change], ALL_OF_THE_THIRTY_DAYS)


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
    return Figure(sentence, [f"{' och '.join(left_out)} är inte med"] if left_out else [])
