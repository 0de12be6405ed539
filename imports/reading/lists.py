"""The lists in a file, piece by piece. The file is parsed in a process of its own (child.py)."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imports.reading.before_reading import refuse_before_reading
from imports.reading.formats.kinds import Kind
from imports.reading.header import Line, ListHead
from imports.reading.process.pieces import Receiver
from imports.reading.refusals import DAMAGED, TOO_SLOW, UnreadableFileError

__all__ = ["Line", "ListHead", "Lists", "UnreadableFileError", "read_lists"]

Lists = Generator[tuple[ListHead, Iterator[list[Line]]], None, None]

_ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-E", "-s", "-m", "imports.reading.process.child"]
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def read_lists(content: bytes, file_name: str) -> Lists:
    """Each list in the file: its head, and the lines below its header, at most 2 000 at a time.

    They come in the order of the file and must be taken in it: the pieces of a list are gone when the next list is
    asked for. Sheets without anything in them are left out; a sheet that holds no list has a refusal in its head and no
    lines, if there is a list in another sheet. Every line has at least as many cells as there are headings.

    Raises UnreadableFileError, while it is iterated, with one Swedish sentence. Close the iterator (contextlib.closing)
    where it may be left before its end: that ends the process.
    """
    kind = refuse_before_reading(io.BytesIO(content), file_name)
    with _child(kind, content) as process:
        assert process.stdout is not None
        yield from Receiver(process.stdout, lambda: _why_it_ended(process)).lists()


@contextmanager
def _child(kind: Kind, content: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has the content and answers; it is gone, and waited for, at the end."""
    with subprocess.Popen(  # noqa: S603 - our own program, with no word of a user's  # nosec B603
        [*_COMMAND, kind.value],
        cwd=_ROOT,
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError), process.stdin:
                process.stdin.write(content)
            yield process
        finally:
            process.kill()


def _why_it_ended(process: subprocess.Popen[bytes]) -> str:
    """The sentence for a process that said no more before its end."""
    with suppress(subprocess.TimeoutExpired):
        if process.wait(timeout=5) == -signal.SIGXCPU:
            return TOO_SLOW
    return DAMAGED
