"""Processes, as they are started on a server or a new machine: with an environment of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests import instant

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 300
"""Seconds until a process that hangs fails its test; no test measures speed by it."""


def clean_environment(**variables: str) -> dict[str, str]:
    """What a fresh shell has, our interpreter's programs first, no .env file, the test's time, and `variables`."""
    programs = f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"
    shell = {"PATH": programs, "HOME": os.environ.get("HOME", "/")}
    return shell | {"ENV_FILE": ""} | instant.for_processes() | variables


def production_environment(folder: Path) -> dict[str, str]:
    """Complete production settings, as an environment; the servers they name need not exist."""
    leaked = folder / "leaked-passwords"
    leaked.touch()
    return clean_environment(
        BREACHED_PASSWORDS_FILE=str(leaked),
        SECRET_KEY="k3Yv!n0t" * 8,
        IDENTITY_ENCRYPTION_KEYS=Fernet.generate_key().decode(),
        IDENTITY_LOOKUP_KEY="l00k" * 10,
        DATABASE_URL="postgres://jobbtorg@127.0.0.1:1/jobbtorg",
        REDIS_URL="redis://127.0.0.1:1/0",
        ALLOWED_HOSTS="jobbtorg.example.se",
        EMAIL_URL="smtp+tls://mail.example.se:587",
        SECURITY_CONTACT="mailto:sakerhet@example.se",
        ACCESSIBILITY_CONTACT="mailto:tillganglighet@example.se",
    )


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Complete production settings for one test."""
    return production_environment(tmp_path)


@pytest.fixture
def manage() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `manage.py` with exactly the given environment."""

    def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=PATIENCE)

    return run


def a_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_port() -> Callable[[], int]:
    """Finds a port that nobody listens on."""
    return a_free_port


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a process in a group of its own, its output in a file beside it; whatever is left is killed afterwards."""
    started: list[subprocess.Popen[str]] = []

    def run(*command: str | Path, env: dict[str, str], log: str) -> subprocess.Popen[str]:
        with (tmp_path / log).open("w") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=PROJECT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def eventually(condition: Callable[[], bool], what: Callable[[], str] = str) -> None:
    """Wait until `condition` holds; fail with `what()` when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)
