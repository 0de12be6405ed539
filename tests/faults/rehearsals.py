"""The five faults. Each rehearsal has an office of its own and returns its figures; nothing of it runs afterwards."""

from __future__ import annotations

import datetime
import random
import time

from django.db import connection
from django.test import Client
from django.utils import timezone

from deadlines.models import SweepRun
from tests.faults.figures import Figure, at_least, at_most, exactly, within
from tests.faults.office import Office
from tests.faults.stage import Stage

RING_AGAIN_AFTER = 0.3
"""Seconds between rings while a rehearsal waits; in production beat rings every sixty."""

BATCHES = (20, 100, 5_000)
"""Clocks in one transaction of a worker that is to be killed: many small ones, or all in one."""

PROMISED = {"queue lost": 120.0, "child killed": 20.0}
"""Seconds, from docs/decisions/061-the-sweep-under-faults.md."""


def _until_stamped(stage: Stage, office: Office, *, ringing: bool) -> float:
    def done() -> bool:
        if ringing and office.unstamped:
            stage.ring()
            time.sleep(RING_AGAIN_AFTER)
        return not office.unstamped

    return stage.wait(done, lambda: f"{office.unstamped} of {office.late} were not stamped", patience=180)


def _ended(stage: Stage, office: Office) -> list[Figure]:
    """What every rehearsal must show at its end."""
    late, effects = office.late, office.effects()
    codes = stage.stop()
    return [
        exactly("breaches", effects["breaches"], late),
        exactly("clocks with a breach", effects["clocks with a breach"], late),
        exactly("notices", effects["notices"], late * len(office.members)),
        exactly("doubled, missing, wrong day or wrong person", office.deviations(), 0),
        exactly("processes that did not end well when asked", len(codes), 0),
        exactly("processes left behind", stage.left_behind(), 0),
    ]


def _is_at_work(name: str) -> bool:
    """Whether a process has a transaction open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND xact_start IS NOT NULL", [name]
        )
        (count,) = cursor.fetchone()
    return bool(count)


def workers_killed(stage: Stage, *, rounds: int, clocks: int, seed: int = 61) -> list[Figure]:
    """Two workers; in every round one of them, or only its child, is killed at some moment while sweeps are rung."""
    office, chance = Office(), random.Random(seed)
    names = ("worker-1", "worker-2")
    half_way = in_transaction = whole = wrong = 0
    for name in names:
        stage.worker(name, batch=BATCHES[0])
    for _ in range(rounds):
        office.fall_due(clocks)
        stage.ring(4)
        victim = chance.choice(names)
        time.sleep(chance.uniform(0, 0.5))
        in_transaction += _is_at_work(victim)
        if is_whole := chance.random() < 0.5:
            stage.kill(victim)
        else:
            stage.kill_child(victim)
        half_way += 0 < office.unstamped < clocks
        _until_stamped(stage, office, ringing=True)
        wrong += bool(office.deviations())
        if is_whole:
            whole += 1
            stage.worker(victim, batch=chance.choice(BATCHES))
    return [
        Figure("rounds, each with a kill", rounds),
        Figure("whole workers killed, else the child alone", whole),
        at_least("killed while it had a transaction open", in_transaction, rounds // 10),
        at_least("killed while some were stamped and some not", half_way, rounds // 10),
        exactly("rounds with a deviation", wrong, 0),
        *_ended(stage, office),
    ]


def _rung(stage: Stage, seconds: int, beats: int) -> tuple[Office, int, list[Figure]]:
    office = Office()
    names = [f"beat-{number}-of-{beats}" for number in range(beats)]
    for name in names:
        stage.beat(name, every="1")
    for _ in range(seconds):
        office.fall_due(20)
        time.sleep(1)
    _until_stamped(stage, office, ringing=False)
    rings = sum(stage.log(name).count("Sending due task sweep-deadlines") for name in names)
    for name in names:
        stage.kill(name)
    return office, rings, [exactly(f"doubled or missing with {beats}", office.deviations(), 0)]


def three_beats(stage: Stage, *, seconds: int) -> list[Figure]:
    """The same clocks under one beat and under three; each rings every second, so a minute is an hour's rings."""
    for name in ("worker-1", "worker-2"):
        stage.worker(name)
    alone, rings, one = _rung(stage, seconds, 1)
    together, more_rings, three = _rung(stage, seconds, 3)
    return [
        Figure("rings of one beat", rings),
        at_least("rings of three beats", more_rings, 2 * rings),
        *one,
        *three,
        exactly("effects of three, as of one", together.effects() == alone.effects(), True),
        *_ended(stage, together),
    ]


def queue_lost(stage: Stage, *, clocks: int, every: str) -> list[Figure]:
    """Valkey is killed with a thousand rings in it and comes back empty; worker and beat have been running on."""
    office = Office()
    stage.worker("worker")
    stage.beat("beat", every=every)
    stage.ring(1000)
    queued = stage.queued()
    stage.lose_the_queue()
    office.fall_due(clocks)
    time.sleep(3)
    stage.valkey.start()
    found = stage.queued()
    seconds = _until_stamped(stage, office, ringing=False)
    return [
        at_least("rings lost with the queue", queued, 500),
        # Beat, which runs on, may have rung again before the queue could be looked into.
        at_most("rings in the queue that came back", found, 10),
        within("from its return until all was stamped", seconds, PROMISED["queue lost"]),
        *_ended(stage, office),
    ]


def child_killed(stage: Stage, *, clocks: int) -> list[Figure]:
    """One ring, no beat; the process that does the task is killed half-way. The task is to be done again by itself."""
    office = Office()
    stage.worker("worker", batch=5)
    office.fall_due(clocks)
    stage.ring()
    stage.wait(lambda: office.unstamped < clocks)
    stage.kill_child("worker")
    time.sleep(0.2)  # a commit that was under way may still arrive
    left = office.unstamped
    again = 0.2 + stage.wait(lambda: office.unstamped < left, lambda: stage.log("worker"))
    done = again + _until_stamped(stage, office, ringing=False)
    return [
        at_least("clocks that were left when it was killed", left, 1),
        within("from the kill until the task was at it again", again, PROMISED["child killed"]),
        Figure("from the kill until all was stamped", f"{done:.1f} s"),
        *_ended(stage, office),
    ]


def three_days_away(stage: Stage, *, clocks: int) -> list[Figure]:
    """Nothing has rung for three days, in which clocks fell due; then a beat is started, at production's times."""
    office = Office()
    for days_ago in (0, 1, 2, 3):
        office.fall_due(clocks, days_ago=days_ago)
    SweepRun.objects.all().delete()
    then = timezone.now() - datetime.timedelta(days=3)
    SweepRun.objects.create(evaluated_on=then.date(), started_at=then, finished_at=then, breached=0, notices=0)
    before = Client().get("/halsa/djup").status_code
    stage.worker("worker")
    stage.beat("beat", every="")
    seconds = _until_stamped(stage, office, ringing=False)
    stage.wait(lambda: SweepRun.objects.filter(evaluated_on=office.today).exists())
    found = [run.breached for run in SweepRun.objects.filter(breached__gt=0).order_by("pk")]
    return [
        Figure("late clocks of three days", office.late),
        exactly("deep health before", before, 503),
        Figure("from beat's start until all was stamped", f"{seconds:.1f} s"),
        exactly("runs that found something, and what", found, [3 * clocks]),
        exactly("deep health after", Client().get("/halsa/djup").status_code, 200),
        *_ended(stage, office),
    ]
