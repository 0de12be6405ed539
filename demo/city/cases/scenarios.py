"""Which scenarios the demo's cases follow: every state and every age, with today's deadlines on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.workdays import (
    ONE_DAY,
    add_months,
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
)
from deadlines.calculation.deadline import compute_deadline
from deadlines.models import ClockKind
from demo.city.cases.begin import City, Scenario, Stage, Transfer
from demo.city.cases.closing import REASON_SHARES
from organisation.reference_tables.calendar import stored_holiday

DEMO_FIRST_DAY = date(2023, 7, 3)  # today's stadsdelar exist since 2023-07-01
GUARANTEE_DAYS = 5
MONTH = timedelta(days=30)
DAYS_TO_PLAN = (1, 2, 3, 4, 5, 6, 7, 9)
DAYS_TO_PLAN_SHARES = (10, 22, 24, 21, 15, 4, 2, 2)


def guarantee_starts(city: City, due_in: int) -> date:
    """A day of receipt whose five working days end so many working days from today (0: today or the next one)."""
    due_on = add_working_days(next_working_day(city.on, stored_holiday), due_in, stored_holiday)
    return add_working_days(due_on, -GUARANTEE_DAYS, stored_holiday)


def follow_up_starts(city: City, due_on: date) -> date | None:
    """A working day from which three months end on the due date; None if there is none."""
    rule = city.clocks.policy(ClockKind.FOLLOW_UP, city.on).rule
    near = add_months(due_on, -rule.length)
    for distance in (0, -1, 1, -2, 2, -3, 3, -4):
        base = near + timedelta(days=distance)
        if (
            is_working_day(base, stored_holiday)
            and compute_deadline(rule, base, calendar=stored_holiday).due_on == due_on
        ):
            return base
    return None


def waiting_for_a_plan(city: City) -> Iterator[Scenario]:
    """Enrolled, no approved plan: what jobbgarantin is about just now. `overdue` ones wait for the next sweep."""
    overdue, stamped = -1, -3
    for due_in, how_many in ((3, 5), (2, 5), (1, 5), (0, 6), (overdue, 4), (stamped, 4), (stamped - 3, 2)):
        received_on = guarantee_starts(city, due_in)
        if due_in < 0:
            received_on = add_working_days(city.on, due_in - GUARANTEE_DAYS, stored_holiday)
        for n in range(how_many):
            yield Scenario(received_on, stage=(Stage.NO_PLAN, Stage.DRAFT, Stage.PROPOSED)[n % 3])
    yield Scenario(guarantee_starts(city, 1), stage=Stage.DECLINED)
    yield Scenario(guarantee_starts(city, 2), stage=Stage.DECLINED)
    yield from _paused(city)


def _paused(city: City) -> Iterator[Scenario]:
    for ago in (6, 5, 4, 8, 12):  # open: no due date
        received_on = add_working_days(city.on, -ago, stored_holiday)
        yield Scenario(received_on, stage=Stage.NO_PLAN, pause=(add_working_days(received_on, 2, stored_holiday), None))
    for ago in (6, 7, 8):  # ended: the due date has moved and is still to come
        received_on = add_working_days(city.on, -ago, stored_holiday)
        pause = (add_working_days(received_on, 2, stored_holiday), add_working_days(city.on, -1, stored_holiday))
        yield Scenario(received_on, stage=Stage.DRAFT, pause=pause)


def follow_ups_now(city: City) -> Iterator[Scenario]:
    """Follow-ups due today, soon, yesterday and before, none of them held."""
    today = next_working_day(city.on, stored_holiday)
    yesterday = previous_working_day(city.on - ONE_DAY, stored_holiday)
    wanted = [today] * 5 + [yesterday] * 4
    wanted += [add_working_days(today, n, stored_holiday) for n in (1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10)]
    wanted += [add_working_days(yesterday, -n, stored_holiday) for n in (2, 4, 5, 9, 14, 20)]
    for due_on in wanted:
        base = follow_up_starts(city, due_on)
        if base is not None:
            yield _approved(city, base, holds_follow_ups=False)


def not_communicated(city: City) -> Iterator[Scenario]:
    """Approved lately, not yet sent to the stadsdel."""
    for ago in (1, 1, 1, 2, 2, 3, 4, 6, 9, 15):
        yield _approved(city, add_working_days(city.on, -ago, stored_holiday), stage=Stage.APPROVED)


def long_running(city: City, how_many: int, within: int = 540) -> Iterator[Scenario]:
    """Cases that go on, with a plan approved within so many days, most of them lately."""
    for n in range(how_many):
        age = int(city.chance.betavariate(1.2, 2.4) * within) + 4
        approved_on = previous_working_day(city.on - timedelta(days=age), stored_holiday)
        yield _approved(city, approved_on, interrupted=n % 40 == 7)


def closed(city: City, how_many: int) -> Iterator[Scenario]:
    """Cases that ended between the first of January two years ago and yesterday."""
    first = max(date(city.on.year - 2, 1, 8), DEMO_FIRST_DAY + timedelta(days=60))
    span = max((city.yesterday - first).days, 1)
    codes, shares = list(REASON_SHARES), list(REASON_SHARES.values())
    for _ in range(how_many):
        closed_on = previous_working_day(
            first + timedelta(days=int(city.chance.random() ** 0.85 * span)), stored_holiday
        )
        yield ended(city, closed_on, city.chance.choices(codes, shares)[0])


def ended(city: City, closed_on: date, code: int) -> Scenario:
    """A case closed on a day; one in twelve had no plan by then."""
    if city.likely(0.08):
        received_on = add_working_days(closed_on, -city.chance.randrange(2, 9), stored_holiday)
        return Scenario(received_on, stage=Stage.NO_PLAN, closed_on=closed_on, reason_code=code)
    length = min(int(city.chance.lognormvariate(5.0, 0.6)) + 12, 700)
    approved_on = next_working_day(
        max(closed_on - timedelta(days=length), DEMO_FIRST_DAY + timedelta(days=16)), stored_holiday
    )
    return _approved(
        city, min(approved_on, add_working_days(closed_on, -3, stored_holiday)), closed_on=closed_on, reason_code=code
    )


def transferred(city: City, scenario: Scenario, from_code: str) -> Scenario:
    """The same case, moved to another jobbtorg half-way."""
    assert scenario.approved_on is not None
    end = scenario.closed_on or city.yesterday
    half_way = next_working_day(scenario.approved_on + (end - scenario.approved_on) / 2, stored_holiday)
    code = city.chance.choice([code for code in city.staff.coaches if code != from_code])
    coach = city.population.some_coach(code)
    assert coach.jobbtorg is not None
    return Scenario(**(scenario.__dict__ | {"transfer": Transfer(half_way, coach.jobbtorg, coach)}))


def _approved(city: City, approved_on: date, stage: Stage = Stage.COMMUNICATED, **more: object) -> Scenario:
    """A scenario with an approved plan, mostly within the five days; now and then late, paused or declined first."""
    chance = city.chance
    days_to_plan = chance.choices(DAYS_TO_PLAN, DAYS_TO_PLAN_SHARES)[0]
    pause: tuple[date, date] | None = None
    if city.likely(0.03):
        days_to_plan = chance.choice((8, 10))
        received_on = add_working_days(approved_on, -days_to_plan, stored_holiday)
        pause = (
            add_working_days(received_on, 1, stored_holiday),
            add_working_days(received_on, 1 + days_to_plan - GUARANTEE_DAYS, stored_holiday),
        )
    received_on = add_working_days(approved_on, -days_to_plan, stored_holiday)
    if pause is None and city.likely(0.05) and not is_working_day(received_on - ONE_DAY, stored_holiday):
        received_on -= ONE_DAY  # an e-form sent on the day off before
    facts = {
        "declined_first": days_to_plan > GUARANTEE_DAYS and pause is None and city.likely(0.25),
        "registered_late": days_to_plan == GUARANTEE_DAYS
        and approved_on < add_working_days(city.on, -8, stored_holiday)
        and city.likely(0.1),
        **more,
    }
    return Scenario(received_on, stage=stage, approved_on=approved_on, pause=pause, **facts)  # type: ignore[arg-type]
