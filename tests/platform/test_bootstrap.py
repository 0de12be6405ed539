"""From a bare Python to a ready environment: what is done once, repeated, repaired, and refused with a sentence."""

import json
import os
import shutil
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import psutil
import pytest
from cryptography.fernet import Fernet

from jobbtorg.embedded.bootstrap import shares
from jobbtorg.embedded.processes import gone, wait_until
from tests.platform.conftest import PATIENCE, PROJECT, clean_environment

BOOTSTRAP = Path("jobbtorg/embedded/bootstrap.py")


def bootstrap(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up of the checkout in `folder`."""
    return subprocess.run(
        [sys.executable, str(folder / BOOTSTRAP), *arguments],
        cwd=folder,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lists of packages are empty, so that nothing has to be fetched."""
    (tmp_path / BOOTSTRAP.parent).mkdir(parents=True)
    for script in (BOOTSTRAP, BOOTSTRAP.with_name("steps.py")):
        shutil.copy(PROJECT / script, tmp_path / script)
    (tmp_path / "requirements").mkdir()
    for name in ("demo", "development", "node"):
        (tmp_path / "requirements" / f"{name}.txt").touch()
    (tmp_path / "package.json").write_text(json.dumps({"name": "empty", "version": "1.0.0"}))
    lock = {"name": "empty", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "empty"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def values(env_file: Path) -> dict[str, str]:
    lines = [line for line in env_file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_environment_is_made_once_and_repaired_when_broken(checkout):
    first = bootstrap(checkout)
    assert first.returncode == 0, first.stderr
    python = checkout / ".venv" / "bin" / "python"
    assert python.exists()
    made = values(checkout / ".env")
    assert (checkout / ".env").stat().st_mode & 0o777 == 0o600
    assert made["ENVIRONMENT"] == "development"
    assert "DEBUG" not in made
    assert len(made["SECRET_KEY"]) >= 50
    assert len(made["IDENTITY_LOOKUP_KEY"]) >= 32
    Fernet(made["IDENTITY_ENCRYPTION_KEYS"])

    second = bootstrap(checkout)
    assert second.returncode == 0, second.stderr
    assert second.stdout == "", "a second start has nothing to do"
    assert values(checkout / ".env") == made

    (checkout / "requirements" / "development.txt").write_text("# changed\n")
    assert "Python packages" in bootstrap(checkout).stdout

    python.unlink()
    third = bootstrap(checkout)
    assert third.returncode == 0, third.stderr
    assert "Creating the Python environment" in third.stdout
    assert python.exists()
    assert values(checkout / ".env") == made


def test_packages_that_cannot_be_installed_are_one_sentence_after_the_reason(checkout):
    (checkout / "requirements" / "development.txt").write_text("jobbtorg-has-no-hash==1.0\n")
    finished = bootstrap(checkout)
    assert finished.returncode == 1
    assert finished.stderr.splitlines()[-1] == "Installing the Python packages failed; the reason stands above."
    assert "hash" in finished.stderr
    assert not (checkout / ".venv" / ".development.sha256").exists()


def test_a_busy_port_is_one_sentence_before_anything_is_done(checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        finished = bootstrap(checkout, "demo", PORT=port)
    assert finished.returncode == 1
    assert finished.stderr.startswith(f"Port {port} is in use by another program")
    assert len(finished.stderr.splitlines()) == 1
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"database": false, "broker": true}', "A Jobbtorg already runs on port {}, started by somebody else: open"),
        ('{"status": "ok"}', "Port {} is in use by another program"),
        ("[[]]", "Port {} is in use by another program"),
        ("<html>", "Port {} is in use by another program"),
    ],
)
def test_who_has_the_port_is_recognised_by_how_it_answers(checkout, answer, said):
    class Neighbour(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503 if "false" in answer else 200)
            self.end_headers()
            self.wfile.write(answer.encode() if self.path == "/halsa" else b"")

        def log_message(self, *args: object) -> None:
            """Nothing on the test's output."""

    with HTTPServer(("127.0.0.1", 0), Neighbour) as neighbour:
        Thread(target=neighbour.serve_forever, daemon=True).start()
        finished = bootstrap(checkout, "demo", PORT=str(neighbour.server_port))
        neighbour.shutdown()
    assert finished.returncode == 1
    assert finished.stderr.startswith(said.format(neighbour.server_port))
    assert len(finished.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_an_impossible_port_is_one_sentence(checkout, port):
    finished = bootstrap(checkout, "demo", PORT=port)
    assert finished.returncode == 1
    assert "between 1 and 65535" in finished.stderr


def test_keys_are_new_each_time(checkout):
    keys = {bootstrap(checkout, "key").stdout.strip() for _ in range(2)}
    assert len(keys) == 2
    for key in keys:
        Fernet(key)


def test_production_secrets_are_written_once_and_fit_together(checkout):
    assert bootstrap(checkout, "secrets").returncode == 0
    folder = checkout / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    content = {file.name: file.read_text().strip() for file in folder.iterdir()}
    assert content["postgres_password"] in content["admin_database_url"]
    passwords = {urlsplit(address).password for name, address in content.items() if name.endswith("database_url")}
    assert len(passwords) == 5, "each database role has a password of its own"
    assert content["importer_secret_key"] != content["secret_key"]
    assert content["valkey_password"] in content["redis_url"]
    Fernet(content["identity_encryption_keys"])

    again = bootstrap(checkout, "secrets")
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert content == {file.name: file.read_text().strip() for file in folder.iterdir()}


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"])
def test_reset_deletes_nothing_without_a_clear_yes(production, tmp_path, answer):
    data = tmp_path / "data"
    data.mkdir()
    (data / "kept").touch()
    env = production | {"DEBUG": "true", "EMBEDDED_DIR": str(data)}
    command = [sys.executable, "-m", "jobbtorg.embedded", "reset"]
    finished = subprocess.run(command, cwd=PROJECT, env=env, input=answer, capture_output=True, text=True)
    assert "Nothing was deleted." in finished.stdout
    assert finished.returncode == 1
    assert (data / "kept").exists()


def test_the_makefile_passes_everything_on(checkout):
    shutil.copy(PROJECT / "Makefile", checkout)
    command = ["make", "--no-print-directory", "--dry-run", "demo", "PORT=8123", f"PYTHON={sys.executable}"]
    shown = subprocess.run(command, cwd=checkout, capture_output=True, text=True, env=clean_environment())
    assert shown.stdout.strip() == f"{sys.executable} {BOOTSTRAP} demo"
    assert os.access(PROJECT / "manage.py", os.X_OK)


@pytest.mark.parametrize("name", ["demo", "development"])
def test_the_packages_are_shared_out_with_their_hashes(name):
    requirements = (PROJECT / "requirements" / f"{name}.txt").read_text()
    *before, parts = shares(requirements, 2)
    assert len(parts) == 2
    lines = [line for turn in [*before, parts] for part in turn for line in part.splitlines()]
    assert sorted(lines) == sorted(line for line in requirements.splitlines() if line and not line.startswith("#"))
    for part in parts:
        first_lines = [line for line in part.splitlines() if not line.startswith(" ")]
        assert len(first_lines) > 20
        assert all("==" in line and line.endswith("\\") for line in first_lines)


def test_what_installs_is_installed_alone_and_first():
    """A pip whose files are replaced while it works fails, as soon as it builds a package."""
    pinned = (
        "click==8.1 \\\n    --hash=sha256:1\npip==26.3 \\\n    --hash=sha256:2\nreuse==6.2 \\\n    --hash=sha256:3\n"
    )
    assert shares(pinned, 2) == [
        ["pip==26.3 \\\n    --hash=sha256:2\n"],
        ["click==8.1 \\\n    --hash=sha256:1\n", "reuse==6.2 \\\n    --hash=sha256:3\n"],
    ]
    [[alone], _] = shares((PROJECT / "requirements" / "development.txt").read_text(), 2)
    assert alone.startswith("pip==")


def test_the_lists_name_everything_that_a_package_needs():
    """pip is told to look for nothing else."""
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def with_npm(folder: Path, script: str) -> str:
    """A PATH on which npm is `script`."""
    programs = folder / "programs"
    programs.mkdir()
    npm = programs / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    return f"{programs}:{Path(sys.executable).parent}:{os.defpath}"


def test_a_failing_npm_is_one_sentence_after_its_reason(checkout):
    finished = bootstrap(checkout, PATH=with_npm(checkout, "echo npm error 404 Not Found; exit 1"))
    assert finished.returncode == 1
    assert finished.stderr.splitlines() == [
        "npm error 404 Not Found",
        "",
        "Fetching the front-end packages failed; the reason stands above.",
    ]
    assert not (checkout / ".env").exists()


def test_what_fails_ends_what_runs_beside_it(checkout):
    (checkout / "requirements" / "development.txt").write_text("jobbtorg-has-no-hash==1.0\n")
    finished = bootstrap(checkout, PATH=with_npm(checkout, f"exec sleep {10 * PATIENCE}"))
    assert finished.returncode == 1
    assert finished.stderr.splitlines()[-1] == "Installing the Python packages failed; the reason stands above."
    assert "front-end" not in finished.stderr


def test_an_end_ends_what_it_runs(checkout, start):
    number = checkout / "number"
    path = with_npm(checkout, f"echo $$ > {number}.unfinished; mv {number}.unfinished {number}; exec sleep 1000")
    process = start(sys.executable, checkout / BOOTSTRAP, env=clean_environment(PATH=path), log="bootstrap")
    assert wait_until(number.exists, PATIENCE)
    npm = psutil.Process(int(number.read_text()))
    process.terminate()
    assert process.wait(PATIENCE) == 143
    assert wait_until(lambda: gone(npm), PATIENCE)
