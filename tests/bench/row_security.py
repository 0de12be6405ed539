"""What the second lock costs on the lists people open most: the same requests with row security and without."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.test import Client

from aspirants.models import Enrolment
from jobbtorg.database.row_security import protected_tables
from organisation.models import Role, User
from tests.visits import signed_in

ROUNDS, REQUESTS = 7, 6
GOAL = 1.2


def _lists(manager: User, coach: User, sender: User) -> dict[str, tuple[User, str]]:
    case = Enrolment.objects.filter(coach=coach, closed_on=None).order_by("pk")[0]
    return {
        "Min dag (coach)": (coach, "/"),
        "Aspiranter (coach)": (coach, "/aspiranter"),
        "Ärende (coach)": (coach, f"/arenden/{case.pk}/"),
        "Frister (manager)": (manager, "/frister"),
        "Inkorg (manager)": (manager, "/remisser"),
        "Mina remisser (sender)": (sender, "/remisser"),
    }


def _median(client: Client, path: str) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        assert client.get(path).status_code == 200, path
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _without(measure: Callable[[], float]) -> float:
    """The same with row security switched off, in a transaction that is taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in sorted(protected_tables()):
                cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        taken = measure()
        transaction.set_rollback(True)
    return taken


def _with(measure: Callable[[], float]) -> float:
    """In a transaction of the same kind, so that both pay for savepoints."""
    with transaction.atomic():
        taken = measure()
        transaction.set_rollback(True)
    return taken


def run() -> float:
    """Print a line for each list; returns the worst ratio."""
    coach = User.objects.get(pk=Enrolment.objects.open().order_by("pk")[7].coach_id)
    manager = User.objects.get(role=Role.MANAGER, jobbtorg=coach.jobbtorg)
    sender = User.objects.filter(role=Role.CASEWORKER).order_by("pk")[0]
    worst = 0.0
    sys.stdout.write(f"{'list':<26}{'without ms':>12}{'with ms':>12}{'ratio':>8}   goal ≤ {GOAL}\n")
    for name, (user, path) in _lists(manager, coach, sender).items():
        client = signed_in(user)

        def measure(client: Client = client, path: str = path) -> float:
            return _median(client, path)

        measure()
        pairs = [(_without(measure), _with(measure)) for _ in range(ROUNDS)]
        bare, locked = (statistics.median(side) for side in zip(*pairs, strict=True))
        worst = max(worst, locked / bare)
        sys.stdout.write(f"{name:<26}{bare:>12.1f}{locked:>12.1f}{locked / bare:>8.2f}\n")
    return worst
