"""What is being done for how long. Like bootstrap.py, for a bare Python: standard library only."""

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONG_STEP = 3
"""Seconds until a step shows a sign of life."""
LOG_SECONDS = 5
"""Between two signs of life where they stand one under the other."""
SO_FAR = "JOBBTORG_STEPS"
"""The environment variable that carries the times to the program that goes on."""


class Steps:
    """What is being done for how long: a sign of life for what takes long, and a table in the end.

    A terminal has one line that changes, a log gets a line now and then. Steps may run at the same time.
    """

    def __init__(self, so_far: str = "") -> None:
        began, *done = so_far.splitlines() or [str(time.time())]
        self._began = float(began)
        self._done = [(float(seconds), what) for seconds, _, what in (line.partition(" ") for line in done)]
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()
        self._watching = False

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Take the time of a step; `what` is what is being done, as it is shown."""
        began = time.monotonic()
        with self._lock:
            self._running[what] = began
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                del self._running[what]
                self._clear()
            self.note(what, time.monotonic() - began)

    def note(self, what: str, seconds: float) -> None:
        """Have the table show a step whose time was taken elsewhere."""
        self._done.append((seconds, what))

    def write(self, text: str) -> None:
        """Write a line above the one that changes."""
        with self._lock:
            self._clear()
            print(text, flush=True)

    def carry_on(self) -> None:
        """Leave the times so far to the program that takes this one's place."""
        lines = [str(self._began), *(f"{seconds:.2f} {what}" for seconds, what in self._done)]
        os.environ[SO_FAR] = "\n".join(lines)

    def table(self) -> str:
        """What took how long, in the order in which it ended, and all of it; empty where all was done at once."""
        everything = time.time() - self._began
        if everything < LONG_STEP:
            return ""
        rows = [(what, seconds) for seconds, what in self._done if seconds >= 0.05] + [("Altogether", everything)]
        width = max(len(what) for what, _ in rows)
        return "\n".join(f"{what:<{width}} {seconds:6.1f} s" for what, seconds in rows)

    def _watch(self) -> None:
        last = 0.0
        while True:
            time.sleep(1)
            with self._lock:
                if not self._running:
                    self._watching = False
                    return
                now = time.monotonic()
                lasting = {what: now - began for what, began in self._running.items() if now - began >= LONG_STEP}
                signs = [f"{what} … {seconds:.0f} s" for what, seconds in lasting.items()]
                if signs and sys.stdout.isatty():
                    line = "; ".join(signs)[: shutil.get_terminal_size().columns - 1]
                    print(f"\r\033[K{line}", end="", flush=True)
                elif signs and now - last >= LOG_SECONDS:
                    last = now
                    print("\n".join(signs), flush=True)

    def _clear(self) -> None:
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)


STEPS = Steps(os.environ.pop(SO_FAR, ""))
"""Those of this start."""
