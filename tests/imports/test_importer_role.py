"""The web login and the register: no page becomes the importer, and the import's pages need nothing of the register."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from psycopg import sql

from aspirants.models import Enrolment, Person
from demo.factories import EnrolmentFactory
from imports import views
from imports.jobs import operations, work
from imports.models import ImportBatch, ImportIssue, ImportJob, ImportPart, ImportRow, JobKind, JobState
from organisation.access.acting import DatabaseRole, acting_for
from organisation.access.database_roles import ALL, ENTERED_ROLES, IMPORTER, LOGINS, OWNER, STADSDEL, WEB, WORKER
from organisation.models import Role, User
from tests.roles import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def web_login() -> Iterator[psycopg.Connection]:
    """A connection that signed in as the pages do, not one that stepped into their role."""
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"], user=WEB, host=settings["HOST"], port=settings["PORT"] or None, autocommit=True
    ) as opened:
        yield opened


def test_the_web_login_cannot_become_the_importer(web_login: psycopg.Connection) -> None:
    assert IMPORTER in LOGINS
    assert IMPORTER not in {*ENTERED_ROLES, *DatabaseRole}
    for role in ALL:
        step = sql.SQL("SET ROLE {}").format(sql.Identifier(role))
        if role in {WEB, *ENTERED_ROLES}:
            web_login.execute(step)
            web_login.execute("RESET ROLE")
            continue
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_login.execute(step)


def test_what_earlier_versions_allowed_is_taken_back() -> None:
    """A server whose roles were made before: `create_database_roles` ends it."""
    from jobbtorg.database.roles import ensure_roles

    settings = connection.settings_dict
    with psycopg.connect(dbname=settings["NAME"], user="postgres", host=settings["HOST"]) as admin:
        member = "SELECT pg_has_role(%s, %s, 'SET')"
        admin.execute(f"GRANT {IMPORTER} TO {WEB} WITH INHERIT FALSE, SET TRUE")
        assert admin.execute(member, [WEB, IMPORTER]).fetchone() == (True,)
        ensure_roles(admin, settings["NAME"], {})
        assert admin.execute(member, [WEB, IMPORTER]).fetchone() == (False,)
        assert admin.execute(member, [WEB, ENTERED_ROLES[0]]).fetchone() == (True,)
        admin.rollback()


def test_as_an_administrator_the_pages_see_lists_and_nobody_in_the_register(
    committed_a: ImportBatch, admin: User
) -> None:
    with as_role(WEB), acting_for(admin):
        assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
        assert ImportRow.objects.exclude(case_no="").count() == 6
        assert not ImportRow.objects.filter(enrolment__case_no__isnull=False).exists(), "the case itself is not theirs"


def test_the_pages_never_read_or_count_a_file(admin: User, send, coaches: dict[str, User]) -> None:
    send(b"Pnr;Efternamn;F\xc3\xb6rnamn;Inkom\n790417-9814;Ek;Per;2008-03-19\n", as_of="2008-06-30")
    for role, seen in ((WEB, 0), (STADSDEL, 0), (IMPORTER, 1)):
        with as_role(role), acting_for(admin) if role == WEB else transaction.atomic():
            assert ImportPart.objects.count() == seen, role


@pytest.mark.parametrize("model", [ImportBatch, ImportRow, ImportIssue, ImportJob, ImportPart])
def test_the_pages_change_and_remove_nothing_of_an_import(committed_a: ImportBatch, admin: User, model: type) -> None:
    before = model.objects.count()
    first = model._meta.concrete_fields[-1].name
    with as_role(WEB), acting_for(admin):
        for act in (lambda: model.objects.all()._raw_delete("default"), lambda: model.objects.update(**{first: None})):
            try:
                with transaction.atomic():
                    assert not act()
            except ProgrammingError as refused:
                assert "permission denied" in str(refused)  # noqa: PT017 - one of the two locks is enough
    assert model.objects.count() == before


def test_a_job_is_asked_for_in_ones_own_name_and_by_administrators_only(
    rosenlund, admin: User, coaches: dict[str, User]
) -> None:
    other = User.objects.create_user("annan@example.se", first_name="A", last_name="B", role=Role.ADMIN)
    facts = {"kind": JobKind.CHECK, "file_name": "l.csv", "file_hash": "0" * 64, "jobbtorg": rosenlund}
    wrong = [
        (admin, {"asked_by": other}),
        (coaches["AL"], {"asked_by": coaches["AL"]}),
        (admin, {"asked_by": admin, "state": JobState.WORKING}),
        (admin, {"asked_by": admin, "attempts": 1}),
    ]
    for actor, more in wrong:
        with (
            as_role(WEB),
            pytest.raises(DatabaseError, match="row-level security"),
            acting_for(actor),
        ):
            ImportJob.objects.create(**facts, **more)
    with as_role(WEB), acting_for(admin):
        ImportJob.objects.create(**facts, asked_by=admin)


def test_the_importer_acts_for_who_asked_and_only_while_the_job_is_at_work(rosenlund, admin: User) -> None:
    job = ImportJob.objects.create(
        kind=JobKind.CHECK, file_name="l.csv", file_hash="0" * 64, jobbtorg=rosenlund, asked_by=admin
    )

    def acts() -> str | None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT imports_act_for_asker(%s)", [job.pk])
            cursor.execute("SELECT jobbtorg_acting('user_id')")
            found: str | None = cursor.fetchone()[0]
            transaction.set_rollback(True)
        return found

    with as_role(IMPORTER):
        assert acts() is None
        ImportJob.objects.update(state=JobState.WORKING)
        assert acts() == str(admin.pk)
    for role in (WEB, STADSDEL, WORKER):
        with as_role(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            acts()


def test_hidden_rows_are_told_to_administrators_alone(committed_a: ImportBatch, admin: User, coaches) -> None:
    Person.objects.update(protection="SEKRETESSMARKERING")

    def told(user: User) -> int:
        with as_role(WEB), acting_for(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM imports_hidden_row")
            found: int = cursor.fetchone()[0]
        return found

    assert (told(admin), told(coaches["AL"])) == (6, 0)
    with as_role(STADSDEL), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM imports_hidden_row")


def test_no_page_of_the_import_steps_into_a_role(committed_a: ImportBatch, admin_client: Client) -> None:
    steps: list[str] = []

    def watch(execute, statement, params, many, context):
        if "'role'" in statement and "jobbtorg_act_for" not in statement:
            steps.append(statement)
        return execute(statement, params, many, context)

    with connection.execute_wrapper(watch):
        for url in ("/import", f"/import/{committed_a.pk}/", f"/import/{committed_a.pk}/?visa=forsin"):
            assert admin_client.get(url).status_code == 200
    assert steps == []
    for module in (views, operations, work):
        assert "as_database_role" not in inspect.getsource(module)
    assert OWNER not in ENTERED_ROLES


@pytest.mark.django_db(transaction=True)
def test_the_web_login_reads_nobody_by_way_of_the_import(web_login: psycopg.Connection) -> None:
    """On the version before, `SET ROLE jobbtorg_importer` showed it everybody."""
    EnrolmentFactory.create_batch(7)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_login.execute(f"SET ROLE {IMPORTER}")
    for table in ("aspirants_person", "aspirants_enrolment", "imports_importpart", "imports_hidden_row"):
        assert web_login.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
