"""`manage.py seed`: who may be filled, and whether what it writes is what the product itself would have written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pghistory.core import event_models
from pytest_django import DjangoDbBlocker

from aspirants.identity import parse_identity
from aspirants.models import Direction, DisclosureContent, Enrolment, Origin, Person
from audit.models import LogSeal
from core.encryption import lookup_hash
from core.history.tracking import changes_of
from deadlines.calculation.deadline import Pause, compute_deadline
from deadlines.jobs.sweep import sweep
from deadlines.models import ClockStatus, DeadlineClock
from demo.identities import is_fictional
from demo.measured_city import Mark, mark_of, write_mark
from demo.measured_city.history import history_tables
from measures.periods import Period
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from meetings.models import Meeting, MeetingStatus
from organisation.reference_tables.calendar import stored_holiday
from referrals.attachments.content import content_of
from referrals.choices import Side
from referrals.models import Attachment, MoveStatus, QuestionMessage, ReferralMove, WalkIn
from tests.bench.databases import copy_of

SCALE, OPEN = 0.01, 300
BETWEEN_THE_TWO_SIDES = {
    "referrals_attachment",
    "referrals_attachmentpart",
    "referrals_departure",
    "referrals_deviation",
    "referrals_fitnessanswer",
    "referrals_questionmessage",
    "referrals_referraldraft",
    "referrals_referrallistdraft",
}
"""Of which no history is kept, or none beside themselves."""


@pytest.fixture(scope="module")
def empty(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of one's own, migrated and empty, that one is connected to."""
    source = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), copy_of(source, f"{source}_measured"):
        call_command("load_reference_data", verbosity=0)
        yield connection.settings_dict["NAME"]


@pytest.fixture(scope="module")
def filled(empty: str) -> str:
    if mark_of() is None:
        write_mark(Mark())
    call_command("seed", scale=SCALE, open=OPEN, seed=7, verbosity=0)
    return empty


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_database_without_the_mark_is_left_alone(empty: str) -> None:
    with pytest.raises(CommandError, match=f"{empty} is not marked"):
        call_command("seed", scale=SCALE, verbosity=0)
    with pytest.raises(CommandError, match=f"connected to is {empty}, not other"):
        call_command("seed", scale=SCALE, mark="other", verbosity=0)
    assert mark_of() is None
    assert not Person.objects.exists()


def test_the_scale_is_kept_and_only_once(filled: str) -> None:
    assert mark_of() == Mark(SCALE, 7, OPEN, timezone.localdate().isoformat())
    assert Person.objects.count() == pytest.approx(150_000 * SCALE, rel=0.1)  # in a young city few have been back
    assert Meeting.objects.exclude(status=MeetingStatus.BOOKED).count() == pytest.approx(1_000_000 * SCALE, rel=0.05)
    assert Enrolment.objects.open().count() == OPEN
    with pytest.raises(CommandError, match="holds persons"):
        call_command("seed", scale=SCALE, verbosity=0)


def test_nothing_that_belongs_to_a_case_is_empty(filled: str) -> None:
    kept = {*history_tables(), *history_tables().values(), *BETWEEN_THE_TWO_SIDES}
    assert [table for table in sorted(kept) if not _count(table)] == []
    assert {model.pgh_tracked_model._meta.app_label for model in event_models()} - {  # type: ignore[attr-defined]
        table.partition("_")[0] for table in history_tables()
    } == {"organisation", "catalogue"}, "reference data and staff alone are not the city's"
    assert LogSeal.objects.exists()


def test_what_the_two_sides_wrote_is_read_and_told_as_the_product_tells_it(filled: str) -> None:
    messages = QuestionMessage.objects.select_related("thread", "disclosure")
    waiting = 0
    for message in messages:
        told = message.disclosure
        assert message.text.endswith((".", "?"))
        assert told.content == DisclosureContent.MESSAGE
        assert (told.sending_unit_id or told.recipient_id) == message.thread.unit_id
        assert told.direction == (Direction.TO_UNIT if message.side == Side.JOBBTORG else Direction.TO_JOBBTORG)
        waiting += message.thread.waits_for == Side.JOBBTORG
    assert 0 < waiting < messages.count() / 2
    paper = Attachment.objects.select_related("referral")[0]
    assert content_of(paper).startswith(b"%PDF")
    assert paper.name == "Betyg från Komvux.pdf"
    assert {move.status for move in ReferralMove.objects.all()} == {MoveStatus.SENT, MoveStatus.RETURNED}
    assert not WalkIn.objects.exclude(enrolment__origin=Origin.WALK_IN).exists()
    assert WalkIn.objects.count() == Enrolment.objects.filter(origin=Origin.WALK_IN).count()


def test_every_last_day_is_what_the_engine_says(filled: str) -> None:
    clocks = DeadlineClock.objects.select_related("policy").prefetch_related("pauses")
    wrong = []
    for clock in clocks:
        assert clock.started_on is not None
        pauses = [Pause(pause.paused_from, pause.resumed_on) for pause in clock.pauses.all()]
        deadline = compute_deadline(clock.policy.rule, clock.started_on, pauses, calendar=stored_holiday)
        if deadline.due_on != clock.due_on:
            wrong.append((clock.policy.kind, clock.started_on, clock.due_on, deadline.due_on))
    assert wrong == []


def test_the_sweep_has_nothing_left_to_find(filled: str) -> None:
    found = sweep(on=timezone.localdate(), dry_run=True)
    assert (found.breached, found.excused) == (0, 0)
    assert DeadlineClock.objects.filter(status=ClockStatus.BREACHED, breaches=None, policy__use="ACTIVE").count() == 0


def test_its_figures_add_up(filled: str) -> None:
    today = timezone.localdate()
    for year in (2009, 2020, today.year):
        period = Period(datetime.date(year, 1, 1), min(today, datetime.date(year, 12, 31)))
        statement = collect(Scope(Reach.CITY), period)
        assert statement.contradictions == []
        assert any(not row.figures.is_empty for row in statement.rows)


def test_numbers_belong_to_nobody_and_are_found(filled: str) -> None:
    known = Person.objects.exclude(identity_hash=None)
    assert known.count() > Person.objects.count() / 2
    for person in known[:200]:
        assert is_fictional(person.identity_no)
        identity = parse_identity(person.identity_no, timezone.localdate())
        assert (identity.birth_date, lookup_hash(identity.number)) == (person.birth_date, person.identity_hash)


def test_the_last_version_of_a_case_is_the_case(filled: str) -> None:
    versions: Any = changes_of(Enrolment).objects
    for case in Enrolment.objects.order_by("pk")[:100]:
        last = versions.filter(pgh_obj_id=case.pk).latest("pgh_created_at")
        assert (last.closed_on, last.status, last.coach_id) == (case.closed_on, case.status, case.coach_id)


def test_constraints_and_indexes_are_all_back(filled: str) -> None:
    # What `copy_of` copied had them; the names on both sides come from the same migrations.
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
        there = {name for (name,) in cursor.fetchall()}
    declared = {
        item.name
        for table in history_tables()
        for model in [next(m.pgh_tracked_model for m in event_models() if m.pgh_tracked_model._meta.db_table == table)]  # type: ignore[attr-defined]
        for item in [*model._meta.constraints, *model._meta.indexes]
    }
    assert declared - there == set()
