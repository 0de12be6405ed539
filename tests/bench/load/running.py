"""One level of the load: so many people for so long, on a copy of the city that goes afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.db import connection

from jobbtorg.embedded import broker_url, cache_url
from jobbtorg.embedded.bootstrap import fail
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
from tests.bench.cities import city_of
from tests.bench.databases import copy_of
from tests.bench.load.busy import Busy
from tests.bench.load.environment import locust
from tests.bench.load.figures import read_figures
from tests.bench.load.people import write_people
from tests.bench.load.sites import Site
from tests.platform.conftest import PROJECT
from tests.waiting.server import Server, serving

WARM_UP = 10
"""Seconds in which the people come, one after the other, and nothing counts yet."""

STATIC = PROJECT / "var" / "bench" / "static" / "files"
TIMES_FIRST = 6
"""How often each page is opened before the people come, at the same time."""

LAST_PAGE, PATIENCE = 20, 60
"""Seconds that a page may take which was begun within the time, and that locust may take besides its time."""

_COLLECT = "import django; django.setup(); from jobbtorg.embedded.static_files import collect; collect()"


def measured(site: Site, *, scale: float, users: int, seconds: int, warm_up: int = WARM_UP) -> dict[str, Any]:
    """The figures of `read_figures`, for so many people over so many seconds in the city of a scale.

    `cores`: how many of them the pages and the database kept busy on average, while the people came included. Each page
    has been opened before, by each of the server's processes as far as chance allows. The database writes as the tests'
    does, without waiting for the disk. What was started has ended when this returns or raises.
    """
    program = locust()
    with _ending_in_order(), tempfile.TemporaryDirectory(prefix="jobbtorg-load-") as made, city_of(scale) as city:
        folder = Path(made)
        with copy_of(city, "load"):
            people = write_people(folder / "people.json", users, site)
            variables = production(site)
            _collect_static_files(variables)
            with serving(folder / "server.log", **variables) as server:
                _open_every_page(server, people)
                busy = Busy({"web": psutil.Process(server.process), "database": _database()})
                figures = _walked(program, server, folder, users, seconds, warm_up)
                cores = busy.cores()
    return {"users": users, "seconds": seconds, "cores": cores, **figures}


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Inside, SIGTERM ends this program as an exception does, so that it ends what it has started."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def production(site: Site) -> dict[str, str]:
    """The environment of the pages in production, on the database that one is connected to.

    Only the servers are those of the measurements, and letters are not sent. Ends the program where there are none.
    """
    if len(settings.EMBEDDED_SERVERS) < 2:
        fail("The load is measured on the embedded servers; leave DATABASE_URL and REDIS_URL unset.")
    host, name = connection.settings_dict["HOST"], connection.settings_dict["NAME"]
    return {
        "DJANGO_SETTINGS_MODULE": site.settings,
        "ENVIRONMENT": "production",
        "DEMO_MODE": "false",
        # The sessions are made beforehand, and have seen no second factor.
        "MFA_REQUIRED": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": f"postgres://{site.login}@/{host}/{name}",
        # Databases of their own, so that nothing waits in the queue of somebody else.
        "REDIS_URL": broker_url(settings.EMBEDDED_DIR).replace("virtual_host=0", "virtual_host=2"),
        "CACHE_URL": cache_url(settings.EMBEDDED_DIR).replace("db=1", "db=3"),
        "EMAIL_URL": "dummymail://",
        "STATIC_ROOT": str(STATIC),
    }


def _database() -> psutil.Process:
    process = Postgres(Places(settings.EMBEDDED_DIR), durable=settings.EMBEDDED_DURABLE).process()
    assert process is not None
    return process


def _collect_static_files(variables: dict[str, str]) -> None:
    """Pages in production name static files by their content, so these must have been collected."""
    STATIC.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **variables, "ENV_FILE": ""}
    subprocess.run([sys.executable, "-c", _COLLECT], cwd=PROJECT, env=environment, check=True)


def _open_every_page(server: Server, people: list[dict[str, Any]]) -> None:
    """Each role's pages, so often that both processes have read their templates; one that does not open ends it all."""
    pages = {(one["role"], page): (one, address) for one in people for page, (address, *_) in one["addresses"].items()}

    def ask(one: dict[str, Any], address: str) -> None:
        cookie = f"{one['cookie']}={one['session']}"
        status, _, headers = server.ask(address, Cookie=cookie, **{"X-Forwarded-Proto": "https"})
        if status != 200:
            fail(f"{server.log.read_text()[-4000:]}\n{address}: {status} {headers.get('Location', '')}")

    with ThreadPoolExecutor(TIMES_FIRST) as threads:
        for asked in pages.values():
            list(threads.map(ask, *zip(*[asked] * TIMES_FIRST, strict=True)))


def _walked(program: Path, server: Server, folder: Path, users: int, seconds: int, warm_up: int) -> dict[str, Any]:
    errors = folder / "errors.json"
    command = [
        str(program), "--headless", "--skip-log-setup", "--only-summary", "--reset-stats", "--exit-code-on-error", "0",
        "--locustfile", "tests/bench/load/locustfile.py",
        "--host", f"http://127.0.0.1:{server.port}",
        "--users", str(users), "--spawn-rate", str(users / max(1, warm_up)),
        "--run-time", f"{warm_up + seconds}s", "--stop-timeout", str(LAST_PAGE),
        "--json-file", str(folder / "stats"),
    ]  # fmt: skip
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(PROJECT),
        "LOAD_PEOPLE": str(folder / "people.json"),
        "LOAD_ERRORS": str(errors),
    }
    with (folder / "locust.log").open("w+") as said, _ended(command, environment, said) as process:
        try:
            code = process.wait(warm_up + seconds + LAST_PAGE + PATIENCE)
        except subprocess.TimeoutExpired:
            code = None
        if code != 0:
            said.seek(0)
            fail(f"{said.read()[-4000:]}\nlocust {'did not end' if code is None else f'ended with {code}'}.")
    return read_figures(folder / "stats.json", errors)


@contextmanager
def _ended(command: list[str], environment: dict[str, str], said: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Inside, the program runs; afterwards neither it nor anything that it started does."""
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
