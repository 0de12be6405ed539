"""The process that reads: what it may do, what it takes, and that it is gone afterwards whatever happens."""

from __future__ import annotations

import gc
import io
import os
import resource
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pytest

from imports.reading import refusals
from imports.reading.lists import read_lists
from imports.reading.process.child import SECONDS
from imports.reading.process.pieces import Receiver
from imports.reading.refusals import UnreadableFileError
from tests.imports.conftest import HEADER, SAMPLE_A
from tests.imports.reading import LEGACY, lists_in, xlsx
from tests.platform.conftest import PATIENCE, PROJECT

MB = 1024 * 1024
MOST_MEMORY = 64 * MB
ROW = "790417-9814;Lindström;Björn;A Lund;Östermalm;2008-03-19;2008-03-26;2008-03-27;2008-03-28;2008-06-30;Pågår;ringt"


def message(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content


HEAD = message(b'["head",{"sheet":"","hidden":false,"encoding":"UTF-8","epoch_1904":false}]')


def children() -> set[int]:
    """The processes that this one has started and not yet waited for, readers alone."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"imports.reading.process.child" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.add(int(child))
    return found


def memory(name: str) -> int:
    """Bytes: VmRSS now, VmHWM the most since the peak began anew."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(name)).split()[1]) * 1024


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    assert not children()
    yield
    gc.collect()
    assert not children()


@pytest.fixture(scope="module")
def long_list() -> bytes:
    return "\r\n".join([HEADER, *[ROW] * 100_000]).encode("cp1252")


def test_a_hundred_thousand_rows_come_in_pieces(long_list: bytes) -> None:
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, rows, longest = memory("VmRSS"), 0, 0
    for _head, pieces in read_lists(long_list, "lista.csv"):
        for piece in pieces:
            rows, longest = rows + len(piece), max(longest, len(piece))
    grown = memory("VmHWM") - before
    print(f"memory rose by {grown / MB:.1f} MB")
    assert (rows, longest) == (100_000, 2000)
    assert grown < MOST_MEMORY


def test_a_piece_is_short_when_its_rows_are_long() -> None:
    wide = "\n".join([HEADER, *[f"{ROW};{'x' * 100_000}"] * 100]).encode()
    [lengths] = [[len(piece) for piece in pieces] for _head, pieces in read_lists(wide, "lista.csv")]
    assert lengths == [40, 40, 20]


def test_the_pieces_of_a_list_are_gone_when_the_next_is_asked_for() -> None:
    found = [pieces for _head, pieces in read_lists(SAMPLE_A.read_bytes(), SAMPLE_A.name)]
    assert [list(pieces) for pieces in found] == [[]]


def test_whoever_leaves_early_leaves_no_process(long_list: bytes) -> None:
    lists = read_lists(long_list, "lista.csv")
    _head, pieces = next(lists)
    assert len(next(pieces)) == 2000
    assert len(children()) == 1
    del lists, pieces
    gc.collect()
    assert not children()


def test_pieces_that_are_left_are_passed_over() -> None:
    found = [head.sheet for head, _pieces in read_lists((LEGACY / "Moten Vallingby 2009.xlsx").read_bytes(), "")]
    assert found == ["Januari", "Februari", "gammalt"]


def test_an_error_of_the_caller_ends_the_process(long_list: bytes) -> None:
    def store() -> None:
        for _head, pieces in read_lists(long_list, "lista.csv"):
            for _piece in islice(pieces, 1):
                raise RuntimeError("the caller has a problem of its own")

    with pytest.raises(RuntimeError):
        store()


def test_the_child_knows_no_secret(long_list: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of-the-parent")
    lists = read_lists(long_list, "lista.csv")
    next(lists)
    [child] = children()
    environment = Path(f"/proc/{child}/environ").read_bytes()
    assert set(environment.rstrip(b"\x00").split(b"\x00")) == {b"LC_ALL=C.UTF-8", b"PYTHONDONTWRITEBYTECODE=1"}
    limits = Path(f"/proc/{child}/limits").read_text()
    found = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()}
    assert found["Max address space"] == [str(1024 * MB)] * 2
    assert found["Max cpu time"] == ["60", "61"]
    assert found["Max core file size"] == ["0"] * 2
    assert found["Max file size"] == ["0"] * 2
    assert found["Max open files"] == ["3"] * 2


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 80))",
        "open('/etc/passwd')",
        "open('/tmp/lista', 'w')",
        "os.pipe()",
    ],
)
def test_the_child_opens_nothing(attempt: str) -> None:
    program = (
        "import os, socket, errno\nfrom imports.reading.process.child import limit_this_process\nlimit_this_process()\n"
        f"try:\n    {attempt}\nexcept OSError as error:\n    os._exit(error.errno != errno.EMFILE)\nos._exit(2)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT, stdin=subprocess.DEVNULL).returncode == 0


def test_the_child_needs_no_django() -> None:
    program = "import sys, imports.reading.process.child; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT).returncode == 0


def test_a_child_that_takes_all_memory_is_a_refusal() -> None:
    """A sheet with a cell in each corner. The quotation marks keep it from being told before it is read."""
    corners = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    with pytest.raises(UnreadableFileError) as refused:
        lists_in(xlsx(corners))
    assert refused.value.message == refusals.DAMAGED


def test_a_child_that_is_killed_is_a_refusal(long_list: bytes) -> None:
    lists = read_lists(long_list, "lista.csv")
    _head, pieces = next(lists)
    next(pieces)
    [child] = children()
    os.kill(child, 9)
    with pytest.raises(UnreadableFileError) as refused:
        list(pieces)
    assert refused.value.message == refusals.DAMAGED


def test_a_child_that_takes_too_long_is_a_refusal(long_list: bytes) -> None:
    """As after its minute, with a limit of a second set from outside."""
    refused: list[str] = []

    def read() -> None:
        try:
            lists_in(long_list + b"\r\n" + long_list[: 8 * MB])
        except UnreadableFileError as error:
            refused.append(error.message)

    reader = threading.Thread(target=read)
    reader.start()
    until = time.monotonic() + PATIENCE
    while not (found := [child for child in children() if resource.prlimit(child, resource.RLIMIT_CPU)[0] == SECONDS]):
        assert time.monotonic() < until
    resource.prlimit(found[0], resource.RLIMIT_CPU, (1, 2))
    reader.join(PATIENCE)
    assert refused == [refusals.TOO_SLOW]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x03\x00",
        b"\xff\xff\xff\xff",
        b"\x09\x00\x00\x00{}",
        message(b"not JSON"),
        message(b"{}"),
        message(b"[1,2,3]"),
        message(b"[" * 100_000),
        message(b'["head",[1]]'),
        message(b'["head",{"sheet":"Blad1"}]'),
        message(b'["lines",[]]'),
        HEAD,
        HEAD + message(b'["lines",[[1]]]'),
        HEAD + message(b'["lines",7]'),
    ],
)
def test_what_is_no_message_is_a_refusal(said: bytes) -> None:
    receiver = Receiver(io.BytesIO(said), lambda: refusals.DAMAGED)
    with pytest.raises(UnreadableFileError) as refused:
        list(chain.from_iterable(pieces for _head, pieces in receiver.lists()))
    assert refused.value.message == refusals.DAMAGED


def test_many_read_at_once() -> None:
    results: list[int] = []
    content = SAMPLE_A.read_bytes()
    threads = [threading.Thread(target=lambda: results.append(len(lists_in(content)[0][1]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert results == [11] * 4
