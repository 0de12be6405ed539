"""The examination at the end of the run finds a person, however it is written, and fails the run."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.discretion import MASK, Persons
from tests.platform.conftest import PATIENCE, PROJECT, clean_environment


@pytest.fixture
def persons() -> Persons:
    met = Persons()
    met.meet(
        {
            "first_name": "Åsa-Marie",
            "last_name": "Al-Hassan",
            "identity_no": "199001012385",
            "phone": "070-174 06 05",
            "email": "asa@example.se",
        }
    )
    met.meet({"first_name": "Bo", "last_name": "Ek", "identity_no": "19800101T223"})
    return met


@pytest.mark.parametrize(
    "said",
    [
        "no case for Åsa-Marie Al-Hassan",
        "no case for åsa marie al hassan.",
        "Al-Hassan, Åsa-Marie",
        "asa-marie al-hassan",
        "/sok/%C3%85sa-Marie%20Al-Hassan",
        "q=%C3%85sa-Marie+Al-Hassan",
        r"/sok/\xc5sa-Marie Al-Hassan",
        r'{"name": "\u00c5sa-Marie Al-Hassan"}',
        "199001012385",
        "19900101-2385",
        "900101-2385",
        "9001012385",
        "900101+2385",
        "900101 2385",
        "(identity_no)=(900101-2385)",
        "800101-T223",
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "+46701740605",
        "550 no such user ASA@example.se",
    ],
)
def test_a_person_is_found_and_masked(persons: Persons, said: str) -> None:
    masked = persons.mask(f"12:00 INFO {said} refused")
    assert masked is not None
    assert masked.startswith("12:00 INFO ")
    assert masked.endswith(" refused")
    assert MASK in masked
    assert "Hassan" not in masked
    assert "2385" not in masked


@pytest.mark.parametrize(
    "said",
    [
        "GET /arenden/1234567/ 200",
        "Bo Ek",  # two such short words stand together by chance
        "Åsa Hassan",
        "19900101-2393",
        "2026-11-23 14:30:00,123",
        "0701740606",
        "someone@example.se",
    ],
)
def test_others_are_left_in_peace(persons: Persons, said: str) -> None:
    assert persons.mask(said) is None


PLANTED = """
import logging
import sys
from django.core import mail
from aspirants.models import Person
from deadlines.tasks import sweep_deadlines
from celery.signals import task_prerun

def test_planted():
    person = Person(first_name="Gulnara", last_name="Sjögren", identity_no="199001012385")
    said = {said}
"""
WAYS = {
    "log": 'logging.getLogger("aspirants").warning("No plan for %s", person.name)',
    "printed": 'print("GET /sok?q=Gulnara+Sj%C3%B6gren", file=sys.stderr)',
    "mail": 'mail.EmailMessage("Hej", "Plan för Gulnara Sjögren", "a@b.se", ["c@d.se"]).send()',
    "task": 'task_prerun.send(sender=None, task=sweep_deadlines, args=["Gulnara Sjögren"], kwargs={})',
}


def run(folder: Path, said: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A test run of its own in which one test says something."""
    (folder / "test_planted.py").write_text(PLANTED.format(said=said))
    (folder / "conftest.py").write_text(
        textwrap.dedent(
            """
            from pathlib import Path
            from tests import discretion

            def pytest_configure(config):
                discretion.register(config, Path(__file__).parent / "said", None)
            """
        )
    )
    (folder / "pytest.ini").write_text(f"[pytest]\nDJANGO_SETTINGS_MODULE = tests.settings\npythonpath = {PROJECT}\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *options]
    return subprocess.run(
        [*command, str(folder)],
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(PROJECT)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(("way", "options"), [*((way, ()) for way in WAYS), ("log", ("-n", "2"))])
def test_a_run_that_says_a_name_fails(tmp_path: Path, way: str, options: tuple[str, ...]) -> None:
    finished = run(tmp_path, WAYS[way], *options)
    assert "1 passed" in finished.stdout, finished.stdout + finished.stderr
    assert finished.returncode == 1
    assert "persons in logs, letters or tasks" in finished.stdout
    assert f": {way}: " in finished.stdout
    assert "[person]" in finished.stdout.partition("persons in logs")[2]
    assert "Sj" not in finished.stdout.partition("persons in logs")[2]


def test_a_run_that_says_none_passes(tmp_path: Path) -> None:
    finished = run(tmp_path, 'logging.getLogger("aspirants").warning("No plan for case %s", person.pk)')
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "searched for 2 names and numbers of persons: 0 found" in finished.stdout
    assert "persons in logs" not in finished.stdout
