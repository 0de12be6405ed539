"""What others do between the check and the bringing in, or during it: judged as the register is at that moment."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import OperationalError, close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from aspirants.choices import Origin, Protection
from aspirants.identity import parse_identity
from aspirants.models import Enrolment, EnrolmentStatus, Person
from aspirants.operations import enrol_person, register_person
from core.encryption import lookup_hash
from demo.identities import nth_number
from imports.choices import JobKind, JobState, Outcome, Stage, Verdict
from imports.jobs import work
from imports.models import ImportAnswer, ImportBatch, ImportIssue, ImportJob, ImportQuestion, ImportRow
from imports.operations import answer_question, ask_for
from imports.resolving.endings import OPEN
from imports.resolving.persons import CLOSED_UNIT
from jobbtorg.database.timeouts import BY_ROLE
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, OWNER, WEB
from organisation.models import Jobbtorg, Role, User
from tests.imports.faults import full_disk
from tests.imports.lists import checked_import, many_rows
from tests.imports.running import as_importer, asked
from tests.platform.conftest import PATIENCE
from tests.roles import as_role

pytestmark = pytest.mark.django_db

TODAYS = datetime.date(2026, 11, 20)


def todays_rows(count: int) -> bytes:
    """A list of last week, whose cases go on."""
    return many_rows(count).replace(b"2008-03-19;;;2008-03-28", b"2026-11-02;;;")


@pytest.fixture
def checked(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    """Three open cases of today, checked and not brought in."""
    batch = checked_import(admin, rosenlund, todays_rows(3), as_of=TODAYS, outcome=Outcome.LATER_LIST)
    assert set(batch.rows.values_list("verdict", flat=True)) == {Verdict.NEW}
    return batch


def registered(number: int) -> Person:
    """A person of the list, as a coach registers them."""
    identity = parse_identity(nth_number(number), timezone.localdate())
    return register_person(identity=identity, first_name="Per", last_name="Ek")


def row_of(batch: ImportBatch, number: int) -> ImportRow:
    digest = lookup_hash(parse_identity(nth_number(number), timezone.localdate()).number)
    return batch.rows.get(identity_hash=digest)


def said_of(row: ImportRow) -> list[str]:
    return list(row.issues.filter(severity="ERROR").values_list("message", flat=True))


def test_somebody_enrolled_since_the_check_is_left_as_the_coach_has_them(
    checked: ImportBatch, admin: User, rosenlund: Jobbtorg
) -> None:
    own = enrol_person(actor=admin, person=registered(1), jobbtorg=rosenlund, enrolled_on=timezone.localdate())
    asked(admin, checked, JobKind.COMMIT)
    assert (Person.objects.count(), Enrolment.objects.count()) == (3, 3)
    own.refresh_from_db()
    assert own.origin != Origin.IMPORT
    assert row_of(checked, 1).enrolment is None
    assert row_of(checked, 1).verdict in (Verdict.UNCHANGED, Verdict.MANUAL)
    assert {row_of(checked, number).verdict for number in (2, 3)} == {Verdict.NEW}


def test_a_person_only_registered_since_gets_the_case(checked: ImportBatch, admin: User) -> None:
    person = registered(1)
    asked(admin, checked, JobKind.COMMIT)
    assert row_of(checked, 1).enrolment.person == person
    assert Person.objects.count() == 3


def test_somebody_protected_since_the_check_is_left_out_and_what_the_row_said_is_gone(
    checked: ImportBatch, admin: User
) -> None:
    person = registered(1)
    Person.objects.filter(pk=person.pk).update(protection=Protection.SEKRETESSMARKERING)
    asked(admin, checked, JobKind.COMMIT)
    row = row_of(checked, 1)
    assert (row.verdict, row.protected, row.cells, row.enrolment) == (Verdict.MANUAL, True, "", None)
    assert set(row.issues.values_list("code", flat=True)) == {"I18"}
    assert Enrolment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_somebody_protected_after_the_bringing_in_stays_protected_when_it_is_undone(
    checked: ImportBatch, admin: User, admin_client: Client
) -> None:
    """Protecting a person is a change of the person: what an import made and somebody has changed since stays."""
    asked(admin, checked, JobKind.COMMIT)
    person = row_of(checked, 1).enrolment.person
    Person.objects.filter(pk=person.pk).update(protection=Protection.SKYDDAD_FOLKBOKFORING)
    for page in ("", "kontroll", "angra"):
        shown = admin_client.get(f"/import/{checked.pk}/{page}").text
        assert nth_number(1)[-4:] not in shown
    asked(admin, checked, JobKind.UNDO)
    assert list(Person.objects.values_list("pk", "protection")) == [(person.pk, Protection.SKYDDAD_FOLKBOKFORING)]
    assert (checked.counts["undone"]["persons"], Enrolment.objects.count()) == (2, 1)


def test_no_open_case_is_brought_in_at_a_jobbtorg_closed_since(
    checked: ImportBatch, admin: User, rosenlund: Jobbtorg
) -> None:
    Jobbtorg.objects.filter(pk=rosenlund.pk).update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    asked(admin, checked, JobKind.COMMIT)
    assert not Enrolment.objects.exists()
    for row in checked.rows.all():
        assert (row.verdict, said_of(row)) == (Verdict.MANUAL, [CLOSED_UNIT])


def test_on_its_last_day_the_jobbtorg_is_still_there(checked: ImportBatch, admin: User, rosenlund: Jobbtorg) -> None:
    Jobbtorg.objects.filter(pk=rosenlund.pk).update(valid_to=timezone.localdate())
    asked(admin, checked, JobKind.COMMIT)
    assert Enrolment.objects.count() == 3


def test_closed_cases_of_the_past_are_brought_in_at_a_jobbtorg_that_is_no_more(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    batch = checked_import(admin, rosenlund, many_rows(3))
    Jobbtorg.objects.filter(pk=rosenlund.pk).update(valid_to=datetime.date(2023, 6, 30))
    asked(admin, batch, JobKind.COMMIT)
    assert Enrolment.objects.filter(status=EnrolmentStatus.CLOSED, jobbtorg=rosenlund).count() == 3


def test_nor_does_the_manager_s_word_open_one_there(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> None:
    batch = checked_import(admin, rosenlund, many_rows(1), outcome=Outcome.STILL_OPEN)
    manager = User.objects.create_user("chef@example.se", role=Role.MANAGER, jobbtorg=rosenlund)
    with as_role(WEB), acting_for(manager):
        answer_question(actor=manager, question=ImportQuestion.objects.get(), choice=OPEN)
    assert ImportAnswer.objects.count() == 1
    Jobbtorg.objects.filter(pk=rosenlund.pk).update(valid_to=datetime.date(2026, 11, 22))
    asked(admin, batch, JobKind.CHECK)
    assert said_of(batch.rows.get()) == [CLOSED_UNIT]


def test_an_answer_since_the_check_means_to_check_again(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    batch = checked_import(admin, rosenlund, many_rows(1), outcome=Outcome.STILL_OPEN)
    manager = User.objects.create_user("chef@example.se", role=Role.MANAGER, jobbtorg=rosenlund)
    with as_role(WEB), acting_for(manager):
        answer_question(actor=manager, question=ImportQuestion.objects.get(), choice=OPEN)
    ImportAnswer.objects.update(answered_at=timezone.now() + datetime.timedelta(seconds=1))
    job = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    as_importer()
    job.refresh_from_db()
    assert (job.state, job.sentence) == (
        JobState.FAILED,
        "Något har ändrats sedan kontrollen. Kontrollera importen igen.",
    )
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "table", ["aspirants_person", "deadlines_deadlineclock", "imports_importedrecord", "imports_importissue"]
)
def test_with_the_disk_full_nothing_is_written_and_the_job_is_put_back(
    checked: ImportBatch, admin: User, admin_client: Client, table: str
) -> None:
    registered(1)  # whose row is judged anew, and its findings with it
    Person.objects.update(protection=Protection.SEKRETESSMARKERING)
    job = ask_for(actor=admin, batch=checked, kind=JobKind.COMMIT)
    before = (ImportIssue.objects.count(), Person.objects.count())
    with full_disk(table):
        assert as_importer() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.QUEUED, 1, "OperationalError")
    assert (ImportIssue.objects.count(), Person.objects.count()) == before
    assert (Enrolment.objects.count(), checked.records.count()) == (0, 0)
    assert not checked.rows.filter(protected=True).exists()
    assert "Det avbröts och görs om." in admin_client.get(f"/import/{checked.pk}/korning").text
    ImportJob.objects.update(not_before=timezone.now())
    assert as_importer() == 1
    checked.refresh_from_db()
    assert (checked.stage, Enrolment.objects.count()) == (Stage.COMMITTED, 2)


def _elsewhere(act, *, role: str) -> list[BaseException]:
    """Do something on a connection of another thread's; gives what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            with as_role(role), transaction.atomic():
                act()
        except Exception as error:
            raised.append(error)
        finally:
            close_old_connections()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "it waits for ever"
    return raised


@pytest.mark.django_db(transaction=True)
def test_a_coach_who_registers_somebody_of_the_list_meanwhile_is_told_to_try_again(
    checked: ImportBatch, admin: User
) -> None:
    """The import holds the numbers until it is committed. Nobody waits for long, and nobody waits in a circle."""
    ask_for(actor=admin, batch=checked, kind=JobKind.COMMIT)
    with as_role(IMPORTER), transaction.atomic():
        assert work.work() == 1
        # As the owner, to whom everything is open, but with the patience of a page.
        [raised] = _elsewhere(_register_as_patiently_as_a_page, role=OWNER)
        assert isinstance(raised, OperationalError)
        assert isinstance(raised.__cause__, LockNotAvailable)
    assert Enrolment.objects.count() == 3


def _register_as_patiently_as_a_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(BY_ROLE[WEB].lock)])
    registered(2)


@pytest.mark.django_db(transaction=True)
def test_a_coach_at_work_in_a_case_of_the_list_makes_the_import_wait_for_its_turn(
    checked: ImportBatch, admin: User, rosenlund: Jobbtorg
) -> None:
    person = registered(1)
    job = ask_for(actor=admin, batch=checked, kind=JobKind.COMMIT)
    raised: list[BaseException] = []
    with transaction.atomic():
        enrol_person(actor=admin, person=person, jobbtorg=rosenlund, enrolled_on=timezone.localdate())
        raised += _elsewhere(work.work, role=IMPORTER)
    job.refresh_from_db()
    assert raised == [], "the importer itself lives on"
    assert (job.state, job.last_error) == (JobState.QUEUED, "OperationalError")
    assert Enrolment.objects.count() == 1
    ImportJob.objects.update(not_before=timezone.now())
    assert as_importer() == 1
    assert Enrolment.objects.count() == 3
    assert row_of(checked, 1).enrolment is None, "the coach was there first"
