"""Undoing an import: what nobody has touched since leaves the register and its history, the rest stays whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirants.choices import EnrolmentStatus
from aspirants.models import Enrolment, Opening, Person, PersonChange
from audit.models import AccessEvent, AccessKind
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from demo.factories import (
    EarlierNumberFactory,
    EnrolmentFactory,
    MeetingFactory,
    OpeningFactory,
    PersonFactory,
    ReferralFactory,
    ReportedFactFactory,
)
from imports.choices import JobKind, JobState, Stage, Verdict
from imports.models import ImportBatch, ImportedRecord, ImportFile, ImportJob, ImportRow
from imports.undoing.hanging import CASES, hanging
from imports.undoing.preview import preview
from imports.undoing.records import NOT_WRITING, WRITTEN_AT
from imports.undoing.removal import FORGET, REMOVE
from jobplans.models import JobPlanVersion
from meetings.models import GroupInformationSession, Meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, REPORTS, STADSDEL, WEB, WORKER
from organisation.models import Jobbtorg, User
from organisation.numbering import next_numbers
from tests.imports.brought_in import SURNAME, bring_in, new_import, persons_of, undo_as_importer, whole_case
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)


def everywhere(*texts: str) -> list[str]:
    """The tables of the whole database in which one of the texts stands, in any column of any row."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            likes = " OR ".join(["strpos(row_to_json(it)::text, %s) > 0"] * len(texts))
            cursor.execute(f"SELECT count(*) FROM {table} it WHERE {likes}", texts)
            found += [table] * (cursor.fetchone()[0] > 0)
    return found


@pytest.fixture
def two(admin: User, rosenlund: Jobbtorg) -> ImportBatch:
    """Two persons with a case each, brought in from lines 12 and 13."""
    return bring_in(new_import(admin, rosenlund, rows=2), whole_case)


def first_case(batch: ImportBatch) -> Enrolment:
    return Enrolment.objects.get(import_rows__in=batch.rows.order_by("line")[:1])


def test_what_an_import_made_is_found_nowhere_after_the_undo(two: ImportBatch, admin: User) -> None:
    hashes = [person.identity_hash for person in persons_of(two)]
    names = [person.first_name + " " + person.last_name for person in persons_of(two)]
    numbers = list(Enrolment.objects.values_list("case_no", flat=True))
    looked_for = [SURNAME, *hashes, *names, *numbers]
    assert {"aspirants_person", "aspirants_personchange", CASES} <= set(everywhere(*looked_for))

    undone = undo_as_importer(admin, two)

    assert (undone.cases, undone.persons, undone.touched) == (2, 2, 0)
    assert everywhere(*looked_for) == []
    for table in hanging():
        if table.facts:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT (SELECT count(*) FROM {table.table}), (SELECT count(*) FROM {table.versions})")
                assert cursor.fetchone() == (0, 0), table.table
    assert not GroupInformationSession.objects.exists()
    assert not two.records.exists()


def test_the_import_itself_stays_with_its_counts(two: ImportBatch, admin: User) -> None:
    file = two.files.get()
    undone = undo_as_importer(admin, two)
    two.refresh_from_db()
    assert (two.stage, two.undone_by, two.undone_at) == (Stage.UNDONE, admin, timezone.now())
    assert {key: two.counts[key] for key in ("NEW", "undone")} == {
        "NEW": 2,
        "undone": {"cases": 2, "persons": 2, "records": undone.records, "touched": 0},
    }
    assert undone.records > 10
    assert set(two.rows.values_list("cells", "case_no", "identity_hash", "starts_on")) == {("", "", "", None)}
    ImportFile.objects.create(batch=two, name="igen.csv", sha256=file.sha256, size=1, jobbtorg=file.jobbtorg)


def test_case_numbers_are_not_used_again(admin: User, rosenlund: Jobbtorg) -> None:
    with transaction.atomic():
        [number] = next_numbers(rosenlund.code, 2008, 1)
    batch = bring_in(new_import(admin, rosenlund), lambda row: EnrolmentFactory(jobbtorg=rosenlund, case_no=number))
    undo_as_importer(admin, batch)
    assert not Enrolment.objects.exists()
    with transaction.atomic():
        assert next_numbers(rosenlund.code, 2008, 1) != [number]


def meeting(case: Enrolment) -> None:
    MeetingFactory(enrolment=case)


def changed_person(case: Enrolment) -> None:
    Person.objects.filter(pk=case.person_id).update(phone="070-174 06 05")


def changed_case(case: Enrolment) -> None:
    Enrolment.objects.filter(pk=case.pk).update(first_visit_on=datetime.date(2008, 4, 1))


def changed_clock(case: Enrolment) -> None:
    DeadlineClock.objects.filter(enrolment=case).update(covered_reason="Annat")


def changed_plan(case: Enrolment) -> None:
    JobPlanVersion.objects.filter(plan__enrolment=case).update(goal="Annat")


def removed_meeting(case: Enrolment) -> None:
    Meeting.objects.filter(enrolment=case)._raw_delete("default")


def referral(case: Enrolment) -> None:
    ReferralFactory(person=case.person)


def earlier_number(case: Enrolment) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        EarlierNumberFactory(person=case.person)


def reported_fact(case: Enrolment) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        ReportedFactFactory(person=case.person)


@pytest.mark.parametrize(
    "touch",
    [
        *(meeting, changed_person, changed_case, changed_clock, changed_plan, removed_meeting),
        *(referral, earlier_number, reported_fact),
    ],
)
def test_a_case_that_somebody_has_touched_stays_whole(
    two: ImportBatch, admin: User, touch: Callable[[Enrolment], None]
) -> None:
    case = first_case(two)
    touch(case)
    records = two.records.count()
    undone = undo_as_importer(admin, two)
    assert (undone.cases, undone.persons, undone.touched) == (1, 1, 1)
    assert Enrolment.objects.filter(pk=case.pk).exists()
    assert not Enrolment.objects.exclude(person=case.person).exists()
    assert [person.pk for person in Person.objects.all()] == [case.person_id]
    assert PersonChange.objects.exclude(pgh_obj=case.person_id).count() == 0
    assert two.records.count() == records - undone.records
    kept = two.rows.get(enrolment=case)
    assert (kept.case_no, kept.cells) == (case.case_no, "")


def test_a_new_case_of_the_person_is_a_touch(two: ImportBatch, admin: User) -> None:
    closed = {"status": EnrolmentStatus.CLOSED, "closed_on": datetime.date(2026, 11, 1)}
    EnrolmentFactory(person=first_case(two).person, **closed)
    assert undo_as_importer(admin, two).touched == 1


def test_reading_is_not_touching(two: ImportBatch, admin: User) -> None:
    case = first_case(two)
    OpeningFactory(person=case.person)
    AccessEvent.objects.create(user=admin, kind=AccessKind.READ, view="case", person_id=case.person_id)
    assert undo_as_importer(admin, two).touched == 0
    assert not Opening.objects.exists()
    assert AccessEvent.objects.filter(person_id=case.person_id).exists(), "who has looked stays in the log, by law"


def test_work_in_another_case_of_a_person_does_not_keep_this_one(admin: User, rosenlund: Jobbtorg) -> None:
    """Somebody who has been an aspirant for long, and is met in a list of 2008."""
    going_on = EnrolmentFactory(jobbtorg=rosenlund)

    def old_case(row: ImportRow) -> Enrolment:
        return EnrolmentFactory(
            jobbtorg=rosenlund,
            person=going_on.person,
            status=EnrolmentStatus.CLOSED,
            closed_on=datetime.date(2008, 9, 1),
        )

    batch = bring_in(new_import(admin, rosenlund), old_case)
    MeetingFactory(enrolment=going_on)
    undone = undo_as_importer(admin, batch)
    assert (undone.cases, undone.persons, undone.touched) == (1, 0, 0)
    assert [case.pk for case in Enrolment.objects.all()] == [going_on.pk]


def complete(case: Enrolment) -> Callable[[ImportRow], Enrolment]:
    """What a row does to a case that the register has: a meeting more, a first visit, a coach less."""

    def make(row: ImportRow) -> Enrolment:
        MeetingFactory(enrolment=case)
        Enrolment.objects.filter(pk=case.pk).update(first_visit_on=datetime.date(2008, 4, 2))
        Person.objects.filter(pk=case.person_id).update(deceased_on=datetime.date(2009, 1, 2))
        return case

    return make


def test_what_was_only_changed_becomes_what_it_was(admin: User, rosenlund: Jobbtorg) -> None:
    case = EnrolmentFactory(jobbtorg=rosenlund, first_visit_on=datetime.date(2008, 4, 1))
    MeetingFactory(enrolment=case)
    versions = changes_of(Enrolment).objects.count()
    batch = bring_in(new_import(admin, rosenlund), complete(case))
    assert Meeting.objects.count() == 2
    undone = undo_as_importer(admin, batch)
    assert (undone.cases, undone.persons, undone.records, undone.touched) == (0, 0, 3, 0)
    case.refresh_from_db()
    case.person.refresh_from_db()
    assert (case.first_visit_on, case.person.deceased_on) == (datetime.date(2008, 4, 1), None)
    assert Meeting.objects.count() == 1
    assert changes_of(Enrolment).objects.count() == versions + 2, "what happened to a case that stays stays in history"
    assert batch.rows.get().verdict == Verdict.NEW


def test_an_import_that_made_nothing_is_undone_too(admin: User, rosenlund: Jobbtorg) -> None:
    case = EnrolmentFactory(jobbtorg=rosenlund, first_visit_on=None)

    def first_visit(row: ImportRow) -> Enrolment:
        Enrolment.objects.filter(pk=case.pk).update(first_visit_on=datetime.date(2008, 4, 2))
        return case

    undone = undo_as_importer(admin, bring_in(new_import(admin, rosenlund), first_visit))
    assert (undone.records, undone.touched) == (1, 0)
    case.refresh_from_db()
    assert case.first_visit_on is None


def test_a_changed_case_that_went_on_is_left_as_it_is(admin: User, rosenlund: Jobbtorg) -> None:
    case = EnrolmentFactory(jobbtorg=rosenlund, first_visit_on=datetime.date(2008, 4, 1))
    batch = bring_in(new_import(admin, rosenlund), complete(case))
    Enrolment.objects.filter(pk=case.pk).update(first_visit_on=datetime.date(2008, 4, 3))
    assert undo_as_importer(admin, batch).touched == 1
    case.refresh_from_db()
    assert (case.first_visit_on, Meeting.objects.count()) == (datetime.date(2008, 4, 3), 1)


def test_a_later_import_keeps_what_it_completed(two: ImportBatch, admin: User, rosenlund: Jobbtorg) -> None:
    case = first_case(two)
    later = bring_in(new_import(admin, rosenlund), complete(case))
    assert undo_as_importer(admin, two).touched == 1
    assert Enrolment.objects.filter(pk=case.pk).exists()
    assert undo_as_importer(admin, later).cases == 0, "and can itself be undone"
    assert Meeting.objects.filter(enrolment=case).count() == 1


def test_a_row_that_had_waited_waits_again(two: ImportBatch, admin: User, rosenlund: Jobbtorg) -> None:
    waited = two.rows.order_by("line").first()
    ImportRow.objects.filter(pk=waited.pk).update(verdict=Verdict.WAITING, enrolment=None, case_no="")
    later = new_import(admin, rosenlund)

    def from_both(row: ImportRow) -> Enrolment:
        case = whole_case(row)
        came_in = {"verdict": Verdict.NEW, "enrolment": case, "case_no": case.case_no, "batch": later}
        ImportRow.objects.filter(pk=waited.pk).update(**came_in)
        return case

    bring_in(later, from_both)
    undo_as_importer(admin, later)
    waited.refresh_from_db()
    assert waited.batch_id == two.pk
    assert (waited.verdict, waited.enrolment_id, waited.case_no) == (Verdict.WAITING, None, "")
    assert waited.cells
    other = two.rows.exclude(pk=waited.pk).get()
    assert other.verdict == Verdict.NEW
    assert other.enrolment is not None


def test_after_seven_days_it_is_too_late(two: ImportBatch, admin: User) -> None:
    assert two.committed_at is not None
    with time_machine.travel(two.committed_at + datetime.timedelta(days=7, seconds=1), tick=False):
        assert preview(two) is None
        with pytest.raises(OperationRefused, match="kan ångras i 7 dagar"):
            undo_as_importer(admin, two)
    assert Enrolment.objects.count() == 2
    with time_machine.travel(two.committed_at + datetime.timedelta(days=7), tick=False):
        assert undo_as_importer(admin, two).cases == 2


def test_once_undone_it_is_refused(two: ImportBatch, admin: User) -> None:
    undo_as_importer(admin, two)
    with pytest.raises(OperationRefused, match="ångrad"):
        undo_as_importer(admin, two)


def test_only_an_administrator_undoes(two: ImportBatch, coaches: dict[str, User]) -> None:
    with pytest.raises(OperationRefused):
        undo_as_importer(coaches["AL"], two)
    assert Enrolment.objects.count() == 2


def test_the_preview_says_what_will_be_done_and_to_administrators_alone(
    two: ImportBatch, admin: User, coaches: dict[str, User]
) -> None:
    MeetingFactory(enrolment=first_case(two))
    with as_role(WEB), acting_for(admin):
        foreseen = preview(two)
    with as_role(WEB), acting_for(coaches["AL"]):
        hidden = preview(two)
    assert foreseen is not None
    assert hidden is not None
    assert (hidden.cases, hidden.persons, hidden.records, hidden.touched) == (0, 0, 0, 0)
    assert "1 ärende och 1 person tas bort ur registret, också ur historiken." in foreseen.sentences
    assert "1 ärende har ändrats sedan importen och står kvar med alla uppgifter." in foreseen.sentences
    undone = undo_as_importer(admin, two)
    assert (foreseen.cases, foreseen.persons, foreseen.records, foreseen.touched) == (
        *(undone.cases, undone.persons, undone.records),
        undone.touched,
    )


@pytest.mark.parametrize("function", [REMOVE, FORGET])
def test_nobody_but_the_importer_at_its_job_removes_anything(two: ImportBatch, admin: User, function: str) -> None:
    for role in (WEB, STADSDEL, WORKER, REPORTS):
        with as_role(role), pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT {function}(%s)", [two.pk])
    unrelated = {"kind": JobKind.COMMIT, "state": JobState.WORKING}, {"kind": JobKind.UNDO, "state": JobState.QUEUED}
    for facts in unrelated:
        job = ImportJob.objects.create(batch=two, asked_by=admin, **facts)
        with as_role(IMPORTER), pytest.raises(Exception, match="not being undone"), transaction.atomic():
            connection.cursor().execute(f"SELECT {function}(%s)", [two.pk])
        job.delete()
    assert Enrolment.objects.count() == 2


def test_versions_are_forgotten_only_of_what_is_gone(two: ImportBatch, admin: User) -> None:
    before = PersonChange.objects.count()
    ImportJob.objects.create(batch=two, asked_by=admin, kind=JobKind.UNDO, state=JobState.WORKING)
    with as_role(IMPORTER), transaction.atomic():
        connection.cursor().execute(f"SELECT {FORGET}(%s)", [two.pk])
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            PersonChange.objects.all()._raw_delete("default")
    assert PersonChange.objects.count() == before


def test_every_table_about_persons_is_looked_at() -> None:
    tables = {table.table: bool(table.facts) for table in hanging()}
    assert {"aspirants_person", CASES, "jobplans_planitem", "deadlines_breach", "referrals_referral"} <= set(tables)
    without_versions = {table for table, has_versions in tables.items() if not has_versions}
    assert without_versions == {*WRITTEN_AT, *NOT_WRITING}
    places = list(tables)
    for table in hanging():
        assert all(places.index(above) < places.index(table.table) for above in table.keys.values()), table


def test_more_cases_take_no_more_statements(admin: User, rosenlund: Jobbtorg) -> None:
    def statements(rows: int) -> int:
        batch = bring_in(new_import(admin, rosenlund, rows=rows), whole_case)
        with CaptureQueriesContext(connection) as sent:
            assert undo_as_importer(admin, batch).cases == rows
        return len(sent)

    assert statements(1) == statements(6)


def test_a_person_with_no_case_goes_too(admin: User, rosenlund: Jobbtorg) -> None:
    def only_referred(row: ImportRow) -> None:
        referral = ReferralFactory(person=PersonFactory(last_name=SURNAME))
        for event in referral.events.all():
            ImportedRecord.objects.create(batch=row.batch, row=row, table="referrals_referralevent", object_id=event.pk)

    batch = bring_in(new_import(admin, rosenlund), only_referred)
    undone = undo_as_importer(admin, batch)
    assert (undone.cases, undone.persons) == (0, 1)
    assert everywhere(SURNAME) == []
    assert not ImportedRecord.objects.exists()
