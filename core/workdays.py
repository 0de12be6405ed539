"""The Swedish working-day calendar: pure functions of dates, never of today.

A working day is a Monday–Friday that is neither an *allmän helgdag* (lag 1989:253) nor midsommarafton, julafton
or nyårsafton (lag 1930:173 2 §). Klämdagar, skärtorsdag and valborgsmässoafton are working days.

Every function that counts working days takes a `calendar` last: any callable that gives a weekday off its name and
other days None. The product passes the stored calendar (organisation/reference_tables/calendar.py), the days as people
have been told them (decision 064); `holiday_name` is the calendar of the law as the library has it today.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

CATEGORIES = ("public", "de_facto")  # de_facto: midsommarafton, julafton, nyårsafton. Never "bank": half-days.

Calendar = Callable[[date], str | None]

FRIDAY = 4
ONE_DAY = timedelta(days=1)


@cache
def _holidays_of(year: int) -> dict[date, str]:
    # Brings 300 modules along, and every process would wait for them; most never ask.
    from holidays.countries.sweden import Sweden

    holidays = Sweden(categories=CATEGORIES, years=year, language="sv")
    return {day: " och ".join(map(_within_a_sentence, name.split("; "))) for day, name in holidays.items()}


def _within_a_sentence(name: str) -> str:
    return name if name.startswith("Kristi") else name[0].lower() + name[1:]


def holiday_name(day: date) -> str | None:
    """The Swedish name of the day as written inside a sentence ("juldagen"), or None if it is no day off by name.

    Days that share a date are joined: 2008-05-01 is "första maj och Kristi himmelsfärdsdag". Saturdays and Sundays have
    a name only if they are also a holiday.
    """
    return _holidays_of(day.year).get(day)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the day counts, as lag 1930:173 2 § sorts days."""
    return day.weekday() <= FRIDAY and calendar(day) is None


def next_working_day(day: date, calendar: Calendar) -> date:
    """The first working day on or after the day (lag 1930:173 2 §)."""
    while not is_working_day(day, calendar):
        day += ONE_DAY
    return day


def previous_working_day(day: date, calendar: Calendar) -> date:
    """The last working day on or before the day."""
    while not is_working_day(day, calendar):
        day -= ONE_DAY
    return day


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The `count`th working day after the start, which is day 0 and never counted; before it if `count` is negative.

    A count of 0 gives the start itself, working day or not.
    """
    step, day = (ONE_DAY if count > 0 else -ONE_DAY), start
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, calendar):
            day += step
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days d there are with start < d <= end; the same number negated when end is before start."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(is_working_day(start + timedelta(days=n), calendar) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or the month's last day if it has no such day (lag 1930:173 1 §)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def warning_day(due: date, working_days_left: int, calendar: Calendar) -> date:
    """The working day on which so many working days remain, the due day included; the due day itself for 0."""
    return add_working_days(due, -working_days_left, calendar)
