"""What the demo writes on the terminal: each line with the time and the name of the program that said it."""

from collections.abc import Callable
from datetime import datetime
from typing import IO

OURSELVES = "demo"
# ANSI colours of the prefixes, where the output is a terminal.
COLOURS = {"web": 36, "worker": 33, "beat": 32, "database": 34, "queue": 34, OURSELVES: 35}
_WIDTH = max(map(len, COLOURS))


class Terminal:
    """Puts together lines from the pieces in which output arrives, and shows each to `heard` after writing it."""

    def __init__(self, output: IO[str], heard: Callable[[str, str], None]) -> None:
        self._output = output
        self._heard = heard
        self._unfinished: dict[str, bytes] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write the complete lines of what `name` has said so far; the rest waits for more."""
        *lines, rest = (self._unfinished.pop(name, b"") + data).split(b"\n")
        self._unfinished[name] = rest
        for line in lines:
            self._line(name, line.decode("utf-8", "replace").rstrip("\r"))

    def finish(self, name: str) -> None:
        """Write what `name` said without ending the line: it says no more."""
        rest = self._unfinished.pop(name, b"")
        if rest:
            self._line(name, rest.decode("utf-8", "replace"))

    def say(self, sentence: str) -> None:
        """A line of the demo's own."""
        self._line(OURSELVES, sentence)

    def show(self, text: str) -> None:
        """Some lines without a prefix."""
        print(text, file=self._output, flush=True)

    def _line(self, name: str, line: str) -> None:
        prefix = f"{datetime.now():%H:%M:%S} {name:<{_WIDTH}} | "  # noqa: DTZ005  # the clock of who reads it
        if self._output.isatty():
            prefix = f"\033[{COLOURS.get(name, 0)}m{prefix}\033[0m"
        self.show(prefix + line)
        self._heard(name, line)
