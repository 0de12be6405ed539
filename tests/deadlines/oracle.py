"""Working days computed a second time and another way, to check the calendar the product uses.

Written from the wording of lag 1989:253 1–2 §§ and lag 1930:173 2 §, with Gauss's Easter; no library.
"""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday by Gauss's algorithm, with its two exceptions; Gregorian years 1900–2099 (M = 24, N = 5)."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    if (d, e) == (29, 6) or (d == 28 and e == 6 and year % 19 > 10):
        e -= 7
    return date(year, 3, 22) + timedelta(days=d + e)


def is_working_day(day: date) -> bool:
    """Whether the day is a weekday and none of the days the two laws name."""
    from_easter = (day - easter(day.year)).days
    is_off = (
        day.isoweekday() in (6, 7)
        or from_easter in (-2, 1, 39)  # långfredagen, annandag påsk, Kristi himmelsfärdsdag
        or (from_easter == 50 and day.year < 2005)  # annandag pingst
        or (day.month, day.day) in ((1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))
        or ((day.month, day.day) == (6, 6) and day.year >= 2005)
        or (day.isoweekday() == 5 and day.month == 6 and 19 <= day.day <= 25)  # midsommarafton
    )
    return not is_off


def nth_working_day_after(start: date, count: int, not_counted: frozenset[date] = frozenset()) -> date:
    """The `count`th working day after the start, passing over the days that are not to be counted."""
    day = start
    while count:
        day += timedelta(days=1)
        if is_working_day(day) and day not in not_counted:
            count -= 1
    return day
