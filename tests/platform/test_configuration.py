"""Production settings: complete ones pass Django's deployment checks, each mistake stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platform.conftest import PATIENCE, PROJECT

SECRETS = ["SECRET_KEY", "IDENTITY_ENCRYPTION_KEYS", "IDENTITY_LOOKUP_KEY"]


def sentence(finished) -> str:
    """The one line on stderr of a start that was refused."""
    lines = finished.stderr.strip().splitlines()
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert len(lines) == 1, finished.stderr
    return lines[0]


def test_complete_production_settings_pass_the_deployment_checks(production, manage):
    finished = manage("check", "--deploy", "--fail-level", "WARNING", env=production)
    assert finished.returncode == 0, finished.stderr
    assert "no issues (0 silenced)" in finished.stdout


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_is_named(production, manage, name):
    del production[name]
    assert f"{name} must be set" in sentence(manage("check", env=production))


def test_all_missing_secrets_are_named_at_once(production, manage):
    for name in SECRETS:
        production[name] = ""
    assert ", ".join(SECRETS) in sentence(manage("check", env=production))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL and REDIS_URL must both be set"),
        ({"REDIS_URL": ""}, "DATABASE_URL and REDIS_URL must both be set"),
        ({"DEBUG": "true", "ENVIRONMENT": "production"}, "DEBUG is on"),
        ({"DEMO_MODE": "true"}, "DEMO_MODE is on"),
        ({"ENVIRONMENT": "prod"}, "must be development or production"),
        ({"OIDC_SERVER_URL": "http://login.example.se", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, "https://"),
        ({"OIDC_SERVER_URL": "https://login.example.se"}, "OIDC_CLIENT_ID, OIDC_CLIENT_SECRET must be set"),
        ({"SECURITY_CONTACT": "sakerhet@example.se"}, "SECURITY_CONTACT has 'sakerhet@example.se'"),
        ({"SECRET_KEY_FILE": "/nowhere/secret"}, "SECRET_KEY_FILE names a file that cannot be read"),
    ],
)
def test_a_contradiction_stops_the_start(production, manage, change, said):
    assert said in sentence(manage("check", env=production | change))


@pytest.mark.parametrize(
    "program", [["gunicorn"], ["celery", "-A", "jobbtorg", "worker"], ["celery", "-A", "jobbtorg", "beat"]]
)
def test_every_program_stops_with_the_same_sentence(production, program, tmp_path):
    del production["SECRET_KEY"]
    finished = subprocess.run(
        [sys.executable, "-m", *program], cwd=PROJECT, env=production, capture_output=True, text=True, timeout=PATIENCE
    )
    assert "SECRET_KEY must be set" in sentence(finished)


def test_secrets_may_come_from_files(production, manage, tmp_path):
    for name in [*SECRETS, "DATABASE_URL"]:
        file = tmp_path / name
        file.write_text(production.pop(name) + "\n")
        production[f"{name}_FILE"] = str(file)
    shown = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings as s;"
        "print([s.SECRET_KEY, *s.IDENTITY_ENCRYPTION_KEYS, s.IDENTITY_LOOKUP_KEY, s.DATABASES['default']['NAME']])",
        env=production,
    )
    contents = [(tmp_path / name).read_text().strip() for name in SECRETS]
    assert shown.stdout.strip() == str([*contents, "jobbtorg"]), shown.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"IDENTITY_ENCRYPTION_KEYS": "too-short"}, "jobbtorg.E001"),
        ({"IDENTITY_LOOKUP_KEY": "short"}, "jobbtorg.E002"),
        ({"EMAIL_URL": "consolemail://"}, "jobbtorg.W001"),
        ({"SECURITY_CONTACT": ""}, "jobbtorg.W003"),
    ],
)
def test_unusable_keys_and_mail_are_found_by_the_checks(production, manage, change, said):
    finished = manage("check", "--deploy", "--fail-level", "WARNING", env=production | change)
    assert finished.returncode == 1
    assert said in finished.stderr


def test_the_demo_is_not_installed_in_production(production, manage):
    finished = manage("load_demo", env=production)
    assert finished.returncode == 1
    assert "Unknown command" in finished.stderr


def test_every_variable_that_is_read_is_explained():
    read = set()
    for file in ["jobbtorg/settings.py", "gunicorn.conf.py"]:
        for part in (PROJECT / file).read_text().split("env")[1:]:
            quoted = part.split('"')
            if part[:1] in ".i" and len(quoted) > 1:
                read.add(quoted[1])
    names = {name for name in read if name.isupper()}
    assert {"SECRET_KEY", "DATABASE_URL", "WEB_THREADS"} <= names
    example = (PROJECT / ".env.example").read_text()
    assert [name for name in sorted(names) if f"\n{name}=" not in example and f"\n# {name}=" not in example] == []


def test_the_example_contains_no_secret():
    for line in (PROJECT / ".env.example").read_text().splitlines():
        if line.startswith(tuple(SECRETS)):
            assert line.endswith("="), line


def test_the_hash_pinned_requirements_name_no_registry():
    for file in Path(PROJECT / "requirements").glob("*.txt"):
        text = file.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, file
    assert "resolved" not in (PROJECT / "package-lock.json").read_text()
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
