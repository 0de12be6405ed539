"""Find a Chromium, or get one: `python -m tests.browser.chromium` is what `make test` runs before the tests.

In order: the one named by CHROMIUM, the machine's own, Debian's package (as root), Playwright's download. Of the
machine's own the one without a user interface comes first: the same engine, and a new window costs it a third.
With REQUIRE_BROWSER=1 it is an error when none can be had; otherwise the browser tests are skipped, and say so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NONE_FOUND = (
    "NO BROWSER TEST IS RUN: this machine lacks a Chromium, or libatomic1 for its driver, "
    "and neither could be installed (apt-get, playwright)."
)
# Chromium must not call home: it slows every start, and on a closed network it floods the log.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def flags() -> list[str]:
    """Command line flags; Chromium's sandbox does not work for root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def is_required() -> bool:
    """Whether a missing browser is a failure (REQUIRE_BROWSER=1)."""
    return os.environ.get("REQUIRE_BROWSER", "") == "1"


def _runs(program: str | Path) -> bool:
    """Whether the program is really there; Ubuntu's package is only a pointer to another one."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwrights_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def find() -> Path | None:
    """The Chromium to test with, if there is one."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [found for name in NAMES if (found := shutil.which(name))]
    for candidate in candidates:
        if _runs(candidate):
            return Path(candidate)
    if not _driver_runs():
        return None
    own = _playwrights_own()
    return own if own.exists() and _runs(own) else None


def _driver_runs() -> bool:
    """Whether the program that drives the browser starts; it is linked with a library that a bare machine lacks."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _apt_get(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def _install() -> None:
    """Try Debian's package, then Playwright's download; neither's failure is ours to explain."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get("update")
        if not _driver_runs():
            _apt_get("install", "--yes", "--no-install-recommends", "libatomic1")
        for package in ("chromium-headless-shell", "chromium"):  # not every Debian has the first
            if find():
                return
            _apt_get("install", "--yes", "--no-install-recommends", package, "fonts-liberation")
    if find() is None:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], stdout=subprocess.DEVNULL, check=False
        )


def main() -> int:
    """Say which Chromium will be used, getting one first if need be."""
    if find() is None or not _driver_runs():
        print("Installing what the browser tests lack …", flush=True)
        _install()
    found = find() if _driver_runs() else None
    print(f"Browser tests use {found}." if found else f"\n{'!' * 100}\n{NONE_FOUND}\n{'!' * 100}\n", flush=True)
    return 1 if found is None and is_required() else 0


if __name__ == "__main__":
    sys.exit(main())
