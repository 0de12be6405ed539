"""One run of the suite at an instant, what it came to, and the table of several."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import instant

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "var" / "any-day"
PASSED = 0


@dataclass(frozen=True)
class Run:
    """What a run came to; `failed` counts errors in fixtures as well."""

    instant: str
    why: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    code: int

    @property
    def is_good(self) -> bool:
        """A run that ran no test, or broke off, is not."""
        return self.code == PASSED and self.passed > 0 and self.failed == 0


def log_of(text: str) -> Path:
    """Where all that the run at that instant says is kept until the next one."""
    return FOLDER / f"{_name(text)}.log"


def run_at(text: str, why: str, arguments: Sequence[str], *, again: bool) -> Run:
    """Run pytest with every test beginning at that instant; `again`: only what failed there the last time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = FOLDER / f"{_name(text)}.xml"
    results.unlink(missing_ok=True)
    options = ["-q", f"--junit-xml={results}", "-o", f"cache_dir={FOLDER / _name(text)}.cache"]
    options += ["--last-failed", "--last-failed-no-failures=none"] if again else []
    begin = time.monotonic()
    with log_of(text).open("w") as log:
        finished = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *arguments],
            cwd=PROJECT,
            env=os.environ | {instant.VARIABLE: text},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    passed, failed, skipped = counts(results)
    return Run(text, why, passed, failed, skipped, time.monotonic() - begin, finished.returncode)


def counts(results: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's own report; zeros where a run left none."""
    if not results.exists():
        return 0, 0, 0
    passed = failed = skipped = 0
    for case in ElementTree.parse(results).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def table(runs: Iterable[Run]) -> str:
    """A line for each run; the exit code of pytest where it is not 0."""
    head = f"{'instant':<24}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}  \n"
    return head + "\n".join(
        f"{run.instant:<24}{run.passed:>8}{run.failed:>8}{run.skipped:>9}{run.seconds:>9.0f}  {run.why}"
        + ("" if run.code == PASSED else f" (pytest ended with {run.code})")
        for run in runs
    )


def _name(text: str) -> str:
    """The instant as a file's name."""
    return text.replace(":", "").replace("+", "p")
