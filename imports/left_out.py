"""How many rows of imported lists about a period have not reached the register: Statistik says so."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from imports.row_security import LEFT_OUT_ROWS


@dataclass(frozen=True)
class LeftOut:
    """Rows of cases that began or ended in a period: how many wait for a decision, how many were left out."""

    waiting: int
    left_out: int


def left_out_rows(first_day: datetime.date, last_day: datetime.date, jobbtorg: Collection[int]) -> LeftOut:
    """The rows of the jobbtorg, by their keys, about a period of local dates, both days included."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT waiting, left_out FROM {LEFT_OUT_ROWS}(%s, %s, %s)",  # noqa: S608
            [list(jobbtorg), first_day, last_day],
        )
        return LeftOut(*cursor.fetchone())
