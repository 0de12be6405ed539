"""The process that reads a file: it gets the bytes, says what lists are in them, and can do nothing else.

`python -m imports.reading.process.child KIND`, the file on stdin, messages on stdout (pieces.py). No Django here: it
starts in a tenth of a second. Whatever goes wrong ends in a refusal, or in its death, which the parent takes for one.
"""

from __future__ import annotations

import codecs
import resource
import sys
from collections.abc import Iterator

from imports.reading.formats.kinds import Kind
from imports.reading.formats.text import read_text
from imports.reading.formats.workbooks import read_workbook
from imports.reading.header import Line, ListHead, split
from imports.reading.process.pieces import Sender
from imports.reading.refusals import DAMAGED, EMPTY, UnreadableFileError

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
_STDIN_STDOUT_AND_STDERR = 3
_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman", "cp437")


def main() -> None:
    """Read the file on stdin and say on stdout what is in it."""
    limit_this_process()
    sender = Sender(sys.stdout.buffer)
    try:
        _send_lists(sys.stdin.buffer.read(), Kind(sys.argv[1]), sender)
    except UnreadableFileError as error:
        sender.refusal(error.message)
    except BrokenPipeError:
        sys.exit(1)
    except BaseException:  # also what the library in Rust raises where it gives up, which is no Exception
        sender.refusal(DAMAGED)


def limit_this_process() -> None:
    """A gigabyte and a minute at most. No file and no connection can be opened, so what is needed is loaded before."""
    for codec in _CODECS:
        codecs.lookup(codec)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _STDIN_STDOUT_AND_STDERR),
    ):
        # Time has a second more until the system's own end, so that the first end can be told from others.
        last = most + 1 if limit == resource.RLIMIT_CPU else most
        _, allowed = resource.getrlimit(limit)
        if allowed != resource.RLIM_INFINITY:
            last = min(last, allowed)
        resource.setrlimit(limit, (min(most, last), last))


def _send_lists(content: bytes, kind: Kind, sender: Sender) -> None:
    """Sheets without a list come as refused ones, if there is a list in the file; otherwise the file is refused."""
    refused: list[ListHead] = []
    found = False
    for head, lines in _lists(content, kind):
        if head.refusal and not found:
            refused.append(head)
            continue
        found = True
        for earlier in refused:
            sender.head(earlier)
        refused = []
        sender.head(head)
        sender.lines(lines)
    if not found:
        raise UnreadableFileError(refused[0].refusal if refused else EMPTY)
    sender.end()


def _lists(content: bytes, kind: Kind) -> Iterator[tuple[ListHead, Iterator[Line]]]:
    sources = iter([read_text(content)]) if kind == Kind.TEXT else read_workbook(content, kind)
    for about, lines in sources:
        if (found := split(about, lines)) is not None:
            yield found


if __name__ == "__main__":
    main()
