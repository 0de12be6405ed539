"""Workers and beats on a queue of their own: started, killed, stopped, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psutil
import redis
from django.db import connection
from kombu import Queue

from jobbtorg.celery import app
from jobbtorg.embedded import broker_url
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.processes import gone, marked, wait_until
from jobbtorg.embedded.valkey import Valkey
from organisation.access.database_roles import WORKER
from tests.platform.conftest import PATIENCE, PROJECT

MARK = "JOBBTORG_REHEARSAL"
SWEEP = "deadlines.tasks.sweep_deadlines"


class Stage:
    """One Valkey, and as many workers and beats as a rehearsal asks for, on the database of this process."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jobbtorg-faults-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.places = Places(self.folder / "data")
        self.valkey = Valkey(self.places, durable=True)
        self.broker = broker_url(self.places.root)
        self.queue = f"faults-{uuid.uuid4()}"
        self.rings = f"{self.queue}-default"  # tests.deadlines.outside_settings
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self.valkey.start()
        return self

    def __exit__(self, *reason: object) -> None:
        for process in self.running.values():
            _kill_group(process)
        self.valkey.stop()
        self.places.remove_all()
        shutil.rmtree(self.folder)

    def worker(self, name: str, *, batch: int | None = None) -> None:
        """Start a worker with one child and wait until it listens. `batch`: clocks in one transaction."""
        cut = {} if batch is None else {"OUTSIDE_BATCH": str(batch)}
        options = ["-c", "1", "--hostname", f"{name}@%h", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        self._start(name, "worker", *options, **cut)
        self.wait(lambda: " ready." in self.log(name), lambda: self.log(name))

    def beat(self, name: str, *, every: str) -> None:
        """Start a beat that rings every so many seconds; empty: at production's own times."""
        options = ["--schedule", str(self.folder / f"{name}.schedule"), "--loglevel", "INFO"]
        self._start(name, "beat", *options, OUTSIDE_RING_EVERY=every)
        self.wait(lambda: "beat: Starting" in self.log(name), lambda: self.log(name))

    def _start(self, name: str, *command: str, **variables: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.deadlines.outside_settings",
            "OUTSIDE_DATABASE": connection.settings_dict["NAME"],
            "OUTSIDE_QUEUE": self.queue,
            "OUTSIDE_BROKER": self.broker,
            "OUTSIDE_ROLE": WORKER,
            "PGAPPNAME": name,
            "PYTHONPATH": str(PROJECT),
            MARK: str(self.folder),
            **variables,
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tests.faults.program", *command],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log(self, name: str) -> str:
        """What the process has said since it was started."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def ring(self, times: int = 1) -> None:
        """Put so many rings for a sweep into the queue."""
        with app.connection_for_write(url=self.broker) as channel, app.amqp.Producer(channel) as producer:
            for _ in range(times):
                # As an object: by name, Celery would add the queue to the ones that this process knows of.
                app.send_task(SWEEP, producer=producer, queue=Queue(self.rings, routing_key=self.rings))

    def queued(self) -> int:
        """How many rings wait in the queue."""
        with redis.Redis(unix_socket_path=str(self.valkey.socket)) as client:
            return int(client.llen(self.rings))

    def kill(self, name: str) -> None:
        """The whole worker or beat, its children with it, at once."""
        _kill_group(self.running.pop(name))

    def kill_child(self, name: str) -> None:
        """Only the process that does a worker's tasks."""
        for child in psutil.Process(self.running[name].pid).children():
            child.kill()

    def lose_the_queue(self) -> None:
        """Kill Valkey and throw away all that it had written down."""
        process = self.valkey.process()
        assert process is not None
        process.kill()
        assert wait_until(lambda: gone(process), PATIENCE)
        for file in self.places.valkey_data.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()

    def stop(self) -> list[int]:
        """Ask everything that runs to end, beats first; returns the exit codes that are not 0."""
        for name in sorted(self.running):
            self.running[name].send_signal(signal.SIGTERM)
        codes = [process.wait(PATIENCE) for process in self.running.values()]
        self.running.clear()
        return [code for code in codes if code]

    def left_behind(self) -> int:
        """How many processes of this stage still run."""
        return len(list(marked(MARK, str(self.folder))))

    def wait(self, condition: Callable[[], bool], what: Callable[[], str] = str, patience: float = PATIENCE) -> float:
        """Seconds until `condition` holds; fails with `what()` when it never does."""
        start = time.monotonic()
        assert wait_until(condition, patience), what()
        return time.monotonic() - start


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
