"""What is too much is refused before it is read, and no upload takes more than 64 MB of a web process."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from imports.models import ImportBatch
from imports.reading.before_reading import refuse_by_head
from imports.reading.refusals import HEAD_BYTES, MAX_BYTES, MAX_COLUMNS, UnreadableFileError
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER
from tests.imports.reading import lists_in
from tests.outside import environment
from tests.platform.conftest import PATIENCE, PROJECT, free_port
from tests.visits import signed_in

__all__ = ["free_port"]

MB = 1024 * 1024
MOST_MEMORY = 64 * MB
BOUNDARY = "the-line-between"
AHEAD = 64 * 1024


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """Not here: a process of its own keeps the machine's time."""


@dataclass
class Answer:
    """What the web process said, and how far its memory rose above what it had before."""

    status: int
    text: str
    grown: int


@dataclass
class Web:
    """One gunicorn process with the product's own configuration, on this test's database."""

    port: int
    process: int
    cookies: str
    token: str

    def send(self, size: int, piece: Callable[[int], bytes], *, name: str = "lista.csv", path: str = "") -> Answer:
        """Send the form with a file of `size` bytes, made a piece at a time."""
        fields = {"csrfmiddlewaretoken": self.token, "jobbtorg": str(Jobbtorg.objects.get().pk), "as_of": "2008-06-30"}
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        )
        head += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        end = f"\r\n--{BOUNDARY}--\r\n"
        Path(f"/proc/{self.process}/clear_refs").write_text("5")  # the peak begins anew
        before = self._memory("VmRSS")
        line = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        line.putrequest("POST", path or reverse("import_new"))
        line.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        line.putheader("Content-Length", str(len(head) + size + len(end)))
        line.putheader("Cookie", self.cookies)
        line.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError):  # it is refused while it is being sent
            line.send(head.encode())
            for start in range(0, size, AHEAD):
                line.send(piece(start)[: min(AHEAD, size - start)])
            line.send(end.encode())
        status, text = 0, ""
        with suppress(ConnectionResetError, BrokenPipeError):
            response = line.getresponse()
            status, text = response.status, response.read().decode()
        line.close()
        return Answer(status, text, self._memory("VmHWM") - before)

    def _memory(self, name: str) -> int:
        """Bytes: VmRSS now, VmHWM the most since the peak began anew."""
        found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{self.process}/status").read_text())
        assert found
        return int(found[1]) * 1024


@pytest.fixture
def web(transactional_db: None, rosenlund: Jobbtorg, admin: User, free_port: Callable[[], int]) -> Iterator[Web]:
    port = free_port()
    browser = signed_in(admin)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(reverse("import_new")).text)
    assert token
    env = environment(PORT=str(port), HOST="127.0.0.1", WEB_PROCESSES="1", WEB_THREADS="4")
    server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=PROJECT, env=env, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError):
                with closing(http.client.HTTPConnection("localhost", port, timeout=PATIENCE)) as line:
                    line.request("GET", reverse("import_new"), headers={"Cookie": cookies_of(browser)})
                    assert line.getresponse().status == 200
                break
            assert time.monotonic() < until
            time.sleep(0.2)
        [child] = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield Web(port, int(child), cookies_of(browser), token[1])
    finally:
        server.terminate()
        server.wait(PATIENCE)


def cookies_of(browser: Client) -> str:
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.cookies.values())


def of_lines(start: int) -> bytes:
    """Rows of a list, without end."""
    row = b"790417-9814;Ek;Per;AL;;2008-03-19;;;;;;\r\n"
    return (HEADER.encode() + b"\r\n" if start == 0 else b"") + row * (AHEAD // len(row) + 1)


def of_columns(start: int) -> bytes:
    return (HEADER.encode() if start == 0 else b"") + b";" * AHEAD


def test_too_much_is_refused_before_it_is_read_and_takes_no_memory(web: Web) -> None:
    web.send(1 * MB, of_columns)  # what a first form takes is no upload's
    wide = web.send(MAX_BYTES, of_columns)
    assert (wide.status, f"Filen har fler än {MAX_COLUMNS} kolumner." in wide.text) == (422, True)
    large = web.send(MAX_BYTES + 1, of_lines)
    assert (large.status, "Filen är större än 20 MB." in large.text) == (422, True)
    huge = web.send(100 * MB, of_lines)
    assert huge.status in (0, 413)  # 0: refused so early that the line was cut while more was on its way
    elsewhere = web.send(10 * MB, of_lines, path=reverse("account_login"))
    assert elsewhere.status in (0, 413)
    grown = {name: round(answer.grown / MB, 1) for name, answer in locals().items() if isinstance(answer, Answer)}
    print(f"memory of the web process rose by, MB: {grown}")
    assert max(grown.values()) * MB < MOST_MEMORY
    assert not ImportBatch.objects.exists()


def test_a_list_as_large_as_may_be_takes_little_memory(web: Web) -> None:
    """It is kept in pieces for the importer; the web process holds one piece at a time."""
    web.send(1 * MB, of_columns)
    taken = web.send(MAX_BYTES, of_lines)
    assert taken.status == 302
    print(f"memory of the web process rose by, MB: {round(taken.grown / MB, 1)}")
    assert taken.grown < MOST_MEMORY


def test_the_head_of_the_request_is_enough(web: Web) -> None:
    """The answer is there before the body is sent."""
    with closing(http.client.HTTPConnection("localhost", web.port, timeout=PATIENCE)) as line:
        line.putrequest("POST", reverse("import_new"))
        line.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        line.putheader("Content-Length", str(100 * MB))
        line.putheader("Cookie", web.cookies)
        line.endheaders()
        response = line.getresponse()
        assert response.status == 413
        assert "En fil som läses in får vara högst 20 MB" in response.read().decode()


def test_a_large_file_is_taken_by_its_pages_and_from_administrators_alone(
    admin: User, coaches: dict[str, User]
) -> None:
    size = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + 1
    body = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="x.csv"\r\n\r\n{"x" * size}'

    def sent_by(user: User | None, path: str) -> int:
        visitor = signed_in(user) if user else Client()
        # Whoever has not signed in meets the check against forgery first, which reads the form.
        checking = Client(enforce_csrf_checks=True)
        checking.cookies = visitor.cookies
        checking.get(reverse("account_login"))
        data = f"{body}\r\n--{BOUNDARY}--\r\n"
        return checking.post(path, data, content_type=f"multipart/form-data; boundary={BOUNDARY}").status_code

    taken = 403  # read, and then refused because it came from nowhere
    assert sent_by(admin, reverse("import_new")) == taken
    assert sent_by(admin, reverse("user_invite")) == 413
    assert sent_by(coaches["AL"], reverse("import_new")) == 413
    assert sent_by(None, reverse("import_new")) == 413
    assert sent_by(None, reverse("account_login")) == 413


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_columns_are_counted_on_the_first_bytes(delimiter: str) -> None:
    widest = delimiter.join(["Pnr", "Efternamn", "Förnamn", "Inkom"] + [""] * (MAX_COLUMNS - 4))
    refuse_by_head(widest.encode()[:HEAD_BYTES])
    quoted = f'Pnr{delimiter}"{delimiter * MAX_COLUMNS}"'
    refuse_by_head(quoted.encode())
    for encoding in ("utf-8", "cp1252", "utf-16"):
        with pytest.raises(UnreadableFileError, match="fler än 500 kolumner"):
            refuse_by_head((widest + delimiter).encode(encoding)[:HEAD_BYTES])
    with pytest.raises(UnreadableFileError, match="fler än 500 kolumner"):
        lists_in(f"{HEADER}\n{'x;' * 300_000}".encode())
