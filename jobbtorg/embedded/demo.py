"""`make demo`: web, worker, importer and beat under one supervisor, until Ctrl-C.

The supervision is in `supervision/`. Each program carries a mark in its environment, so that what an earlier, killed
supervisor left behind is recognised and cleared away without guessing.
"""

import fcntl
import io
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import psutil
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from aspirants.models import Person
from jobbtorg.database import preparation
from jobbtorg.embedded import servers, static_files
from jobbtorg.embedded.bootstrap import DEMO_MARK, check_port
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.processes import gone, marked, wait_until
from jobbtorg.embedded.sharing import Server
from jobbtorg.embedded.steps import STEPS
from jobbtorg.embedded.supervision.supervisor import supervise

# Celery's long warning about root is meant for servers.
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"
STOP_SECONDS = 20


def _claim(folder: Path, port: str) -> IO[str]:
    """The lock that says "a demo runs here"; ends with a sentence if one does."""
    lock = (folder / "demo.lock").open("a+")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise SystemExit(f"The demo is already running ({lock.read().strip()}); stop it with Ctrl-C first.") from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, http://localhost:{port}")
    lock.flush()
    return lock


def clear_leftovers() -> None:
    """End what an earlier supervisor on these very data left running when it was killed."""
    leftovers = list(marked(DEMO_MARK, str(settings.EMBEDDED_DIR)))
    for how in (signal.SIGTERM, signal.SIGKILL):
        for process in leftovers:
            try:
                process.send_signal(how)
            except psutil.NoSuchProcess:
                continue
        if wait_until(lambda: all(gone(process) for process in leftovers), STOP_SECONDS):
            break
    if leftovers:
        print(f"Stopped {len(leftovers)} processes that an earlier start had left behind.", flush=True)


def prepare_database() -> None:
    """Migrate and load the reference data, unless the database is known to have all of it."""
    if preparation.is_done():
        return
    with STEPS.step("Database tables"):
        call_command("migrate", interactive=False, verbosity=0)
    with STEPS.step("Reference data"):
        call_command("load_reference_data", verbosity=0)
    preparation.remember()


def require_keys_of_the_data() -> None:
    """Stop where what is stored was encrypted with other keys: every page about a person would fail."""
    try:
        Person.objects.exclude(identity_hash=None).order_by("pk").first()
    except InvalidToken:
        raise SystemExit(
            f"The keys in .env are not those with which the data in {settings.EMBEDDED_DIR} were written. Put the .env "
            "of before back, or empty the data with `make reset`."
        ) from None


def load_demo_data() -> None:
    """Into a database without aspirants; data that people have worked with are never touched."""
    if settings.DEMO_MODE and not Person.objects.exists():
        STEPS.write("Making the demo data …")
        with STEPS.step("Demo data"):
            call_command("load_demo", verbosity=0)


def _welcome(port: str) -> Callable[[], str]:
    """Where to go and as whom, and what the start took until it is asked for."""
    accounts = io.StringIO()
    if settings.DEMO_MODE:
        call_command("demo_accounts", stdout=accounts)
    began = time.monotonic()

    def text() -> str:
        STEPS.note("Web server", time.monotonic() - began)
        line = "─" * 72
        address = f"Jobbtorg: http://localhost:{port}"
        paragraphs = [address, accounts.getvalue().rstrip(), STEPS.table(), "Ctrl-C stops everything."]
        return "\n".join([line, "\n\n".join(filter(None, paragraphs)), line])

    return text


def _embedded_servers(folder: Path) -> dict[str, Server]:
    """The servers that this process holds, by the names that supervision/supervisor.ini gives them."""
    names = {"postgres": "database", "valkey": "queue"}
    kinds = settings.EMBEDDED_SERVERS
    found = servers(Places(folder), kinds, durable=settings.EMBEDDED_DURABLE)
    return {names[kind]: server for kind, server in zip(kinds, found, strict=True)}


def run() -> int:
    """Serve until a signal comes, 0, or something dies again and again, 1; returns the exit code."""
    port = os.environ.get("PORT", "8000")
    folder = settings.EMBEDDED_DIR
    folder.mkdir(parents=True, exist_ok=True)
    with _claim(folder, port), ExitStack() as afterwards:
        clear_leftovers()
        check_port(port)
        prepare_database()
        require_keys_of_the_data()
        load_demo_data()
        if settings.STATIC_FILES_COLLECTED:
            with STEPS.step("Static files"):
                static_files.collect()
        welcome = _welcome(port)
        connections.close_all()
        # What supervision/supervisor.ini and the programs ask for.
        os.environ |= {
            DEMO_MARK: str(folder),
            "JOBBTORG_PYTHON": sys.executable,
            "PORT": port,
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ROOT_IS_FINE,
        }
        # Whatever happens to the supervisor itself, nothing that it started stays behind.
        afterwards.callback(clear_leftovers)
        return supervise(sys.stdout, welcome, _embedded_servers(folder))
