"""The web login and the register: no page becomes the importer, and the import's pages need nothing of the register."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from django.test import Client
from psycopg import sql

from aspirants.models import Enrolment, Person
from demo.factories import EnrolmentFactory
from imports import models as stored
from imports import operations, pages, views
from imports.choices import JobKind, JobState, Outcome
from imports.models import ImportBatch, ImportedRecord, ImportJob, ImportPart, ImportQuestion, ImportRow, ImportStop
from imports.row_security import TABLES
from organisation.access.acting import DatabaseRole, acting_for
from organisation.access.database_roles import ALL, ENTERED_ROLES, IMPORTER, LOGINS, OWNER, STADSDEL, WEB, WORKER
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, User
from tests.imports.lists import checked_import, handed_in, many_rows
from tests.imports.running import asked
from tests.roles import as_role

pytestmark = pytest.mark.django_db

CASES = 4


@pytest.fixture
def web_login() -> Iterator[psycopg.Connection]:
    """A connection that signed in as the pages do, not one that stepped into their role."""
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"], user=WEB, host=settings["HOST"], port=settings["PORT"] or None, autocommit=True
    ) as opened:
        yield opened


@pytest.fixture
def committed(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    """An import of four cases in the register."""
    batch = checked_import(admin, rosenlund, many_rows(CASES))
    asked(admin, batch, JobKind.COMMIT)
    return batch


@pytest.fixture
def questioned(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    """An import whose cases the manager is asked about."""
    return checked_import(admin, rosenlund, many_rows(CASES), outcome=Outcome.STILL_OPEN)


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
    committed: ImportBatch, admin: User
) -> None:
    with as_role(WEB), acting_for(admin):
        assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
        assert ImportRow.objects.exclude(case_no="").count() == CASES
        assert ImportedRecord.objects.exists()
        assert not ImportRow.objects.filter(enrolment__case_no__isnull=False).exists(), "the case itself is not theirs"


def test_the_pages_never_read_or_count_a_file(admin: User, rosenlund: Jobbtorg) -> None:
    handed_in(admin, rosenlund, many_rows(1))
    for role, seen in ((WEB, 0), (STADSDEL, 0), (WORKER, 0), (IMPORTER, 1)):
        with as_role(role), acting_for(admin) if role == WEB else transaction.atomic():
            try:
                with transaction.atomic():
                    assert ImportPart.objects.count() == seen, role
            except ProgrammingError as refused:
                assert "permission denied" in str(refused)  # noqa: PT017 - one of the two locks is enough


def tables() -> list[type[models.Model]]:
    found = [model for _, model in inspect.getmembers(stored, inspect.isclass) if issubclass(model, models.Model)]
    assert {model._meta.db_table for model in found} == set(TABLES), "a table without rules"
    return found


@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_rows_are_read_by_administrators_alone(questioned: ImportBatch, admin: User, model: type[models.Model]) -> None:
    """A manager meets the questions of the own unit (below), a stadsdel and a job nothing."""
    asked_of = {"ImportQuestion", "ImportAnswer"}
    everybody = [
        User.objects.create_user(f"{role}@example.se".lower(), role=role, **_place(role))
        for role in Role
        if role != Role.ADMIN and not (role == Role.MANAGER and model.__name__ in asked_of)
    ]
    seen = model._default_manager.count()
    for user in everybody:
        with as_role(WEB), acting_for(user):
            assert model._default_manager.count() == 0, user.role
    with as_role(WEB), acting_for(admin):
        assert model._default_manager.count() == (seen if model is not ImportPart else 0)


def _place(role: Role) -> dict[str, Any]:
    if role in (Role.COACH, Role.MANAGER):
        return {"jobbtorg": Jobbtorg.objects.get()}
    if role in (Role.CASEWORKER, Role.DISTRICT_MANAGER):
        return {"income_support_unit": IncomeSupportUnit.objects.order_by("pk").first()}
    return {}


def test_a_manager_reads_the_questions_of_the_own_unit(questioned: ImportBatch, rosenlund: Jobbtorg) -> None:
    elsewhere = Jobbtorg.objects.create(code="FA", name="Jobbtorg Farsta", valid_from=rosenlund.valid_from)
    own, other = (
        User.objects.create_user(f"chef.{unit.code}@example.se", role=Role.MANAGER, jobbtorg=unit)
        for unit in (rosenlund, elsewhere)
    )
    for manager, seen in ((own, CASES), (other, 0)):
        with as_role(WEB), acting_for(manager):
            assert ImportQuestion.objects.count() == seen
            assert (ImportRow.objects.count(), ImportBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_the_pages_remove_nothing_of_an_import(committed: ImportBatch, admin: User, model: type[models.Model]) -> None:
    before = model._default_manager.count()
    with as_role(WEB), acting_for(admin):
        try:
            with transaction.atomic():
                assert not model._default_manager.all()._raw_delete("default")  # type: ignore[attr-defined]
        except ProgrammingError as refused:
            assert "permission denied" in str(refused)  # noqa: PT017 - one of the two locks is enough
    assert model._default_manager.count() == before


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("imports_importbatch", "stage"),
        ("imports_importbatch", "committed_by_id"),
        ("imports_importbatch", "counts"),
        ("imports_importfile", "sha256"),
        ("imports_importfile", "released"),
        ("imports_importlist", "headings"),
        ("imports_importrow", "verdict"),
        ("imports_importrow", "cells"),
        ("imports_importissue", "message"),
        ("imports_importjob", "state"),
        ("imports_importjob", "asked_by_id"),
        ("imports_importprogress", "done"),
        ("imports_importedrecord", "object_id"),
    ],
)
def test_how_far_an_import_has_come_is_the_importer_s_to_say(
    committed: ImportBatch, admin: User, table: str, column: str
) -> None:
    with as_role(WEB), acting_for(admin), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(f"UPDATE {table} SET {column} = {column}")
                assert cursor.rowcount == 0
        except ProgrammingError as refused:
            assert "permission denied" in str(refused)  # noqa: PT017 - one of the two locks is enough


def test_a_job_is_asked_for_in_ones_own_name_and_by_administrators_only(
    questioned: ImportBatch, admin: User, coaches: dict[str, User]
) -> None:
    other = User.objects.create_user("annan@example.se", first_name="A", last_name="B", role=Role.ADMIN)
    facts = {"kind": JobKind.COMMIT, "batch": questioned}
    wrong = [
        (admin, {"asked_by": other}),
        (coaches["AL"], {"asked_by": coaches["AL"]}),
        (admin, {"asked_by": admin, "state": JobState.WORKING}),
        (admin, {"asked_by": admin, "attempts": 1}),
    ]
    for actor, more in wrong:
        with as_role(WEB), pytest.raises(DatabaseError, match="row-level security"), acting_for(actor):
            ImportJob.objects.create(**facts, **more)
    with as_role(WEB), acting_for(admin):
        job = ImportJob.objects.create(**facts, asked_by=admin)
    for actor, asker in ((coaches["AL"], coaches["AL"]), (admin, other)):
        with as_role(WEB), pytest.raises(DatabaseError, match="row-level security"), acting_for(actor):
            ImportStop.objects.create(job_id=job.pk, asked_by=asker)


def test_the_importer_acts_for_who_asked_and_only_while_the_job_is_at_work(
    questioned: ImportBatch,
) -> None:
    other = User.objects.create_user("annan@example.se", role=Role.ADMIN)
    job = ImportJob.objects.create(kind=JobKind.CHECK, batch=questioned, asked_by=other)

    def acts() -> str | None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT imports_act_for_asker(%s)", [job.pk])
            cursor.execute("SELECT jobbtorg_acting('user_id')")
            found: str | None = cursor.fetchone()[0]
            transaction.set_rollback(True)
        return found

    with as_role(IMPORTER):
        assert acts() != str(other.pk)
        ImportJob.objects.filter(pk=job.pk).update(state=JobState.WORKING)
        assert acts() == str(other.pk)
    for role in (WEB, STADSDEL, WORKER):
        with as_role(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            acts()


def test_hidden_rows_are_told_to_administrators_alone(
    committed: ImportBatch, admin: User, coaches: dict[str, User]
) -> None:
    Person.objects.update(protection="SEKRETESSMARKERING")

    def told(user: User) -> int:
        with as_role(WEB), acting_for(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM imports_hidden_row")
            found: int = cursor.fetchone()[0]
        return found

    assert (told(admin), told(coaches["AL"])) == (CASES, 0)
    with as_role(STADSDEL), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM imports_hidden_row")


def modules(*packages: Any) -> Iterator[Any]:
    for package in packages:
        yield package
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield import_module(found.name)


def test_no_page_of_the_import_steps_into_a_role(committed: ImportBatch, admin_client: Client) -> None:
    steps: list[str] = []

    def watch(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        if "'role'" in statement and "jobbtorg_act_for" not in statement:
            steps.append(statement)
        return execute(statement, params, many, context)

    with connection.execute_wrapper(watch):
        for page in ("", "kontroll", "kontroll?utfall=NEW", "angra"):
            assert admin_client.get(f"/import/{committed.pk}/{page}").status_code == 200
        assert admin_client.get("/import").status_code == 200
    assert steps == []
    for module in modules(views, operations, pages):
        assert "as_database_role" not in inspect.getsource(module), module.__name__
    assert OWNER not in ENTERED_ROLES


@pytest.mark.django_db(transaction=True)
def test_the_web_login_reads_nobody_by_way_of_the_import(web_login: psycopg.Connection) -> None:
    EnrolmentFactory.create_batch(2)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_login.execute(f"SET ROLE {IMPORTER}")
    for table in ("aspirants_person", "aspirants_enrolment", "imports_importpart", "imports_hidden_row"):
        assert web_login.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    for function in ("imports_undo(1)", "imports_forget_versions(1)", "imports_act_for_asker(1)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_login.execute(f"SELECT * FROM {function}")
