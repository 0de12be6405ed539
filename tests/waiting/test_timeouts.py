"""How long each kind of process waits is said in one place and holds wherever the product connects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.app.trace import build_tracer
from django.db import connection
from django.http import HttpRequest, HttpResponse

from jobbtorg.celery import app
from jobbtorg.database.timeouts import BY_ROLE, BY_TASK, CLIENT, STRICTEST, Timeouts, connection_options, timeouts_of
from organisation.access.database_roles import LOGINS, OWNER, WEB, WORKER
from tests.platform.conftest import PATIENCE, PROJECT, production_environment
from tests.roles import AnswerAsWeb, as_role

ASK = "SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)"
NAMES = list(STRICTEST.by_name())


def in_force() -> Timeouts:
    """What the server holds this test's connection to."""
    with connection.cursor() as cursor:
        cursor.execute(ASK, [NAMES])
        found = dict(cursor.fetchall())
    return Timeouts(*(found[name] for name in NAMES))


def test_every_login_has_its_own() -> None:
    assert set(LOGINS) <= set(BY_ROLE)
    assert BY_ROLE[WEB] == Timeouts(lock=700, statement=8_000, idle=10_000)
    assert timeouts_of("somebody") == STRICTEST


def test_every_job_that_is_named_is_rung() -> None:
    assert set(BY_TASK) <= {ring["task"] for ring in app.conf.beat_schedule.values()}
    assert BY_TASK["deadlines.tasks.sweep_deadlines"].lock < BY_ROLE[WEB].lock / 2


@pytest.mark.django_db
@pytest.mark.parametrize("role", [WEB, WORKER, OWNER])
def test_tests_wait_as_the_role_they_are(role: str) -> None:
    with as_role(role):
        assert in_force() == BY_ROLE[role]
    assert in_force() == BY_ROLE[OWNER]


@pytest.mark.django_db
def test_a_request_of_a_test_waits_as_the_pages_do() -> None:
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(in_force())
        return HttpResponse()

    AnswerAsWeb(answer)(HttpRequest())
    assert seen == [BY_ROLE[WEB]]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["web", "worker", "owner"])
def test_a_process_waits_as_its_role(role: str) -> None:
    """With the product's own settings, on the embedded server."""
    code = (
        "import django, json, sys; django.setup(); from django.db import connection as c; k = c.cursor();"
        f"k.execute({ASK!r}, [{NAMES!r}]); print(json.dumps([dict(k.fetchall()), c.settings_dict['OPTIONS']]))"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "jobbtorg.settings", "DATABASE_ROLE": role, "ENV_FILE": ""}
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=PATIENCE
    )
    assert finished.returncode == 0, finished.stderr
    found, options = json.loads(finished.stdout)
    assert found == BY_ROLE[f"jobbtorg_{role}"].by_name()
    assert options.items() >= CLIENT.items()


@pytest.mark.parametrize("query", ["", "?sslmode=require&options=-c%20search_path%3Dpublic"])
def test_an_address_keeps_what_it_says_itself(tmp_path: Path, query: str) -> None:
    env = production_environment(tmp_path)
    env["DATABASE_URL"] = f"postgres://jobbtorg_worker:p@127.0.0.1:1/jobbtorg{query}"
    code = "import json; from jobbtorg.settings import DATABASES as d; print(json.dumps(d['default']['OPTIONS']))"
    finished = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=env, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    options = json.loads(finished.stdout)
    assert f"-c lock_timeout={BY_ROLE[WORKER].lock}" in options["options"]
    if query:
        assert options["sslmode"] == "require"
        assert options["options"].endswith("-c search_path=public")


@pytest.fixture
def worker() -> Iterator[None]:
    """This process connects as the worker does, and afterwards as before."""
    before = dict(connection.settings_dict)
    app.loader.import_default_modules()
    connection.close()
    yield
    connection.close()
    connection.settings_dict.update(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_a_job_waits_as_long_as_it_may_and_the_next_as_long_as_that_one_may() -> None:
    seen: list[Timeouts] = []

    def carry_out(name: str) -> None:
        """As a worker's child does with a message."""
        task: Any = app.tasks[name]
        build_tracer(name, task, app=app)(str(uuid.uuid4()), (), {}, {"is_eager": False, "delivery_info": {}})
        seen.append(in_force())

    for name in ("organisation.tasks.apply_positions", "audit.tasks.seal", "organisation.tasks.extend_calendar"):
        carry_out(name)
    assert seen == [
        BY_TASK["organisation.tasks.apply_positions"],
        BY_TASK["audit.tasks.seal"],
        BY_ROLE[OWNER],  # as whom this test's processes connect
    ]
    assert connection_options(connection.settings_dict) == connection.settings_dict["OPTIONS"]
