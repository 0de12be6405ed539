"""Many processes, one set of servers: the first one starts them, the last one stops them.

Two lock files carry this, because the kernel releases a lock however a process ends:

* `users.lock`: everyone who needs the servers holds it *shared*. Who gets it *exclusively* is alone.
* `change.lock`: held exclusively while somebody looks at, starts or stops the servers.

The locks are POSIX record locks: a forked child does not inherit them, so only the process that claimed counts.
After a `kill -9` the servers may outlive their last user; the next one finds them and uses them, or replaces them.
"""

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import psutil

from jobbtorg.embedded.errors import EmbeddedServerError
from jobbtorg.embedded.places import Places

SPACE_NEEDED = 200 * 1024 * 1024


class Server(Protocol):
    """What sharing needs to know of a server."""

    name: str

    def process(self) -> psutil.Process | None:
        """Its main process if it runs, ready or not."""

    def answers(self) -> bool:
        """Whether it runs and is ready."""

    def start(self) -> None:
        """Start it; raises EmbeddedServerError with a sentence."""

    def stop(self) -> None:
        """Stop it if it runs."""


@contextmanager
def _changing(places: Places) -> Iterator[None]:
    with (places.folder / "change.lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        yield


def _alone(users: IO[str]) -> bool:
    """Turn the shared lock into an exclusive one, if nobody else holds it."""
    try:
        fcntl.lockf(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Hold:
    """A process's claim on the servers, from creation until `release` or the end of the process."""

    def __init__(self, places: Places, servers: list[Server]) -> None:
        self.places = places
        self.servers = servers
        self._owner = os.getpid()
        self._users: IO[str] | None = None
        with _changing(places):
            self._users = (places.folder / "users.lock").open("a+")
            fcntl.lockf(self._users, fcntl.LOCK_SH)
            try:
                for server in servers:
                    if not server.answers():
                        _require_space(places.folder)
                        server.start()
            except BaseException:
                self._leave()
                raise
        atexit.register(self.release)

    def release(self) -> None:
        """Give up the claim; the last one to do so stops the servers. A forked child has no claim to give up."""
        if self._users is None or self._owner != os.getpid():
            return
        atexit.unregister(self.release)
        with _changing(self.places):
            self._leave()

    def _leave(self) -> None:
        assert self._users is not None
        with self._users:
            if _alone(self._users):
                for server in reversed(self.servers):
                    server.stop()
        self._users = None


def _require_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < SPACE_NEEDED:
        raise EmbeddedServerError(
            f"The disk is full: {folder} has {free // 2**20} MB left and the servers need {SPACE_NEEDED // 2**20} MB; "
            "free some space and start again."
        )


def remove_data(places: Places, servers: list[Server]) -> None:
    """Stop leftover servers and delete their data; refuses while anyone uses them."""
    with _changing(places), (places.folder / "users.lock").open("a+") as users:
        if not _alone(users):
            raise EmbeddedServerError("The data are in use; stop `make demo` (Ctrl-C) and other commands first.")
        for server in servers:
            server.stop()
        places.remove_all()
