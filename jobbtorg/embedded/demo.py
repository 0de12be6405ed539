"""`make demo`: web, worker and beat under one supervisor, until Ctrl-C.

honcho runs the three and prefixes their logs. Each carries a mark in its environment, so that what an earlier,
killed supervisor left behind is recognised and cleared away without guessing.
"""

import fcntl
import io
import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import honcho.manager
import psutil
from django.conf import settings
from django.core.management import call_command
from honcho.manager import Manager
from honcho.printer import Message, Printer

from aspirants.models import Person
from jobbtorg.embedded.bootstrap import check_port
from jobbtorg.embedded.processes import gone, marked, wait_until

MARK = "JOBBTORG_DEMO"
PROGRAMS = {  # what follows the interpreter's name
    "web": "-m gunicorn",
    "worker": "-m celery --quiet --app jobbtorg worker -Q default,import,mail -l INFO -c 2 --without-gossip"
    " --without-mingle",
    "beat": "-m celery --quiet --app jobbtorg beat --loglevel INFO --schedule {schedule}",
}
READY = "Listening at"
# Celery's long warning about root is meant for servers.
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"
STOP_SECONDS = 20


class DemoPrinter(Printer):
    """honcho's printer; says where to go as soon as the web server listens."""

    def __init__(self, output: IO[str], welcome: str) -> None:
        super().__init__(output)
        self.welcome = welcome

    def write(self, message: Message) -> None:
        """Print a line of a program, and the welcome after the line that says that the pages are served."""
        super().write(message)
        said = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
        if message.name == "web" and READY in said:
            print(self.welcome, file=self.output, flush=True)


def _claim(folder: Path) -> IO[str]:
    """The lock that says "a demo runs here"; ends with a sentence if one does."""
    lock = (folder / "demo.lock").open("a+")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise SystemExit(f"The demo is already running ({lock.read().strip()}); stop it with Ctrl-C first.") from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}")
    lock.flush()
    return lock


def clear_leftovers() -> None:
    """End what an earlier supervisor on these very data left running when it was killed."""
    leftovers = list(marked(MARK, str(settings.EMBEDDED_DIR)))
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
    """Migrate and load the reference data; both change nothing when there is nothing new."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference_data", verbosity=0)


def load_demo_data() -> None:
    """Into a database without aspirants; data that people have worked with are never touched."""
    if settings.DEMO_MODE and not Person.objects.exists():
        print("Making the demo data …", flush=True)
        call_command("load_demo", verbosity=0)


def _welcome(port: str) -> str:
    accounts = io.StringIO()
    if settings.DEMO_MODE:
        call_command("demo_accounts", stdout=accounts)
    line = "─" * 72
    address = f"Jobbtorg: http://localhost:{port}"
    return "\n".join([line, address, "", accounts.getvalue().rstrip(), "", "Ctrl-C stops everything.", line])


def run() -> int:
    """Serve until a signal comes or a program ends; returns the exit code."""
    port = os.environ.get("PORT", "8000")
    folder = settings.EMBEDDED_DIR
    folder.mkdir(parents=True, exist_ok=True)
    with _claim(folder), ExitStack() as afterwards:
        clear_leftovers()
        check_port(port)
        prepare_database()
        load_demo_data()
        honcho.manager.KILL_WAIT = STOP_SECONDS
        manager = Manager(DemoPrinter(sys.stdout, _welcome(port)))
        environment = os.environ | {
            MARK: str(folder),
            "PORT": port,
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ROOT_IS_FINE,
        }
        for name, program in PROGRAMS.items():
            # Beat sends messages and asks the database nothing.
            environment["DATABASE_ROLE"] = "web" if name == "web" else "worker"
            command = f"exec {sys.executable} {program.format(schedule=folder / 'beat-schedule')}"
            manager.add_process(name, command, env=dict(environment), cwd=str(settings.BASE_DIR))
        # Whatever happens to the supervisor itself, nothing that it started stays behind.
        afterwards.callback(clear_leftovers)
        manager.loop()
    # Ctrl-C and SIGTERM are how a demo is meant to end.
    return 0 if manager.returncode in {130, 143} else int(manager.returncode or 0)
