"""What keeping every version costs where most is written at once: ten thousand meetings in one go."""

from __future__ import annotations

import statistics
import time
from typing import Any

from django.db import connection, transaction

from aspirants.models import Enrolment
from core.history.tracking import changes_of
from meetings.models import Meeting

ROWS, ROUNDS = 10_000, 5


def _insert(*, with_triggers: bool) -> float:
    """Seconds, in a transaction that is taken back."""
    case = Enrolment.objects.open().order_by("pk")[0]
    with transaction.atomic():
        if not with_triggers:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE meetings_meeting DISABLE TRIGGER USER")
        # The same rows in SQL, so that Python's part does not hide the database's.
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO meetings_meeting (enrolment_id, coach_id, kind, channel, starts_at, minutes, status,"
                " topics, note, booked_by_id, booked_at, submission_id)"
                " SELECT %s, %s, 'COACH', 'VISIT', now(), 30, 'BOOKED', '{}', 'Anteckning', %s, now(),"
                " gen_random_uuid() FROM generate_series(1, %s)",
                [case.pk, case.coach_id, case.coach_id, ROWS],
            )
        taken = time.perf_counter() - start
        assert changes_of(Meeting).objects.filter(enrolment=case, note="Anteckning").count() >= ROWS * with_triggers
        transaction.set_rollback(True)
    return taken


def run() -> dict[str, Any]:
    """Seconds without and with versions, and the ratio."""
    pairs = [(_insert(with_triggers=False), _insert(with_triggers=True)) for _ in range(ROUNDS)]
    bare, kept = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "meetings": ROWS,
        "without versions, s": round(bare, 2),
        "with, s": round(kept, 2),
        "ratio": round(kept / bare, 2),
    }
