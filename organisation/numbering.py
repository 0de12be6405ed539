"""Hands out numbers such as `RS-2026-00417` without gaps or collisions."""

from django.db import connection

from organisation.models import NumberSeries


def next_numbers(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of a series. The row lock holds until the transaction ends, so none is given twice."""
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (prefix, year, last) VALUES (%s, %s, %s) "
            f"ON CONFLICT (prefix, year) DO UPDATE SET last = {table}.last + EXCLUDED.last RETURNING last",
            [prefix, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]


def next_number(prefix: str, year: int) -> str:
    """The next number of a series, for example `RS-2026-00417`."""
    return next_numbers(prefix, year)[0]
