"""The queue: nothing is sent to it before it is committed, and every queue is served by a worker."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from jobbtorg.celery import app
from tests.platform.conftest import PROJECT

RINGING = {"delay", "apply_async"}
"""They send at once. `delay_on_commit` sends when the data can be read, and only saves a minute's wait."""


def rings(source: str) -> Iterator[int]:
    """The lines on which a task is rung for at once."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in RINGING:
            yield node.lineno


def product_files() -> list[Path]:
    packages = {config.name.partition(".")[0] for config in apps.get_app_configs()}
    return [
        file
        for package in sorted(packages)
        if (PROJECT / package).is_dir()
        for file in (PROJECT / package).rglob("*.py")
    ]


def test_no_task_is_rung_for_before_its_data_are_committed() -> None:
    files = product_files()
    assert PROJECT / "deadlines" / "tasks.py" in files
    assert [f"{file}:{line}" for file in files for line in rings(file.read_text())] == []


@pytest.mark.parametrize("source", ["sweep.delay()", "tasks.sweep.apply_async(countdown=1)", "later = sweep.delay"])
def test_what_that_looks_for(source: str) -> None:
    assert list(rings(source)) == [1]
    assert list(rings("sweep.delay_on_commit()")) == []


def test_every_task_goes_to_a_queue_that_the_workers_serve() -> None:
    app.loader.import_default_modules()
    queues = set(app.amqp.queues)
    assert queues == set(settings.CELERY_TASK_QUEUES) == {"default", "import", "mail"}
    routed = {
        name: app.amqp.router.route({}, name)["queue"].name for name in app.tasks if not name.startswith("celery.")
    }
    assert set(routed.values()) <= queues
    assert routed["notices.tasks.send_outbox"] == "mail"
    assert routed["deadlines.tasks.sweep_deadlines"] == "default"
    assert routed["imports.tasks.bring_in_lists"] == "import"
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    programs = RawConfigParser()
    programs.read(PROJECT / "jobbtorg" / "embedded" / "supervision" / "supervisor.ini")
    for name, served in {"worker": "default,mail", "importer": "import"}.items():
        command, demo = compose[name]["command"], programs[f"program:{name}"]["command"].split()
        assert command[command.index("--queues") + 1] == demo[demo.index("-Q") + 1] == served


def test_beat_rings_for_tasks_that_there_are() -> None:
    app.loader.import_default_modules()
    schedule = settings.CELERY_BEAT_SCHEDULE
    assert {ring["task"] for ring in schedule.values()} <= set(app.tasks)
    assert schedule["send-outbox"]["schedule"] == 60.0
