"""Starting the provider and stopping it."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PROJECT = Path(__file__).resolve().parents[3]
PATIENCE = 300


@dataclass(frozen=True)
class Provider:
    """A running provider and what one must know to use it."""

    url: str
    client_secret: str
    password: str


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_key(file: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@contextmanager
def identity_provider(folder: Path, people: dict[str, str], redirect_uris: list[str]) -> Iterator[Provider]:
    """A provider at which `people` (name → address) can sign in; ready when it answers."""
    _write_key(folder / "key.pem")
    port, client_secret, password = free_port(), secrets.token_urlsafe(), secrets.token_urlsafe()
    environment = os.environ | {
        "IDENTITY_PROVIDER_FOLDER": str(folder),
        "IDENTITY_PROVIDER_SECRET_KEY": secrets.token_urlsafe(50),
        "IDENTITY_PROVIDER_PEOPLE": " ".join(f"{name}={address}" for name, address in people.items()),
        "IDENTITY_PROVIDER_PASSWORD": password,
        "IDENTITY_PROVIDER_CLIENT_SECRET": client_secret,
    }
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.sign_in.identity_provider", str(port), *redirect_uris],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            url = f"http://127.0.0.1:{port}/o"
            wait_for(f"{url}/.well-known/openid-configuration", process, log)
            yield Provider(url, client_secret, password)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the address answers; fails with the log of a process that ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if requests.get(address, timeout=PATIENCE).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
