"""How many rows of imported lists about a period have not reached the register: Statistik says so."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import connection

from imports.row_security import LEFT_OUT_ROWS
from measures.left_out import LeftOut


def left_out_rows(first_day: datetime.date, last_day: datetime.date, jobbtorg: Collection[int]) -> LeftOut:
    """The rows of the jobbtorg, by their keys, about a period of local dates, both days included."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT waiting, left_out FROM {LEFT_OUT_ROWS}(%s, %s, %s)",  # noqa: S608
            [list(jobbtorg), first_day, last_day],
        )
        return LeftOut(*cursor.fetchone())
