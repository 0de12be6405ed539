"""What the demo says on the terminal, how it names an end, and when it gives up; test_demo.py kills for real."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys

import pytest

from jobbtorg.embedded.supervision.recovery import MOST_ENDS, WITHIN_SECONDS, Recovery, how_it_ended
from jobbtorg.embedded.supervision.terminal import Terminal


class Screen(io.StringIO):
    """An output that is a terminal, or is not."""

    def __init__(self, *, terminal: bool = False) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def test_lines_are_put_together_program_by_program() -> None:
    heard: list[tuple[str, str]] = []
    screen = Screen()
    terminal = Terminal(screen, lambda name, line: heard.append((name, line)))
    terminal.write("web", b"Listening")
    terminal.write("worker", "redo för r".encode()[:-1])
    terminal.write("web", b" at\nsecond line\nthird")
    terminal.write("worker", "åd\n".encode())
    terminal.finish("web")
    terminal.finish("worker")
    terminal.say("Something died.")
    said = [("web", "Listening at"), ("web", "second line"), ("worker", "redo för åd"), ("web", "third")]
    assert heard == [*said, ("demo", "Something died.")]
    lines = screen.getvalue().splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d (web|worker|demo) +\| ", line) for line in lines)
    assert len({line.index("|") for line in lines}) == 1, "the lines do not stand below each other"


def test_prefixes_have_colours_on_a_terminal_only() -> None:
    for terminal in (True, False):
        screen = Screen(terminal=terminal)
        Terminal(screen, lambda name, line: None).say("Hello")
        assert ("\033[" in screen.getvalue()) is terminal


def test_output_that_is_no_text_is_shown_all_the_same() -> None:
    screen = Screen()
    Terminal(screen, lambda name, line: None).write("web", b"half a letter: \xc3\n")
    assert "half a letter: \ufffd" in screen.getvalue()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise SystemExit(3)", "ended with code 3"),
        ("pass", "ended with code 0"),
        ("import os; os.abort()", "was killed by signal 6 (SIGABRT)"),
        (f"import os, signal; os.kill(os.getpid(), {signal.SIGRTMIN + 1})", f"by signal {signal.SIGRTMIN + 1}"),
    ],
)
def test_an_end_is_named(code: str, words: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert words in how_it_ended(status)


def test_an_end_that_nobody_could_be_told_of_is_not_explained() -> None:
    assert how_it_ended(None) == "no longer runs"


def test_the_fifth_end_within_a_minute_is_given_up_and_a_slower_one_is_not() -> None:
    said: list[str] = []
    now = 0.0
    recovery = Recovery(said.append, lambda: now)
    for _ in range(3 * MOST_ENDS):
        assert recovery.ended("beat", "ended with code 1")
        now += 2.5
        recovery.is_up("beat")
        now += WITHIN_SECONDS / (MOST_ENDS - 1) - 2.5
    assert said[:2] == [
        "Beat, which rings for the worker, ended with code 1; starting it again …",
        "Beat, which rings for the worker, is back after 2.5 s.",
    ]
    now += WITHIN_SECONDS
    for end in range(1, MOST_ENDS + 1):
        assert recovery.ended("web", "ended with code 1") is (end < MOST_ENDS)
        assert recovery.ended("worker", "ended with code 1") is (end < MOST_ENDS), "each is counted for itself"
        now += WITHIN_SECONDS / MOST_ENDS - 1
    assert said[-2].startswith("The web server ended with code 1, the 5th time within a minute")


def test_how_long_it_was_away_counts_from_the_first_end() -> None:
    said: list[str] = []
    now = 0.0
    recovery = Recovery(said.append, lambda: now)
    recovery.is_up("web")
    assert said == [], "a first start is no recovery"
    recovery.ended("web", "ended with code 1")
    now = 2.0
    recovery.ended("web", "ended with code 1")
    now = 5.0
    recovery.is_up("web")
    assert said[-1] == "The web server is back after 5.0 s."
