"""What is said when something dies and when it is back, and after how many times it is left dead."""

import os
import signal
import time
from collections.abc import Callable

MOST_ENDS = 5
WITHIN_SECONDS = 60
SIGNALS = {one.value: one.name for one in signal.Signals}
NAMES = {
    "web": "The web server",
    "worker": "The worker",
    "importer": "The importer",
    "beat": "Beat, which rings for the worker,",
    "database": "The database (PostgreSQL)",
    "queue": "The queue (Valkey)",
}


def how_it_ended(status: int | None) -> str:
    """In words, what a wait status says of a process's end; None where nobody could be told."""
    if status is None:
        return "no longer runs"
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"ended with code {code}"
    name = SIGNALS.get(-code)
    return f"was killed by signal {-code}" + (f" ({name})" if name else "")


class Recovery:
    """Counts the ends of each program and server and says what happens with it."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._ends: dict[str, list[float]] = {}
        self._away_since: dict[str, float] = {}

    def ended(self, name: str, how: str) -> bool:
        """Say that it ended and `how`; returns whether it is to be started again."""
        now = self._clock()
        recent = [*(end for end in self._ends.get(name, []) if now - end < WITHIN_SECONDS), now]
        self._ends[name] = recent
        self._away_since.setdefault(name, now)
        if len(recent) < MOST_ENDS:
            self._say(f"{NAMES[name]} {how}; starting it again …")
            return True
        self._say(f"{NAMES[name]} {how}, the {MOST_ENDS}th time within a minute: it is not started again.")
        return False

    def is_up(self, name: str) -> None:
        """It works; say how long it was away, if it was."""
        since = self._away_since.pop(name, None)
        if since is not None:
            self._say(f"{NAMES[name]} is back after {self._clock() - since:.1f} s.")
