"""An empty database is built at once, and is then what migrating step by step makes of it (decision 083)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models, transaction
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Upper

from jobbtorg.database import at_once
from tests.long_walks import FULL
from tests.platform import stepped
from tests.platform.conftest import PATIENCE, PROJECT
from tests.schema_text import facts, from_text, server_connection

Server = psycopg.Connection[tuple[object, ...]]
A_MONTH = re.compile(r"audit_accessevent_\d{4}_\d\d")
FIRST_PARTITIONS = (5103, 3)
"""The advisory lock that the access log's partitions are made under, in the middle of the migrations."""


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    """A connection to the server's own database."""
    with closing(server_connection()) as made:
        yield made


@pytest.fixture(scope="module")
def empty(server: Server) -> Iterator[Callable[[], str]]:
    """Makes empty databases, and drops them in the end."""
    names: list[str] = []

    def make() -> str:
        names.append(f"test_at_once_{os.getpid()}_{len(names)}")
        server.execute(f"CREATE DATABASE {names[-1]}")
        return names[-1]

    yield make
    for name in names:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(*command: str, **variables: str) -> subprocess.Popen[str]:
    """Start Python in the checkout."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def migrating(database: str, *options: str) -> subprocess.Popen[str]:
    """A process that migrates `database` and writes what it then consists of."""
    return run("-m", "tests.schema_text", "--rows", "--database", database, *options)


def outcome(process: subprocess.Popen[str]) -> list[str]:
    """What the database of `migrating` consists of; nothing was said but how long it took."""
    said, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    assert complaints.startswith("Migrating took"), complaints
    return from_text(said)


def value(at: Server, query: str, *parameters: object) -> object:
    """What a query answers with."""
    row = at.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture(scope="module")
def killed(empty: Callable[[], str], server: Server) -> tuple[str, object]:
    """A database whose making was killed half-way, and how many tables and other things were left in it."""
    name = empty()
    waiting = "FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = %s) AND NOT granted"
    with closing(server_connection(name)) as inside:
        inside.execute("SELECT pg_advisory_lock(%s, %s)", FIRST_PARTITIONS)
        process = migrating(name)
        wait_until(lambda: value(server, f"SELECT count(*) {waiting}", name) == 1)
        process.kill()
        process.communicate()
        # Its server process, which would find out when the lock is free.
        server.execute(f"SELECT pg_terminate_backend(pid) {waiting}", [name])
        wait_until(lambda: value(server, f"SELECT count(*) {waiting}", name) == 0)
        left = value(inside, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    return name, left


def test_killed_half_way_it_leaves_nothing(killed: tuple[str, object]) -> None:
    _, left = killed
    assert left == 0


@pytest.fixture(scope="module")
def built(killed: tuple[str, object]) -> list[str]:
    """What the next start makes of it."""
    name, _ = killed
    return outcome(migrating(name))


@pytest.mark.django_db
def test_the_next_start_makes_all_of_it(built: list[str]) -> None:
    """The same as the tests' own database, also where that is a copy of another process's (tests/one_model.py).

    Apart from the months of the access log: a test at another date has made more of them.
    """
    assert len([fact for fact in built if fact.startswith("applied ")]) > 50
    made, here = ([fact for fact in whole if not A_MONTH.search(fact)] for whole in (built, facts()))
    assert len(here) > 5000
    assert made[: len(here)] == here


def test_it_is_what_migrating_step_by_step_makes(built: list[str], empty: Callable[[], str]) -> None:
    if stepped.is_known() and not FULL:
        pytest.skip("they were stepped through as they are (tests/platform/stepped.py)")
    assert outcome(migrating(empty(), "--step-by-step")) == built


def test_whatever_migrations_consist_of_is_looked_at(tmp_path: Path) -> None:
    """Else a changed one would not be stepped through."""
    texts = {place: "" for place in stepped.ALWAYS if "." in place} | {
        "core/history/operation.py": "",
        "jobbtorg/database/at_once.py": "",
        "reports/migrations/0001_initial.py": "import core.kinds\nfrom core import rooms, sounds\n",
        "core/kinds.py": "",
        "core/rooms/__init__.py": "",
        "core/sounds.py": "",
    }
    for place, text in texts.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    (tmp_path / "core" / "words.py").write_text("")
    assert [str(part.relative_to(tmp_path)) for part in stepped.parts(tmp_path)] == sorted(texts)
    found = {stepped.fingerprint(tmp_path)}
    for place, text in texts.items():
        (tmp_path / place).write_text(f"{text}#")
        found.add(stepped.fingerprint(tmp_path))
    assert len(found) == len(texts) + 1


def awkward(database: str, app: str, kind: str) -> subprocess.Popen[str]:
    """`manage.py migrate` with one of the packages in tests/platform/awkward as the migrations of `app`."""
    return run(
        "manage.py",
        "migrate",
        "--no-color",
        DJANGO_SETTINGS_MODULE="tests.platform.awkward.settings",
        AWKWARD_DATABASE=database,
        AWKWARD_APP=app,
        AWKWARD_MIGRATIONS=f"tests.platform.awkward.{kind}",
        PYTHONUNBUFFERED="1",
    )


def test_what_cannot_be_in_a_transaction_is_left_to_django(empty: Callable[[], str]) -> None:
    said, complaints = awkward(empty(), "workbench", "outside").communicate(timeout=PATIENCE)
    assert not complaints
    assert "migrations at once." in said
    assert [line.strip() for line in said.splitlines() if "Applying" in line] == ["Applying workbench.vacuum... OK"]


def test_where_it_fails_each_migration_is_applied_by_itself(empty: Callable[[], str]) -> None:
    process = awkward(empty(), "contenttypes", "refused")
    assert process.stdout is not None
    for line in process.stdout:
        if "Applying contenttypes.0001_initial... OK" in line:
            break
    process.terminate()
    _, complaints = process.communicate(timeout=PATIENCE)
    assert complaints.startswith('The tables could not be made at once (relation "django_migrations" does not exist')


def add_rows(apps: Any, schema_editor: Any) -> None:
    """A migration's own rows."""
    shelf = apps.get_model("made_up", "Shelf").objects.create(name="first", room=1)
    apps.get_model("made_up", "Book").objects.create(shelf=shelf, title="one")


def change_rows(apps: Any, schema_editor: Any) -> None:
    """By the models as they are then: with what was added, by its new name."""
    apps.get_model("made_up", "Book").objects.filter(shelf__place=1, pages=7).update(title="changed")


KEY = ("id", models.BigAutoField(primary_key=True))
OPERATIONS: list[Operation] = [
    migrations.CreateModel("Shelf", [KEY, ("name", models.CharField(max_length=5)), ("gone", models.TextField())]),
    migrations.AddField("Shelf", "room", models.IntegerField(default=3), preserve_default=False),
    migrations.AlterField("Shelf", "name", models.CharField(max_length=50, unique=True)),
    migrations.RemoveField("Shelf", "gone"),
    migrations.CreateModel(
        "Book", [KEY, ("shelf", models.ForeignKey("made_up.Shelf", models.CASCADE, related_name="books"))]
    ),
    migrations.AddField("Book", "title", models.CharField(max_length=20, db_index=True)),
    migrations.AddIndex("Book", models.Index(Upper("title"), name="by_title")),
    migrations.AddConstraint("Book", models.UniqueConstraint(fields=["shelf", "title"], name="once_on_a_shelf")),
    migrations.AlterModelOptions("Book", {"verbose_name": "book"}),
    migrations.CreateModel("Draft", [KEY]),
    migrations.DeleteModel("Draft"),
    migrations.RunPython(add_rows),
    migrations.AddField("Book", "pages", models.IntegerField(default=7)),
    migrations.AddField("Shelf", "height", models.IntegerField(default=2)),
    migrations.AlterField("Book", "title", models.CharField(max_length=30)),
    migrations.AlterField("Shelf", "height", models.BigIntegerField(default=2)),
    migrations.AddField("Shelf", "below", models.ForeignKey("made_up.Shelf", models.CASCADE, null=True)),
    migrations.AddIndex("Book", models.Index(fields=["pages"], name="by_pages")),
    AddIndexConcurrently("Shelf", models.Index(fields=["room", "name"], name="by_room")),
    migrations.RemoveIndex("Book", "by_title"),
    migrations.CreateModel("Reader", [KEY, ("books", models.ManyToManyField("made_up.Book", related_name="readers"))]),
    migrations.AddField("Book", "lent_to", models.ForeignKey("made_up.Reader", models.SET_NULL, null=True)),
    migrations.RenameField("Shelf", "room", "place"),
    migrations.RunPython(change_rows, hints={"model_name": "book"}),
    migrations.AddIndex("Book", models.Index(fields=["title"], name="by_title_again")),
    migrations.AlterField("Book", "title", models.CharField(max_length=40)),
    migrations.RunSQL(
        "ALTER TABLE made_up_reader ADD COLUMN card integer; ALTER TABLE made_up_reader ADD CHECK (card > 0)",
        state_operations=[migrations.AddField("Reader", "card", models.IntegerField(null=True))],
    ),
    migrations.AddConstraint("Reader", models.UniqueConstraint(fields=["card"], name="a_card_each")),
    migrations.RenameModel("Reader", "Borrower"),
    migrations.CreateModel("Branch", [KEY, ("books", models.ManyToManyField("made_up.Book"))]),
    migrations.SeparateDatabaseAndState(
        [migrations.AddField("Branch", "city", models.TextField(null=True))],
        [migrations.AddField("Branch", "city", models.TextField(null=True))],
    ),
    migrations.AlterField("Book", "title", models.CharField(max_length=60)),
]


def plan() -> list[Any]:
    """Each operation in a migration of its own."""
    found = []
    for number, operation in enumerate(OPERATIONS):
        made: Any = Migration(f"{number:04}", "made_up")
        made.operations = [operation]
        found.append(made)
    return found


def made_up() -> list[str]:
    """What there is of it in the database, and in its one changed row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, pages, lent_to_id FROM made_up_book")
        return [*(fact for fact in facts() if "made_up" in fact), repr(cursor.fetchall())]


@pytest.mark.django_db
def test_every_kind_of_operation_leads_to_the_same() -> None:
    def step_by_step() -> ProjectState:
        state = ProjectState()
        for migration in plan():
            [operation] = migration.operations
            if isinstance(operation, AddIndexConcurrently):  # a test runs in a transaction
                migration.operations = [migrations.AddIndex(operation.model_name, operation.index)]
            with connection.schema_editor() as editor:
                state = migration.apply(state, editor)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return state

    def all_at_once() -> ProjectState:
        with connection.schema_editor() as editor:
            return at_once.apply(plan(), ProjectState(), editor)

    found = []
    for way in (step_by_step, all_at_once):
        with transaction.atomic():
            state = way()
            found.append((state.models, made_up()))
            transaction.set_rollback(True)
    assert found[0][1] == found[1][1]
    assert found[0][0] == found[1][0]
    assert "('changed', 7, None)" in found[0][1][-1]
    assert len(found[0][1]) > 60
