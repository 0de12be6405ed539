"""Bringing in old lists: against the bare statements that write the same rows, and against the library, row by row."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from organisation.access.acting import acting_for
from organisation.models import Jobbtorg, Role, User
from tests.bench.importing import library
from tests.bench.importing.floor import Floor
from tests.bench.importing.lists import Lists, staffed
from tests.bench.importing.product import brought_in

SIZES = (1_000, 10_000, 100_000)
LIBRARY_ROWS = 500


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """For each number of rows: seconds, memory, statements, and how many times the bare statements' time it takes.

    Everything is taken back at the end of each.
    """
    admin = User.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    found: dict[str, Any] = {"library, rows/s": None, "sizes": {}}
    with transaction.atomic():
        jobbtorg = staffed(Jobbtorg.objects.filter(valid_to=None).order_by("pk")[0])
        lists = Lists(jobbtorg)
        with acting_for(admin):
            found["library, rows/s"] = round(library.rows_a_second(lists.library_rows(LIBRARY_ROWS)))
        for size in sizes:
            found["sizes"][str(size)] = _of_size(size, lists, admin, jobbtorg)
        transaction.set_rollback(True)
    found["ratio"] = found["sizes"][str(sizes[-1])]["× the floor"]
    return found


def _of_size(size: int, lists: Lists, admin: User, jobbtorg: Jobbtorg) -> dict[str, Any]:
    with transaction.atomic():
        with acting_for(admin):
            brought_in(admin, jobbtorg, lists.known_already(size))
            product = brought_in(admin, jobbtorg, lists.of(size))
            floor = Floor.taken(product.batch)
        transaction.set_rollback(True)
    with transaction.atomic():
        with acting_for(admin):
            bare = floor.seconds()
        transaction.set_rollback(True)
    worked = product.check_seconds + product.commit_seconds
    return {
        "read, s": round(product.read_seconds, 2),
        "check, s": round(product.check_seconds, 2),
        "bringing in, s": round(product.commit_seconds, 2),
        "rows/s": round(size / worked),
        "statements per 1 000 rows": round(product.statements / size * 1_000, 1),
        "memory, MB": round(product.megabytes),
        "floor, s": round(bare, 2),
        "rows of the floor": floor.rows,
        "× the floor": round(worked / bare, 1),
    }
