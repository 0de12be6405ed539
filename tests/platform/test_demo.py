"""`make demo`: it shows the product's own pages, starts again what died, says where it is, and leaves nothing behind.

One folder of data serves the whole file, so that the invented city is made once. A test that needs a running demo takes
the one that runs, or starts it.
"""

from __future__ import annotations

import datetime
import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psutil
import pytest
import requests
from celery import Celery
from cryptography.fernet import Fernet

from demo.identities import nth_number
from jobbtorg.embedded import broker_url, servers
from jobbtorg.embedded.bootstrap import DEMO_MARK
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.processes import gone, marked
from jobbtorg.embedded.supervision.recovery import MOST_ENDS
from tests.headers import missing_headers
from tests.platform.conftest import PATIENCE, PROJECT, a_free_port, eventually, production_environment
from tests.platform.test_error_pages import HEADINGS

pytestmark = pytest.mark.servers
COMMAND = [sys.executable, "-m", "jobbtorg.embedded", "demo"]
BOOTSTRAP = [sys.executable, "jobbtorg/embedded/bootstrap.py", "demo"]
UP = "Ctrl-C stops everything."
SIGN_IN = "/konto/login/"
RING = "organisation.tasks.apply_positions"
MADE = "Making the demo data"


class Answer:
    """What the demo answered, an error page like any other."""

    def __init__(self, address: str, **headers: str) -> None:
        request = urllib.request.Request(address, headers=headers)
        try:
            response = urllib.request.urlopen(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            self.status_code: int = response.status
            self.headers = response.headers
            self.body: bytes = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


def _leads(process: psutil.Process, name: str) -> bool:
    """Whether it is the first process of a program: it leads the group of those it makes."""
    try:
        return name in process.cmdline() and os.getpgid(process.pid) == process.pid
    except (psutil.Error, OSError):
        return False


class Demo:
    """A demo with data of its own, apart from a developer's."""

    def __init__(self, folder: Path, port: int, environment: dict[str, str]) -> None:
        self.places = Places(folder / "data")
        self.port = port
        self.log = folder / "demo.log"
        self.database, self.queue = servers(self.places, ["postgres", "valkey"], durable=False)
        embedded = {"DATABASE_URL": "", "REDIS_URL": "", "EMBEDDED_DURABLE": "false"}
        # As earlier versions wrote it.
        env_file = folder / "env"
        env_file.write_text("DEBUG=true\nDEMO_MODE=true\n")
        self.environment = (
            environment
            | embedded
            | {
                "ENV_FILE": str(env_file),
                "EMBEDDED_DIR": str(self.places.root),
                "ALLOWED_HOSTS": "localhost",
                "EMAIL_URL": "consolemail://",
                "PORT": str(port),
            }
        )
        self.supervisor: subprocess.Popen[str] | None = None

    def up(self) -> subprocess.Popen[str]:
        """Start it unless it runs; wait until it has said where to go and all programs do their work."""
        if self.supervisor is None or self.supervisor.poll() is not None:
            with self.log.open("w") as output:
                self.supervisor = subprocess.Popen(
                    COMMAND,
                    cwd=PROJECT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    text=True,
                    start_new_session=True,
                )
            here = socket.gethostname()
            for words in (UP, f"celery@{here} ready.", f"importer@{here} ready.", "beat: Starting"):
                self.says(words)
        return self.supervisor

    def said(self, since: int = 0) -> str:
        """Its log, from the given number of characters on."""
        return self.log.read_text()[since:]

    def says(self, words: str, since: int = 0) -> None:
        """Wait until it has said so; fail when it ends instead."""
        assert self.supervisor is not None
        supervisor = self.supervisor
        eventually(lambda: words in self.said(since) or supervisor.poll() is not None, self.said)
        assert words in self.said(since), self.said()

    def ask(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return Answer(f"http://localhost:{self.port}{path}", **headers)

    def program(self, name: str) -> psutil.Process | None:
        """The main process of gunicorn, worker, beat, database or queue, if it runs."""
        if name in {"database", "queue"}:
            return getattr(self, name).process()
        return next((one for one in marked(DEMO_MARK, str(self.places.root)) if _leads(one, name)), None)

    def kill(self, name: str) -> psutil.Process:
        """Kill the main process of a program or server, which runs; returns it when it is gone."""
        found = self.program(name)
        assert found is not None, name
        found.kill()
        eventually(partial(gone, found))
        return found

    def a_ring_is_carried_out(self) -> None:
        """Ask the worker for a job, and wait until it has done it."""
        with Celery(broker=broker_url(self.places.root)) as celery:
            ring = celery.send_task(RING, queue="default")
        self.says(f"{RING}[{ring.id}] succeeded")

    def end(self, how: signal.Signals) -> int:
        """End it as a person does, and return its exit code."""
        assert self.supervisor is not None
        # Beat rings on the minute, and a worker that is ended while at work rightly says that it was.
        eventually(lambda: 5 <= time.localtime().tm_sec < 50, lambda: "the clock stands still")
        # As a terminal does: the whole group hears Ctrl-C. A plain SIGTERM reaches the supervisor alone.
        pid = self.supervisor.pid
        os.killpg(pid, how) if how is signal.SIGINT else os.kill(pid, how)
        return self.supervisor.wait(PATIENCE)

    def is_gone(self) -> bool:
        """Whether nothing of it runs."""
        programs = list(marked(DEMO_MARK, str(self.places.root)))
        return not programs and not any(server.process() for server in (self.database, self.queue))


@pytest.fixture(scope="module")
def the_demo() -> Iterator[Demo]:
    """The one of this file, not started."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-demo-", dir="/tmp"))
    folder.chmod(0o755)
    found = Demo(folder, a_free_port(), production_environment(folder))
    yield found
    if found.supervisor is not None and found.supervisor.poll() is None:
        found.supervisor.kill()
        found.supervisor.wait(PATIENCE)
    for process in marked(DEMO_MARK, str(found.places.root)):
        process.kill()
    for server in (found.database, found.queue):
        server.stop()
    found.places.remove_all()
    shutil.rmtree(folder)


@pytest.fixture
def demo(the_demo: Demo) -> Demo:
    """The demo, running."""
    the_demo.up()
    return the_demo


def test_it_shows_the_pages_and_headers_of_the_product(demo: Demo) -> None:
    """Also where a `.env` from an earlier version says DEBUG=true."""
    unknown, forged, page = demo.ask("/finns-inte"), demo.ask(SIGN_IN, Host="example.se"), demo.ask(SIGN_IN)
    assert (unknown.status_code, forged.status_code, page.status_code) == (404, 400, 200)
    assert HEADINGS[404] in unknown.text
    assert HEADINGS[400] in forged.text
    for answer in (unknown, forged, page):
        assert missing_headers(answer, is_signed_in=False) == []
    assert "Secure" not in str(page.headers.get_all("Set-Cookie")), "nobody could sign in on http://localhost"
    assert "Strict-Transport-Security" not in page.headers


def test_static_files_come_as_in_production(demo: Demo) -> None:
    address = re.search(r'href="(/static/css/[a-z]+\.[0-9a-f]{12}\.css)"', demo.ask(SIGN_IN).text)
    assert address, "the pages do not name collected files"
    file = demo.ask(address[1], **{"Accept-Encoding": "gzip"})
    assert file.headers["Content-Encoding"] == "gzip"
    assert "immutable" in file.headers["Cache-Control"]
    assert b"{" in gzip.decompress(file.body)
    assert missing_headers(file, is_signed_in=False) == []


def test_whoever_wants_its_port_or_its_data_is_told_where_it_is(demo: Demo, tmp_path: Path) -> None:
    second = subprocess.run(
        BOOTSTRAP, cwd=PROJECT, env=demo.environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"The demo already runs, from this folder ({PROJECT}): open http://localhost:{demo.port}. "
        "Ctrl-C in its terminal stops it.\n"
    )
    shutil.copytree(PROJECT / "jobbtorg" / "embedded", tmp_path / "jobbtorg" / "embedded")
    other = subprocess.run(
        BOOTSTRAP, cwd=tmp_path, env=demo.environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert other.returncode == 1
    assert other.stderr.startswith(
        f"A Jobbtorg already runs on port {demo.port}, from {PROJECT}: open http://localhost:"
    )

    elsewhere = demo.environment | {"PORT": "8"}
    third = subprocess.run(COMMAND, cwd=PROJECT, env=elsewhere, capture_output=True, text=True, timeout=PATIENCE)
    assert third.returncode == 1
    assert third.stderr.startswith("The demo is already running (process ")
    assert f"http://localhost:{demo.port}" in third.stderr


class Browser(requests.Session):
    """Somebody who has signed in with one click, as the account of a role."""

    def __init__(self, demo: Demo, role: str) -> None:
        super().__init__()
        self.address = f"http://localhost:{demo.port}"
        page = self.get(self.address + SIGN_IN, timeout=PATIENCE).text
        [account] = re.findall(rf'action="(/demo/logga-in/\d+)"(?:(?!</form>).)*{role}', page, re.DOTALL)
        self.fill_in(account, SIGN_IN)

    def fill_in(self, path: str, on: str, files: Any = None, **typed: str) -> requests.Response:
        """Send the form of the page at `on`."""
        page = self.get(self.address + on, timeout=PATIENCE)
        [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        sent = {"csrfmiddlewaretoken": token, **typed}
        answer = self.post(self.address + path, sent, files=files, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer

    def led_on_from(self, answer: requests.Response) -> requests.Response:
        """The page that the page of a job leads to when the importer is done."""
        found = [answer]

        def is_done() -> bool:
            found.append(self.get(answer.url, timeout=PATIENCE))
            return not urlsplit(found[-1].url).path.endswith("/korning")

        eventually(is_done, lambda: found[-1].text)
        return found[-1]

    def choose_as_guessed(self, page: requests.Response) -> requests.Response:
        """Send the form of the columns as it stands."""
        form = page.text[page.text.index('<form method="post" class="lists"') :]
        typed = dict(re.findall(r'<input type="text" name="(lista-[^"]+)" value="([^"]*)"', form))
        typed |= dict.fromkeys(re.findall(r'<input type="checkbox" name="(lista-[^"]+)"', form), "on")
        for name, options in re.findall(r'<select name="(lista-[^"]+)".*?>(.*?)</select>', form, re.DOTALL):
            [*chosen] = re.findall(r'<option value="([^"]*)" selected', options)
            typed[name] = chosen[0] if chosen else ""
        path = urlsplit(page.url).path
        return self.led_on_from(self.fill_in(path, path, **typed))


def test_a_list_goes_through_the_importer(demo: Demo) -> None:
    """Handed in, checked and brought in by the processes as they run; the pages' process only asks."""
    admin = Browser(demo, "Systemförvaltare")
    form = "/import/ny"
    [jobbtorg, *_] = re.findall(r'<option value="(\d+)">Jobbtorg', admin.get(f"{admin.address}{form}").text)
    numbers = [nth_number(number) for number in (9_001, 9_002)]
    today = datetime.datetime.now(ZoneInfo("Europe/Stockholm")).date()
    received = today - datetime.timedelta(days=3)
    rows = "\n".join(["Pnr;Efternamn;Förnamn;Inkom", *(f"{number};Kvist;Per;{received}" for number in numbers)])
    files = {"files": ("gammal.csv", rows.encode(), "text/csv")}
    columns = admin.led_on_from(admin.fill_in(form, form, files=files, jobbtorg=jobbtorg, as_of=today.isoformat()))
    checked = admin.choose_as_guessed(columns)
    assert ">För in</a>" in checked.text
    commit = f"{urlsplit(checked.url).path.removesuffix('kontroll')}for-in"
    brought_in = admin.led_on_from(admin.fill_in(commit, commit))
    assert "nya införda" in brought_in.text
    said = [line for line in demo.said().splitlines() if "bring_in_lists" in line and "succeeded" in line]
    assert said
    assert all("importer" in line for line in said), "another program did it"


def test_programs_that_are_killed_are_started_again(demo: Demo) -> None:
    since = len(demo.said())
    for name in ("gunicorn", "default,mail", "import", "beat"):
        demo.kill(name)
    for name in ("The web server", "The worker", "The importer", "Beat, which rings for the worker,"):
        demo.says(f"{name} was killed by signal 9 (SIGKILL); starting it again", since)
        demo.says(f"{name} is back after", since)
    assert demo.ask(SIGN_IN).status_code == 200
    demo.a_ring_is_carried_out()
    assert demo.said(since).count(UP) == 0, "where to go is said once"


def test_the_database_is_started_again_and_pages_say_meanwhile_that_something_is_wrong(demo: Demo) -> None:
    supervisor = demo.up()
    since = len(demo.said())
    serving = demo.program("database").children()
    os.kill(supervisor.pid, signal.SIGSTOP)
    try:
        demo.kill("database")
        answer = demo.ask(SIGN_IN)
    finally:
        os.kill(supervisor.pid, signal.SIGCONT)
    assert answer.status_code == 500
    assert HEADINGS[500] in answer.text
    assert missing_headers(answer, is_signed_in=False) == []
    demo.says("The database (PostgreSQL) was killed by signal 9 (SIGKILL); starting it again", since)
    demo.says("The database (PostgreSQL) is back after", since)
    assert all(map(gone, serving)), "a process of the killed server works on beside the new one"
    assert demo.ask(SIGN_IN).status_code == 200
    demo.a_ring_is_carried_out()


def test_the_queue_is_started_again(demo: Demo) -> None:
    since = len(demo.said())
    demo.kill("queue")
    demo.says("The queue (Valkey) was killed by signal 9 (SIGKILL); starting it again", since)
    demo.says("The queue (Valkey) is back after", since)
    assert demo.ask(SIGN_IN).status_code == 200
    demo.a_ring_is_carried_out()


def test_ctrl_c_ends_everything_and_the_data_are_kept(demo: Demo) -> None:
    assert demo.end(signal.SIGINT) == 0, demo.said()
    assert demo.is_gone()
    demo.up()
    assert MADE not in demo.said()
    assert demo.ask("/halsa").status_code == 200
    assert demo.end(signal.SIGTERM) == 0, demo.said()
    assert "Traceback" not in demo.said()
    assert demo.is_gone()


def test_what_a_killed_supervisor_left_is_cleared_away(demo: Demo) -> None:
    killed = demo.up()
    killed.kill()
    killed.wait(PATIENCE)
    assert list(marked(DEMO_MARK, str(demo.places.root)))
    demo.up()
    demo.says("that an earlier start had left behind")


def test_what_dies_again_and_again_is_given_up(demo: Demo) -> None:
    supervisor = demo.up()
    for _ in range(MOST_ENDS):
        demo.kill("beat")
        eventually(lambda: supervisor.poll() is not None or demo.program("beat") is not None, demo.said)
        if supervisor.poll() is not None:
            break
    assert supervisor.wait(PATIENCE) == 1
    assert f"the {MOST_ENDS}th time within a minute" in demo.said()
    assert "The demo gives up and stops everything" in demo.said()
    assert demo.is_gone()


def test_other_keys_than_the_data_were_written_with_stop_the_start(demo: Demo) -> None:
    """A new `.env` beside old data: else each page about a person would fail, and nobody would know why."""
    demo.end(signal.SIGTERM)
    keys = {"IDENTITY_ENCRYPTION_KEYS": Fernet.generate_key().decode()}
    refused = subprocess.run(
        COMMAND, cwd=PROJECT, env=demo.environment | keys, capture_output=True, text=True, timeout=PATIENCE
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("The keys in .env are not those with which the data in ")
