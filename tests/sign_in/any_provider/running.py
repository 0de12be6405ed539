"""Starting a provider that says whatever it is told to, and telling it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.sign_in.identity_provider.running import PATIENCE, PROJECT, free_port, wait_for

CLIENT = "jobbtorg"


@dataclass(frozen=True)
class AnyProvider:
    """A running provider."""

    url: str

    def knows(self, sub: str, **claims: Any) -> None:
        """From now on it says this of `sub`, in the ID token and when asked; it may contradict what is its own."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=PATIENCE).raise_for_status()

    def vouches(self, sub: str, authorize: str) -> str:
        """Somebody signs in there as `sub`; returns the address that the provider sends them back to."""
        answer = requests.post(authorize, {"sub": sub}, allow_redirects=False, timeout=PATIENCE)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """A token with these claims under the provider's signature."""
        answer = requests.post(f"{self.url}/signed", json={"claims": claims, "header": header}, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.text

    def sign_out_token(self, **claims: Any) -> str:
        """A token with which it says that somebody has signed out; None takes a claim away."""
        now = int(time.time())
        usual = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "jti": os.urandom(8).hex(),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        said = {name: value for name, value in (usual | claims).items() if value is not None}
        return self.signed(said, typ="logout+jwt")


@contextmanager
def any_provider(folder: Path) -> Iterator[AnyProvider]:
    """A provider that is ready when it answers."""
    port, log = free_port(), folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "tests.sign_in.any_provider", str(port)]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=output, stderr=output)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/.well-known/openid-configuration", process, log)
            yield AnyProvider(url)
        finally:
            process.terminate()
            process.wait(PATIENCE)
