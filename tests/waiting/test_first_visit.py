"""How many bytes a first visit takes over the wire, headers and all, from gunicorn and through nginx (decision 098)."""

from __future__ import annotations

import datetime
import gzip
import http.client
import io
import os
import re
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from demo.factories import DeadlineClockFactory, EnrolmentFactory, UserFactory
from organisation.models import User
from tests.platform.conftest import PATIENCE, PROJECT
from tests.waiting.proxy import find, proxied
from tests.waiting.server import Address, serving, session_of

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

FIRST_PAGE = 150_000
"""Bytes: the sign-in page with its files, the typeface among them."""
MOST = 172_000
"""Bytes: the sign-in page, Min dag and Frister with their files, of which a browser fetches each once."""
ROWS = 50
"""On one page of a list."""
FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')


class Visit:
    """A browser that counts what comes."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.fetched: dict[str, int] = {}

    def fetch(self, path: str, session: str = "") -> str:
        """What is there; counted with its status line and headers."""
        client = self.address.connect()
        client.connect()
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip", "Connection: close"]
        lines += [f"Cookie: {settings.SESSION_COOKIE_NAME}={session}"] if session else []
        client.sock.sendall("\r\n".join([*lines, "", ""]).encode())
        with client.sock.makefile("rb") as stream:
            came = stream.read()
        client.close()
        self.fetched[path] = len(came)
        head, _, _ = came.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        if path.endswith(".woff2"):  # compressed in itself
            return ""
        assert head.lower().count(b"content-encoding: gzip") == 1, f"{path} came as it is: {head!r}"
        return gzip.decompress(body_of(came)).decode()

    def open(self, path: str, session: str = "") -> None:
        """The page, and those of its files that have not been fetched."""
        for file in FILE.findall(self.fetch(path, session)):
            if file not in self.fetched:
                self.fetch(file)


class Received:
    """Bytes that stand where http.client reads from a socket."""

    def __init__(self, came: bytes) -> None:
        self.came = came

    def makefile(self, *_: object) -> io.BytesIO:
        """What it reads."""
        return io.BytesIO(self.came)


def body_of(came: bytes) -> bytes:
    """The body of an answer, in one piece or in several."""
    answer = http.client.HTTPResponse(Received(came))  # type: ignore[arg-type]
    answer.begin()
    return answer.read()


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as in production."""
    folder = tmp_path_factory.mktemp("static")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "jobbtorg.settings", "STATIC_ROOT": str(folder), "ENV_FILE": ""}
    subprocess.run(command, cwd=PROJECT, env=env, check=True, timeout=PATIENCE)
    return folder


def furnish() -> tuple[User, User]:
    """A coach and a manager whose lists fill a page."""
    coach = UserFactory(coach=True)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    today = timezone.localdate()
    for number in range(ROWS + 10):
        case = EnrolmentFactory(coach=coach, jobbtorg=coach.jobbtorg)
        DeadlineClockFactory(enrolment=case, due_on=today + datetime.timedelta(days=number % 30 - 10))
    return coach, manager


@pytest.mark.parametrize("before", ["nothing", "nginx"])
def test_a_first_page_takes_150_kilobytes_at_most_and_three_pages_172(
    tmp_path: Path, collected: Path, before: str
) -> None:
    if before == "nginx" and find() is None:
        pytest.skip("nginx is not installed")
    coach, manager = furnish()
    sessions = session_of(coach), session_of(manager)
    proxies = "1" if before == "nginx" else "0"
    with (
        serving(tmp_path / "log", STATIC_ROOT=str(collected), TRUSTED_PROXIES=proxies) as server,
        proxied(server) if before == "nginx" else nullcontext((server, None)) as (address, _),
    ):
        visit = Visit(address)
        visit.open(reverse("account_login"))
        first = sum(visit.fetched.values())
        visit.open(reverse("home"), sessions[0])
        visit.open(reverse("deadlines"), sessions[1])
    total = sum(visit.fetched.values())
    print(
        f"\n{before} before gunicorn: {first} bytes for the first page, {total} in all, in {len(visit.fetched)} answers"
    )
    for path, size in sorted(visit.fetched.items(), key=lambda item: -item[1])[:6]:
        print(f"{size:>8} {path}")
    assert len(visit.fetched) > 15
    assert first <= FIRST_PAGE
    assert total <= MOST
