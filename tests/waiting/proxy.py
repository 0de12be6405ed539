"""The machine's own nginx with the configuration of production, before a server of a test."""

from __future__ import annotations

import http.client
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.platform.conftest import PATIENCE, PROJECT, a_free_port
from tests.waiting.certificate import write_certificate
from tests.waiting.server import Address

NONE_FOUND = "nginx is not installed, so its configuration was not run (Debian: apt-get install nginx)."


def find() -> str | None:
    """The program, where there is one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@dataclass(frozen=True)
class SecureAddress(Address):
    """Where nginx listens with TLS; `plain` is the port without."""

    plain: int = 0
    checked: int = 0

    def connect(self) -> http.client.HTTPConnection:
        """A connection that does not ask who signed the certificate."""
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=trusting)


def localised(folder: Path, ports: dict[str, int]) -> str:
    """The configuration with the container's paths, ports and the name `web` put in our place."""
    text = (PROJECT / "nginx.conf").read_text()
    text = re.sub(r"(?<= )(?:/run/secrets/|/tmp/)", f"{folder}/", text)
    text = text.replace("/dev/stdout", f"{folder}/access.log")
    for theirs, port in ports.items():
        text, found = re.subn(rf"(?<![\w.]){re.escape(theirs)}(?!\d)", f"127.0.0.1:{port}", text)
        assert found, theirs
    return text


@contextmanager
def proxied(server: Address) -> Iterator[tuple[SecureAddress, Path]]:
    """Inside, nginx stands before the server; gives its address and the folder of its log."""
    program = find()
    assert program
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-nginx-", dir="/tmp"))
    folder.chmod(0o755)
    write_certificate(folder / "tls_certificate", folder / "tls_key")
    secure, plain, checked = (a_free_port() for _ in range(3))
    ports = {"web:8000": server.port, "8443": secure, "8080": plain, "127.0.0.1:8081": checked}
    (folder / "nginx.conf").write_text(localised(folder, ports))
    (folder / "unused").mkdir()
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")], stdout=said, stderr=said
        )
    try:
        address = SecureAddress(secure, plain, checked)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if Address(checked).ask("/")[0] == 204:
                    break
            except OSError:
                pass
            assert process.poll() is None, (folder / "said").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield address, folder
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(folder)
