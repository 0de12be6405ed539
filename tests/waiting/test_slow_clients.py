"""nginx before the pages, with its own configuration: slow clients, sizes, headers (decision 093)."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.urls import reverse

from demo.factories import EnrolmentFactory, UserFactory
from imports.reading.uploads import MOST_TOGETHER, PAGES
from referrals.attachments import limits as attachments
from referrals.lists import reading as referral_lists
from tests.platform.conftest import eventually
from tests.waiting.proxy import NONE_FOUND, SecureAddress, find, proxied
from tests.waiting.server import Address, serving, session_of

pytestmark = [pytest.mark.servers, pytest.mark.skipif(find() is None, reason=NONE_FOUND)]

SLOW = 40
HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "
HALF_A_BODY = (
    b"POST /konto/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 4000\r\n\r\nlogin="
)
AT_ONCE = 1.0
"""Seconds within which a page comes that nothing stands in the way of, on a busy machine."""


@contextmanager
def half_sent(address: Address, begun: bytes) -> Iterator[None]:
    """Inside, forty clients have begun a request and say nothing more."""
    with ExitStack() as connections:
        for _ in range(SLOW):
            client = connections.enter_context(socket.create_connection(("127.0.0.1", address.port), 10))
            if isinstance(address, SecureAddress):
                trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
                client = connections.enter_context(trusting.wrap_socket(client))
            client.sendall(begun)
        time.sleep(0.5)
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [HALF_A_HEADER, HALF_A_BODY], ids=["headers", "bodies"])
def test_forty_half_sent_requests_stop_no_page(tmp_path: Path, begun: bytes) -> None:
    coach = UserFactory(coach=True)
    EnrolmentFactory(coach=coach)
    session, page = session_of(coach), reverse("home")
    with serving(tmp_path / "log") as server, proxied(server) as (proxy, _):
        for _ in range(8):
            proxy.seconds(page, session)
        quiet = [proxy.seconds(page, session) for _ in range(20)]
        with half_sent(proxy, begun):
            slow = [proxy.seconds(page, session) for _ in range(20)]
        with half_sent(server, begun):
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=3)
            client.request("GET", page, headers={"Host": "localhost"})
            with pytest.raises(TimeoutError):  # without nginx: what this test would find if nginx did nothing
                client.getresponse()
            client.close()
    print(
        f"\nwith nginx, median of 20: quiet {median(quiet) * 1000:.0f} ms, beside {SLOW} half-sent requests"
        f" {median(slow) * 1000:.0f} ms; without nginx: no answer in 3 s"
    )
    # The median: one page of twenty may be slow because of what else the machine does.
    assert median(slow) < median(quiet) + AT_ONCE


class Echo(BaseHTTPRequestHandler):
    """Says what reached it, in a page of some size."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        while length > 0:
            length -= len(self.rfile.read(min(length, 1 << 16)))
        body = json.dumps([self.headers.items(), "x" * 4000]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


@pytest.fixture(scope="module")
def echo() -> Iterator[tuple[SecureAddress, Path]]:
    """nginx before something that says what it gets, and the folder of nginx's log."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with proxied(Address(server.server_port)) as proxy:
            yield proxy
        server.shutdown()
        thread.join()


def asked(proxy: Address, path: str = "/", body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
    """The answer as it came, read to its end."""
    client = proxy.connect()
    client.request("POST" if body else "GET", path, body, {"Host": "jobbtorg.example.se", **headers})
    answer = client.getresponse()
    answer.content = answer.read()  # type: ignore[attr-defined]
    client.close()
    return answer


def test_what_a_visitor_says_of_the_way_here_is_replaced(echo: tuple[SecureAddress, Path]) -> None:
    said = {
        "X-Forwarded-For": "10.1.2.3",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Real-IP": "10.1.2.3",
        "Forwarded": "for=10.1.2.3",
        "Proxy": "http://elsewhere.example",
        "SCRIPT_NAME": "/elsewhere",
    }
    answer = asked(echo[0], **said)
    headers = json.loads(answer.content)[0]  # type: ignore[attr-defined]
    reached = {name.lower(): value for name, value in headers}
    assert len(reached) == len(headers)
    assert reached["x-forwarded-for"] == reached["x-real-ip"] == "127.0.0.1"
    assert reached["x-forwarded-proto"] == "https"
    assert reached["host"] == reached["x-forwarded-host"] == "jobbtorg.example.se"
    assert not {"forwarded", "proxy", "script_name", "script-name"} & set(reached)


TAKE_ATTACHMENTS = ("/remisser/utkast/00000000-0000-0000-0000-000000000007/bilagor", "/remisser/7/bilagor")
TAKE_REFERRALS = ("/remisser/flera",)
MOST_ATTACHED = attachments.UPLOADS.most_together
TAKE_LISTS = ("/import/ny", "/import/7/filer", "/import/7/rattade")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 200),
        ("/", 4 << 20, 413),
        *((path, MOST_TOGETHER + 100_000, 200) for path in TAKE_LISTS),
        ("/import/ny", MOST_TOGETHER + (2 << 20), 413),
        *((path, MOST_ATTACHED + 100_000, 200) for path in (*TAKE_ATTACHMENTS, *TAKE_REFERRALS)),
        *((path, MOST_ATTACHED + (2 << 20), 413) for path in (*TAKE_ATTACHMENTS, *TAKE_REFERRALS)),
        ("/remisser/utkast/", 4 << 20, 413),
        ("/import", 4 << 20, 413),
        ("/import/1/for-in", 4 << 20, 413),
    ],
)
def test_sizes(echo: tuple[SecureAddress, Path], path: str, size: int, status: int) -> None:
    answer = asked(echo[0], path, b"x" * size)
    assert answer.status == status
    if status == 413:
        page = answer.content.decode()  # type: ignore[attr-defined]
        assert "Det var för mycket att ta emot på en gång" in page
        assert '<a href="">Tillbaka till sidan</a>' in page, "the same address, fetched anew"


def test_the_addresses_for_attachments_are_the_products() -> None:
    pages = [("referral_draft_attachments", [uuid.UUID(int=7)]), ("referral_attachments", [7])]
    assert tuple(reverse(page, args=args) for page, args in pages) == TAKE_ATTACHMENTS
    assert {page for page, _ in pages} == attachments.PAGES


def test_the_addresses_for_lists_of_referrals_are_the_products() -> None:
    assert (reverse("referral_list_new"),) == TAKE_REFERRALS
    assert frozenset({"referral_list_new"}) == referral_lists.PAGES
    assert referral_lists.UPLOADS.most_together == MOST_ATTACHED
    let_through = re.findall(
        r'location ~ "([^"]+)" \{\s+client_max_body_size 61m;', Path(settings.BASE_DIR, "nginx.conf").read_text()
    )
    for path in (*TAKE_ATTACHMENTS, *TAKE_REFERRALS, *TAKE_LISTS):
        assert [bool(re.search(one, path)) for one in let_through].count(True) == 1
    assert not any(re.search(one, "/remisser/flera/mall") for one in let_through)


def test_the_addresses_for_lists_are_the_products() -> None:
    pages = [("import_new", []), ("import_files", [7]), ("import_corrected", [7])]
    assert tuple(reverse(page, args=args) for page, args in pages) == TAKE_LISTS
    assert {page for page, _ in pages} == PAGES


def test_who_comes_without_tls_is_sent_on(echo: tuple[SecureAddress, Path]) -> None:
    answer = asked(Address(echo[0].plain), "/frister?sida=2")
    assert answer.status == 301
    assert answer.headers["Location"] == "https://jobbtorg.example.se/frister?sida=2"


def test_while_the_pages_are_away_nginx_says_so(echo: tuple[SecureAddress, Path]) -> None:
    with proxied(Address(1)) as (proxy, folder):
        answer = asked(proxy, "/aspiranter?namn=Gulnara")
        eventually(lambda: " 503 " in (folder / "access.log").read_text())
        log = (folder / "access.log").read_text() + (folder / "said").read_text()
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Tjänsten svarar inte just nu" in answer.content.decode()  # type: ignore[attr-defined]
    assert "aspiranter" not in log
    assert "Gulnara" not in log


def test_what_the_pages_answered_is_logged_by_them_alone(echo: tuple[SecureAddress, Path]) -> None:
    proxy, folder = echo
    before = (folder / "access.log").read_text()
    asked(proxy, "/aspiranter")
    asked(proxy, "/aspiranter", b"x" * (4 << 20))
    eventually(lambda: (folder / "access.log").read_text() != before)
    [line] = (folder / "access.log").read_text().removeprefix(before).splitlines()
    assert " POST 413 " in line
