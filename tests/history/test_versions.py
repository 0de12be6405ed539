"""Every version of a fact is kept by the database, by any user and any kind of statement."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from pghistory.core import event_models

from aspirants.models import EarlierNumber, Enrolment, Person, ReportedFact
from core.history.tracking import CHANGED, INSERTED, REMOVED, changes_of
from deadlines.jobs.sweep import sweep
from deadlines.models import DeadlineClock
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, PersonFactory, UserFactory
from imports.models import CellCorrection, ImportedRecord, ImportIssue, ImportRow
from meetings.models import BookingChange, Meeting
from organisation.access.acting import System, acting_for
from organisation.access.database_roles import WEB, WORKER
from organisation.models import User
from referrals.models import (
    Attachment,
    AttachmentPart,
    Departure,
    Deviation,
    FitnessAnswer,
    QuestionMessage,
    ReferralEvent,
)
from tests.person_bound import leads_to_a_person
from tests.post_forms import submit
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

# Added and never changed, settled once, on their way in, or about the reader: their own kind of record.
WITHOUT_HISTORY = {
    ReferralEvent,
    EarlierNumber,
    ReportedFact,
    BookingChange,
    ImportRow,
    CellCorrection,
    ImportIssue,
    ImportedRecord,
    Attachment,
    AttachmentPart,
    Departure,
    Deviation,
    FitnessAnswer,
    QuestionMessage,
}


def labels(row: models.Model) -> list[str]:
    return list(
        changes_of(type(row)).objects.filter(pgh_obj_id=row.pk).order_by("pgh_id").values_list("pgh_label", flat=True)
    )


def test_everything_about_a_person_has_a_history() -> None:
    """A new person-bound model without one fails here."""
    kept = {model.pgh_tracked_model for model in event_models()}
    versions = set(event_models())
    bound = {model for model in apps.get_models() if leads_to_a_person(model)} - versions
    assert {model.__name__ for model in bound - kept - WITHOUT_HISTORY} <= {"Opening", "NotSamePerson", "MovedRow"}


def test_the_triggers_stand_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_%' AND tgenabled = 'O'"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    for model in event_models():
        assert model.pgh_tracked_model._meta.db_table in guarded
        assert model._meta.db_table in guarded, "and nobody changes what is kept"


def test_versions_are_written_once_a_statement() -> None:
    """Row by row each version takes a subtransaction, and a statement's cost grows with the square of its rows."""
    tables = [model.pgh_tracked_model._meta.db_table for model in event_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgrelid::regclass::text = ANY(%s)"
            r" AND tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_' AND tgtype & 1 = 1",
            [tables],
        )
        assert cursor.fetchall() == []


def test_a_session_that_began_with_little_is_not_slow_with_much() -> None:
    """The functions that compare before and after are planned once a session: never for comparing row by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc JOIN pg_trigger ON tgfoid = pg_proc.oid"
            " WHERE tgoldtable IS NOT NULL AND tgnewtable IS NOT NULL"
            " AND NOT 'enable_nestloop=off' = ANY (COALESCE(proconfig, ARRAY[]::text[]))"
        )
        assert cursor.fetchall() == []


def test_each_way_of_writing_is_kept() -> None:
    case = EnrolmentFactory()
    [first, second] = MeetingFactory.create_batch(2, enrolment=case)
    Meeting.objects.filter(pk=first.pk).update(note="Ändrad i klump")
    first.note = "Ändrad igen"
    Meeting.objects.bulk_update([first], ["note"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_meeting SET note = 'för hand' WHERE id = %s", [second.pk])
    second.refresh_from_db()
    second.delete()
    Person.objects.bulk_create([PersonFactory.build()])
    assert labels(first) == [INSERTED, CHANGED, CHANGED]
    assert changes_of(Meeting).objects.filter(enrolment=case, pgh_label=REMOVED).get().note == "för hand"
    assert changes_of(Person).objects.filter(pgh_label=INSERTED).exists()


def test_what_does_not_change_is_not_kept_again() -> None:
    case = EnrolmentFactory()
    Enrolment.objects.filter(pk=case.pk).update(origin=case.origin)
    assert labels(case) == [INSERTED]


def test_who_made_a_change_is_read_from_the_acting_user() -> None:
    case = EnrolmentFactory()
    other = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    url = f"/arenden/{case.pk}/coach"
    manager = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    typed = {"coach": other.pk, "reason": "Byter handläggare"}
    assert submit(signed_in(manager), url, typed).status_code == 302
    change = changes_of(Enrolment).objects.filter(pgh_obj=case, pgh_label=CHANGED).get()
    assert (change.acting_user_id, change.coach_id, change.acting_system) == (manager.pk, other.pk, "")


def test_a_job_names_itself() -> None:
    clock = DeadlineClockFactory(overdue=True)
    with as_role(WORKER):
        assert sweep(on=timezone.localdate()).breached == 1
    change = changes_of(DeadlineClock).objects.filter(pgh_obj=clock, pgh_label=CHANGED).get()
    assert (change.acting_user_id, change.acting_system) == (None, System.SWEEP)


def test_a_password_is_never_kept() -> None:
    user = UserFactory(coach=True)
    columns = {field.column for field in changes_of(User)._meta.concrete_fields}
    assert not columns & {"password", "last_login"}
    before = labels(user)
    user.set_password("something else altogether")
    user.save()
    assert labels(user) == before


@pytest.mark.parametrize("statement", ["UPDATE {} SET note = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_who_works_here_changes_what_is_kept(statement: str) -> None:
    meeting = MeetingFactory()
    table = changes_of(Meeting)._meta.db_table
    refused = pytest.raises(DatabaseError, match="permission denied")
    with as_role(WEB), acting_for(meeting.coach), refused, transaction.atomic():
        connection.cursor().execute(statement.format(table))
    if "TRUNCATE" not in statement:
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            connection.cursor().execute(statement.format(table))
