"""The production web server, gunicorn with its own configuration, on the database of a test."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from organisation.models import User
from tests import instant
from tests.platform.conftest import PATIENCE, PROJECT, a_free_port
from tests.visits import signed_in

PROCESSES = 2
"""As gunicorn.conf.py has it where nothing else is said."""

Answer = tuple[int, str, Mapping[str, str]]
"""Status, body and headers."""


@dataclass(frozen=True)
class Address:
    """Where something listens, and what is asked there."""

    port: int

    def connect(self) -> http.client.HTTPConnection:
        """A connection of its own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, path: str, *, session: str = "", data: Mapping[str, object] | None = None, **headers: str) -> Answer:
        """One request on a connection of its own: GET, or POST where there is something to send."""
        body = None if data is None else urlencode(list(data.items()), doseq=True)
        cookies = [f"{settings.SESSION_COOKIE_NAME}={session}"] if session else []
        if data is not None and "csrfmiddlewaretoken" in data:
            # A token is its own secret as well: that is how Django takes one from a cookie.
            cookies.append(f"{settings.CSRF_COOKIE_NAME}={headers.pop('csrf', data['csrfmiddlewaretoken'])}")
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        client = self.connect()
        try:
            method = "GET" if data is None else "POST"
            client.request(method, path, body, {"Host": "localhost", "Cookie": "; ".join(cookies), **headers})
            response = client.getresponse()
            return response.status, response.read().decode(), dict(response.getheaders())
        finally:
            client.close()

    def seconds(self, path: str, session: str = "") -> float:
        """How long a page takes that must be there."""
        began = time.monotonic()
        status, body, _ = self.ask(path, session=session)
        assert status == 200, f"{path}: {status} {body[:200]}"
        return time.monotonic() - began


@dataclass(frozen=True)
class Server(Address):
    """A gunicorn of ours."""

    process: int = 0
    log: Path = Path()

    def renew(self) -> None:
        """Have new processes read the settings anew and take over, as docs/operations.md says."""
        wanted = self.log.read_text().count(" answers") + PROCESSES
        self._say(signal.SIGTTIN)
        until = time.monotonic() + PATIENCE
        while self.log.read_text().count(" answers") < wanted:
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)
        self._say(signal.SIGTTOU)

    def _say(self, what: signal.Signals) -> None:
        for _ in range(PROCESSES):
            os.kill(self.process, what)
            time.sleep(1)


def session_of(user: User) -> str:
    """The key of a new session of the user's."""
    return str(signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value)


def token_on(page: str) -> str:
    """The token against forgery in the page's first form."""
    found = re.search(r'name="csrfmiddlewaretoken"\s+value="(\w+)"', page)
    assert found, page[:500]
    return found[1]


def percentile(seconds: list[float], part: float) -> float:
    """The value that `part` (0–1) of them do not exceed."""
    in_order = sorted(seconds)
    return in_order[min(int(len(in_order) * part), len(in_order) - 1)]


def environment(port: int, **more: str) -> dict[str, str]:
    """What the server is started with: the pages' own role, and servers that this run has already."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.waiting.served_settings",
        "SERVED_DATABASE": connection.settings_dict["NAME"],
        "DATABASE_ROLE": "web",
        "MFA_REQUIRED": "false",
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": "",
        "PYTHONPATH": str(PROJECT),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "ENV_FILE": "",
        **instant.for_processes(),
        **more,
    }


@contextmanager
def serving(log: Path, **more: str) -> Iterator[Server]:
    """Inside, `gunicorn` answers as it does in production: two processes with four threads each."""
    port = a_free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("gunicorn"))],
            cwd=PROJECT,
            env=environment(port, **more),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = Server(port, process.pid, log)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if address.ask("/halsa")[0] == 200:
                    break
            except OSError:
                pass
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)
