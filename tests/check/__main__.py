"""Checks what has been touched: `python -m tests.check [--seconds N] [--since COMMIT]`.

Style, types and layers run beside the tests. The tests' database is kept, and made anew when what it is built from has
changed. At the end it says what was run and what was not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.check.in_time import NOT_BEGUN
from tests.check.touched import ROOT, Choice, NoAnswerError, Since, choose, git, since, touched

KEPT = ROOT / "var" / "check"
MADE_OF = ("*/migrations/**/*.py", "**/*row_security.py", "jobbtorg/database/*.py", "requirements/development.txt")
"""What the tests' database is built from."""

AT_LEAST = "20"
"""Seconds for the tests, however long making the database took."""

FILES_FOR_TWO = 8
"""From so many test files on, a second process saves more than its start takes."""


def _python(*arguments: str, **more: str) -> tuple[int, str, float]:
    start = time.monotonic()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"} | more
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout, time.monotonic() - start


def _static(files: list[str]) -> dict[str, list[list[str]]]:
    """The checks that run nothing, by name."""
    templates = [name for name in files if name.endswith(".html") and (ROOT / name).exists()]
    steps = {
        "style": [["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."]],
        "layers": [[".venv/bin/lint-imports", "--no-logo"]],
        "types": [["-m", "mypy", "."]],
    }
    if templates:
        steps["templates"] = [["-m", "djlint", "--lint", "--check", *templates]]
    if any("/migrations/" in name or "models" in name for name in files):
        steps["migrations"] = [["manage.py", "makemigrations", "--check", "--dry-run"]]
    return steps


def fingerprint(root: Path = ROOT) -> str:
    """One checksum of all that the database is built from."""
    digest = hashlib.sha256()
    for file in sorted({file for pattern in MADE_OF for file in root.glob(pattern) if ".venv" not in file.parts}):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _pytest(choice: Choice, until: float) -> tuple[int, str, float]:
    count = sum(len(list((ROOT / place).rglob("test_*.py"))) or 1 for place in choice.tests)
    processes = "2" if count >= FILES_FOR_TWO else "0"
    # Each process of several has a database of its own, and a single one has another.
    stamp, mark = KEPT / f"database-{processes}", fingerprint()
    is_same = stamp.exists() and stamp.read_text() == mark
    stamp.unlink(missing_ok=True)
    options = ["-q", "-r", "fE", "--reuse-db", "-n", processes, "-p", "tests.check.in_time"]
    options += ["-o", f"cache_dir={KEPT / 'pytest'}", *([] if is_same else ["--create-db"])]
    code, said, seconds = _python(
        "-m", "pytest", *options, *choice.tests, TEST_DB_SUFFIX="check", CHECK_UNTIL=str(until), CHECK_AT_LEAST=AT_LEAST
    )
    KEPT.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    return code, said, seconds


def _say(*words: str) -> None:
    print(*words, flush=True)


def _one_step(name: str, run: Callable[[], tuple[int, str, float]]) -> bool:
    code, said, seconds = run()
    _say(f"{name:<11}{'ok' if not code else 'FAILED':<7}{seconds:5.1f} s")
    if code:
        _say(said)
    return not code


def _all_of(commands: list[list[str]]) -> tuple[int, str, float]:
    results = [_python(*command) for command in commands]
    return max(code for code, _, _ in results), "".join(said for _, said, _ in results), sum(s for _, _, s in results)


def check(start: Since, files: list[str], seconds: int) -> bool:
    """Run what these files need; whether all is well."""
    began = time.monotonic()
    choice = choose(files)
    _say(f"{len(files)} {'file' if len(files) == 1 else 'files'} touched {start.words} ({start.commit[:8]}).")
    _say("Tests: " + " ".join(choice.tests))
    with ThreadPoolExecutor(1) as beside:
        static = beside.submit(
            lambda: [
                _one_step(name, lambda commands=commands: _all_of(commands))  # type: ignore[misc]
                for name, commands in _static(files).items()
            ]
        )
        code, said, took = _pytest(choice, time.time() + seconds)
        well = static.result()
    left = re.search(rf"^(\d+) {NOT_BEGUN}$", said, re.MULTILINE)
    verdict = "FAILED" if code else "partly" if left else "ok"
    _say(f"{'tests':<11}{verdict:<7}{took:5.1f} s  {said.strip().splitlines()[-1]}")
    if code:
        _say(said)
    _say(f"\n{time.monotonic() - began:.0f} s in all.")
    if left:
        _say(f"NOT RUN: {left[1]} tests, for which {seconds} s were too few (python -m tests.check --seconds 600).")
    if choice.without:
        _say("Without tests of their own:", ", ".join(choice.without))
    _say("Never part of this: the browser, every page as every role, templates and secrets as a whole: make test.")
    return not code and all(well)


def main() -> int:
    """0 when all that was run is well."""
    parser = argparse.ArgumentParser(prog="python -m tests.check", description=__doc__)
    parser.add_argument("--seconds", type=int, default=50, help="after which no further test is begun")
    parser.add_argument("--since", help="the commit to compare with")
    chosen = parser.parse_args()
    try:
        start = Since(git("rev-parse", chosen.since), f"since {chosen.since}") if chosen.since else since()
        files = touched(start)
    except NoAnswerError as error:
        _say(f"What has been touched cannot be told: {error}. `make test` checks everything.")
        return 2
    return 0 if check(start, files, chosen.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
