"""The sweep: every breach stamped once, whatever happens to it, and the right people told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from deadlines.jobs import sweep as sweeping
from deadlines.jobs.sweep import SweepResult, sweep
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock, SweepRun
from deadlines.tasks import sweep_deadlines
from demo.factories import (
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    PersonFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.access.database_roles import WORKER
from organisation.models import Jobbtorg
from tests.aspirants.staff import TODAY, at
from tests.outside import environment, forks, is_alive, kill
from tests.platform.conftest import PATIENCE, eventually, start
from tests.roles import as_role
from tests.same_moment import at_the_same_moment

__all__ = ["start"]

MANAGERS = 2


def overdue_at(jobbtorg: Jobbtorg, count: int) -> None:
    """So many referrals that nobody has taken care of in time."""
    person = PersonFactory()
    DeadlineClockFactory.create_batch(count, enrolment=None, person=person, jobbtorg=jobbtorg, overdue=True)


@pytest.fixture
def unit(db: None) -> Jobbtorg:
    """A jobbtorg with two managers."""
    jobbtorg = JobbtorgFactory()
    UserFactory.create_batch(MANAGERS, manager=True, jobbtorg=jobbtorg)
    return jobbtorg


def assert_each_is_stamped_and_told_once(count: int) -> None:
    assert DeadlineClock.objects.filter(status=ClockStatus.BREACHED).count() == count
    assert Breach.objects.count() == Breach.objects.values("clock").distinct().count() == count
    assert Notice.objects.count() == MANAGERS * count
    assert Notice.objects.values("recipient", "event_key").distinct().count() == MANAGERS * count


def test_which_clocks_are_stamped(now, case):
    """Late and running ones, and no others."""
    clocks = {
        "yesterday": DeadlineClockFactory(overdue=True),
        "today": DeadlineClockFactory(due_today=True),
        "paused": DeadlineClockFactory(paused=True),
        "met": DeadlineClockFactory(met=True),
        "excused": DeadlineClockFactory(excused=True),
        "cancelled": DeadlineClockFactory(started_on=date(2026, 11, 2), cancelled=True),
        "follow-up": DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP, overdue=True),
        "not covered": DeadlineClockFactory(overdue=True, covered=False),
    }
    before = {name: clock.status for name, clock in clocks.items()}
    assert sweep(on=TODAY) == SweepResult(breached=3, notices=2)
    for clock in clocks.values():
        clock.refresh_from_db()
    stamped = {name for name, clock in clocks.items() if clock.status != before[name]}
    assert stamped == {"yesterday", "follow-up", "not covered"}
    assert {breach.clock for breach in Breach.objects.all()} == {clocks[name] for name in stamped}


def test_a_stamp_says_what_and_when(now, coach, manager):
    clock = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    sweep(on=TODAY)
    breach = Breach.objects.get()
    assert (breach.clock, breach.jobbtorg, breach.due_on) == (clock, coach.jobbtorg, clock.due_on)
    assert (breach.stamped_at, breach.cause, breach.explained_by, breach.revoked_at) == (timezone.now(), "", None, None)
    for member in (coach, manager):
        notice = member.notices.get()
        assert notice.text == f"Jobbgarantin bröts i {clock.reference}: sista dagen var 2026-11-20"
        assert notice.path == f"/arenden/{clock.enrolment_id}/"
    run = SweepRun.objects.get()
    assert (run.evaluated_on, run.breached, run.notices) == (TODAY, 1, 2)


def test_before_someone_is_enrolled_the_manager_hears_and_is_led_to_the_clock(now, unit):
    overdue_at(unit, 1)
    sweep(on=TODAY)
    assert_each_is_stamped_and_told_once(1)
    explained = f"/frister/{DeadlineClock.objects.get().pk}/varfor"
    assert set(Notice.objects.values_list("path", flat=True)) == {explained}


def test_the_inactive_and_other_units_hear_nothing(now, coach):
    UserFactory(manager=True, jobbtorg=coach.jobbtorg, inactive=True)
    UserFactory(manager=True)
    UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    sweep(on=TODAY)
    assert [notice.recipient for notice in Notice.objects.all()] == [coach]


def test_of_a_protected_person_only_the_appointed_hear_and_no_name_is_told(now, coach, manager):
    appointed = UserFactory(manager=True, jobbtorg=coach.jobbtorg, protected_access=True)
    clock = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach, protected=True), overdue=True)
    sweep(on=TODAY)
    notice = Notice.objects.get()
    assert notice.recipient == appointed
    told = notice.text + notice.path + notice.event_key
    assert not [name for name in (clock.person.first_name, clock.person.last_name) if name in told]


def test_sweeping_again_finds_nothing(now, unit):
    overdue_at(unit, 3)
    assert sweep(on=TODAY) == SweepResult(breached=3, notices=3 * MANAGERS)
    assert sweep(on=TODAY) == SweepResult()
    now.move_to(at("2027-01-01"))
    sweep_deadlines()
    assert_each_is_stamped_and_told_once(3)
    assert SweepRun.objects.count() == 3


def test_a_sweep_every_minute_leaves_one_row_a_day_and_one_for_each_find(now, unit):
    overdue_at(unit, 1)
    with as_role(WORKER):
        for minute in range(3):  # finds one, then nothing
            now.move_to(at("2026-11-23", f"09:0{minute}"))
            sweep_deadlines()
        now.move_to(at("2026-11-24", "09:00"))
        sweep_deadlines()
        runs = [(run.evaluated_on.day, run.finished_at.minute, run.breached) for run in SweepRun.objects.all()]
        assert runs == [(24, 0, 0), (23, 2, 0), (23, 0, 1)]
        now.move_to(at("2028-01-01"))
        sweep_deadlines()
        assert SweepRun.objects.get().evaluated_on == date(2028, 1, 1)


@pytest.mark.parametrize("late", [0, 1, 3, 4, 7])
def test_any_number_of_batches(now, unit, monkeypatch, late):
    monkeypatch.setattr(sweeping, "CLOCKS_PER_BATCH", 3)
    overdue_at(unit, late)
    assert sweep(on=TODAY) == SweepResult(breached=late, notices=MANAGERS * late)
    assert_each_is_stamped_and_told_once(late)


def test_a_sweep_that_comes_days_late_misses_nothing(now, unit):
    overdue_at(unit, 2)
    now.move_to(at("2026-12-24"))
    DeadlineClockFactory(enrolment=None, jobbtorg=unit, started_on=date(2026, 12, 1))
    assert sweep(on=timezone.localdate()).breached == 3


def test_for_an_earlier_day_only_what_was_late_then_is_stamped(now, unit, capsys):
    overdue_at(unit, 1)  # last day Friday 20 November
    call_command("sweep_deadlines", on="2026-11-20")
    assert not Breach.objects.exists()
    call_command("sweep_deadlines", on="2026-11-21")
    assert "1 clocks stamped as breached on 2026-11-21, 0 as excused, 2 notices sent." in capsys.readouterr().out
    assert not SweepRun.objects.exists(), "that an earlier day was swept is no proof for today"


def test_a_dry_run_writes_nothing(now, unit, capsys):
    overdue_at(unit, 2)
    call_command("sweep_deadlines", dry_run=True)
    assert "2 clocks would be stamped" in capsys.readouterr().out
    call_command("sweep_deadlines", dry_run=True, on="2027-06-01")
    assert not Breach.objects.exists()
    assert not Notice.objects.exists()
    assert not SweepRun.objects.exists()
    assert set(DeadlineClock.objects.values_list("status", flat=True)) == {ClockStatus.RUNNING}


@pytest.mark.parametrize("day", ["2026-11-24", "2026-13-01", "24/11", "snart"])
def test_a_day_to_come_or_no_day_at_all_is_refused(now, unit, day):
    with pytest.raises(CommandError) as refused:
        call_command("sweep_deadlines", on=day)
    assert refused.value.returncode == 2
    assert str(refused.value).count("\n") == 0
    assert not SweepRun.objects.exists()


# From here on the database is worked on from several sides at once, on the day that it is.

at_once = pytest.mark.django_db(transaction=True)


@at_once
def test_two_sweeps_at_once(transactional_db, monkeypatch):
    unit = JobbtorgFactory()
    UserFactory.create_batch(MANAGERS, manager=True, jobbtorg=unit)
    overdue_at(unit, 60)
    monkeypatch.setattr(sweeping, "CLOCKS_PER_BATCH", 4)
    run = partial(sweep, on=timezone.localdate())
    # A sweep that finds the rows locked ends; the next run takes what is left.
    results = [*at_the_same_moment(run, run, run), run()]
    assert sum(result.breached for result in results) == 60
    assert_each_is_stamped_and_told_once(60)


@pytest.fixture
def outside(transactional_db: None) -> dict[str, str]:
    return environment()


@pytest.fixture
def killable(outside: dict[str, str]) -> Iterator[Callable[[int], int]]:
    """Starts `manage.py sweep_deadlines` with batches of a size and gives its process id."""
    with forks("sweep_deadlines", outside) as begin:
        yield begin


@pytest.mark.servers
@at_once
def test_killed_again_and_again_the_sweep_still_stamps_each_once(killable):
    unit = JobbtorgFactory()
    UserFactory.create_batch(MANAGERS, manager=True, jobbtorg=unit)
    overdue_at(unit, 150)
    stamped = [0]
    for _ in range(8):
        child, deadline = killable(2), time.monotonic() + PATIENCE
        while Breach.objects.count() == stamped[-1] and is_alive(child):
            assert time.monotonic() < deadline, stamped
        kill(child)
        stamped.append(Breach.objects.count())
    assert 0 < stamped[1] < 150, "no sweep was killed in the middle"
    # What a killed sweep had locked is free as soon as the server has noticed.
    deadline = time.monotonic() + PATIENCE
    while Breach.objects.count() < 150:
        assert time.monotonic() < deadline, f"{Breach.objects.count()} stamped"
        sweep(on=timezone.localdate())
    assert SweepRun.objects.exists()
    assert_each_is_stamped_and_told_once(150)


@pytest.mark.servers
@at_once
@pytest.mark.parametrize(("ring_every", "sweeps"), [("1", 2), ("3600", 1)], ids=["on schedule", "when it starts"])
def test_beat_rings_and_the_worker_stamps(outside, start, tmp_path, ring_every, sweeps):
    DeadlinePolicyFactory()
    clock = DeadlineClockFactory(overdue=True)
    celery = [sys.executable, "-m", "celery", "-A", "jobbtorg"]
    environment = outside | {"OUTSIDE_RING_EVERY": ring_every}
    running = [
        start(*celery, "worker", "-c", "1", "--hostname", f"{clock.pk}@%h", env=environment, log="worker.log"),
        start(*celery, "beat", "--schedule", tmp_path / "beat", env=environment, log="beat.log"),
    ]

    def is_stamped() -> bool:
        clock.refresh_from_db()
        return clock.status == ClockStatus.BREACHED and SweepRun.objects.count() >= sweeps

    logs = [tmp_path / "worker.log", tmp_path / "beat.log"]
    eventually(is_stamped, lambda: "\n".join(log.read_text() for log in logs))
    for process in running:
        process.terminate()
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    assert Breach.objects.get().clock == clock
    assert [notice.recipient for notice in Notice.objects.all()] == [clock.enrolment.coach]
