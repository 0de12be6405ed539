"""The environment that locust runs in, made where it is first needed: var/bench/environment."""

from __future__ import annotations

import sys
from pathlib import Path

from jobbtorg.embedded.bootstrap import REQUIREMENTS, ROOT, checksum, is_current, run, say

ENVIRONMENT = ROOT / "var" / "bench" / "environment"
PINNED = REQUIREMENTS / "bench.txt"


def locust() -> Path:
    """The program, of the pinned version; ends this program with a sentence where it cannot be installed."""
    stamp, mark = ENVIRONMENT / ".bench.sha256", checksum(PINNED)
    if not is_current(stamp, mark):
        say(f"Making {ENVIRONMENT.relative_to(ROOT)} …")
        run("Creating the environment", sys.executable, "-m", "venv", "--clear", ENVIRONMENT)
        pip = [ENVIRONMENT / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        run("Installing locust", *pip, "--quiet", "--no-deps", "--require-hashes", "-r", PINNED)
        stamp.write_text(mark)
    return ENVIRONMENT / "bin" / "locust"
