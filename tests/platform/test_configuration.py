"""Production settings: complete ones pass Django's deployment checks, each mistake stops the start with a sentence."""

import json
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


PROVIDER = {"OIDC_SERVER_URL": "https://login.example.se", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL and REDIS_URL must both be set"),
        ({"REDIS_URL": ""}, "DATABASE_URL and REDIS_URL must both be set"),
        ({"DEBUG": "true", "ENVIRONMENT": "production"}, "DEBUG is on"),
        ({"DEMO_MODE": "true"}, "DEMO_MODE is on"),
        ({"ENVIRONMENT": "prod"}, "must be development or production"),
        ({"OIDC_SERVER_URL": "http://login.example.se", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, "https://"),
        (PROVIDER, "OIDC_STAFF_CLAIM must name the claim that holds a user's tjänste-id"),
        (PROVIDER | {"OIDC_STAFF_CLAIM": "oid", "OIDC_TRUST_EMAIL": "true"}, "one of the two"),
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
        ({"ACCESSIBILITY_CONTACT": ""}, "jobbtorg.W005"),
        ({"DATABASE_URL": "postgres://jobbtorg_web@database.example.se/jobbtorg"}, "jobbtorg.W004"),
        ({"DATABASE_URL": "postgres://jobbtorg_web@database.example.se/jobbtorg?sslmode=prefer"}, "jobbtorg.W004"),
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


def settings_of(environment: dict[str, str], *, demo: bool = False) -> dict[str, object]:
    """What the settings say in a process of their own; `demo`: as `make demo` sets its environment first."""
    first = "from jobbtorg.embedded.environment import show_the_product_itself as s; s();" if demo else ""
    names = ["DEBUG", "ENVIRONMENT", "SESSION_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    names += ["SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "SERVICE_URL", "EMBEDDED_SERVERS"]
    code = (
        f"{first}import json, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'jobbtorg.settings';"
        "from django.conf import settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {names}}} | "
        "{'static': s.STORAGES['staticfiles']['BACKEND'].rsplit('.', 1)[1]}))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_a_development_machine_needs_no_debug(production):
    del production["ALLOWED_HOSTS"]
    said = settings_of(production | {"ENVIRONMENT": "development", "DATABASE_URL": "", "REDIS_URL": ""})
    assert said["DEBUG"] is False
    assert said["EMBEDDED_SERVERS"] == ["postgres", "valkey"]
    assert said["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    # http://localhost carries no cookie that is for https alone, and must not be sent there.
    assert (said["SESSION_COOKIE_NAME"], said["CSRF_COOKIE_SECURE"]) == ("sessionid", False)
    assert (said["SECURE_SSL_REDIRECT"], said["SECURE_HSTS_SECONDS"]) == (False, 0)
    assert said["static"] == "StaticFilesStorage", "files are served from where they are edited"


def test_production_is_strict_whatever_else_is_said(production, tmp_path):
    for said in (
        settings_of(production),
        settings_of(production | {"ENVIRONMENT": "production", "STATIC_ROOT": str(tmp_path)}),
        settings_of(production, demo=True),
    ):
        assert (said["DEBUG"], said["ENVIRONMENT"]) == (False, "production")
        assert (said["SESSION_COOKIE_NAME"], said["CSRF_COOKIE_SECURE"]) == ("__Host-sessionid", True)
        assert said["SECURE_SSL_REDIRECT"] is True
        assert said["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
        assert said["static"] == "PageFilesStorage"


@pytest.mark.parametrize(
    ("env_file", "asked", "debug"),
    [
        ("ENVIRONMENT=development\n", {}, False),
        ("DEBUG=true\n", {}, False),
        ("ENVIRONMENT=development\n", {"DEBUG": "true"}, True),
        ("DEBUG=true\n", {"DEBUG": "true"}, True),
    ],
)
def test_the_demo_shows_djangos_error_pages_only_when_asked(production, tmp_path, env_file, asked, debug):
    """`DEBUG=true` in a `.env`, as earlier versions wrote it, is for the other commands."""
    (tmp_path / "env").write_text(env_file)
    places = {"ENV_FILE": str(tmp_path / "env"), "EMBEDDED_DIR": str(tmp_path / "data"), "PORT": "8011"}
    embedded = {"DATABASE_URL": "", "REDIS_URL": ""}
    said = settings_of(production | places | embedded | asked, demo=True)
    assert (said["DEBUG"], said["ENVIRONMENT"]) == (debug, "development")
    assert said["SERVICE_URL"] == "http://localhost:8011"
    assert said["static"] == ("StaticFilesStorage" if debug else "PageFilesStorage")
