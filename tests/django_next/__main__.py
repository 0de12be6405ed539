"""Runs the tests on the Django that follows production's: `python -m tests.django_next [arguments for pytest]`.

Their environment is var/django-next, made from requirements/django-next.txt: the same packages in the same versions,
and the newest release of the Django that requirements/django-next.in names. It needs a newer Python than production;
NEXT_PYTHON says which, and otherwise the machine is searched. Warnings of what a later Django leaves out are errors
there as everywhere in the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from jobbtorg.embedded.bootstrap import REQUIREMENTS, ROOT, checksum, fail, is_current, run, say

PYTHONS = ("3.12", "3.13", "3.14")
"""What Django 6.1 and 6.2 run on; the oldest that is found, so that a failure is Django's and not Python's."""

ENVIRONMENT = ROOT / "var" / "django-next"
REPORT = ROOT / "var" / "django-next.xml"
PINNED = REQUIREMENTS / "django-next.txt"


def candidates() -> Iterator[str]:
    """Where an interpreter may be: as the operator says, on the path, in pyenv's folders."""
    if chosen := os.environ.get("NEXT_PYTHON"):
        yield chosen
        return
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for version in PYTHONS:
        yield from filter(None, [shutil.which(f"python{version}")])
        yield from (str(folder / "bin" / "python") for folder in sorted(pyenv.glob(f"{version}.*")))


def interpreter() -> str:
    """The first interpreter that starts, is new enough and can make environments; ends the program if none is."""
    question = "import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))"
    for candidate in candidates():
        try:
            answer = subprocess.run([candidate, "-c", question], capture_output=True, check=False)
        except OSError:
            continue
        if answer.returncode == 0:
            return candidate
    fail(
        "The next Django needs Python 3.12 or newer; say where it is: make django-next NEXT_PYTHON=/usr/bin/python3.12"
    )


def make_environment() -> Path:
    """The interpreter of var/django-next, with every package in it that is pinned."""
    python = ENVIRONMENT / "bin" / "python"
    base = interpreter()
    stamp, mark = ENVIRONMENT / ".django-next.sha256", f"{checksum(PINNED)} {base}"
    if not is_current(stamp, mark):
        say(f"Making {ENVIRONMENT.relative_to(ROOT)} with {base} …")
        run("Creating the environment", base, "-m", "venv", "--clear", ENVIRONMENT)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        run("Installing the Python packages", *pip, "install", "--quiet", "--require-hashes", "-r", PINNED)
        stamp.write_text(mark)
    return python


def counted(report: Path) -> str:
    """How many tests a JUnit report tells of, and how they went."""
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in ElementTree.parse(report).iter("testsuite"):
        for what in counts:
            counts[what] += int(suite.get(what, 0))
    passed = counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    return (
        f"{counts['tests']} tests: {passed} passed, {counts['failures']} failed, "
        f"{counts['errors']} errors, {counts['skipped']} skipped"
    )


def main() -> int:
    """Exit code of pytest."""
    python = make_environment()
    versions = "import django, platform; print('Django', django.__version__, 'on Python', platform.python_version())"
    on = subprocess.run([python, "-c", versions], capture_output=True, text=True, check=True).stdout.strip()
    say(on)
    REPORT.unlink(missing_ok=True)
    finished = subprocess.run(
        [python, "-m", "pytest", f"--junit-xml={REPORT}", *(sys.argv[1:] or ["-n", "2"])],
        cwd=ROOT,
        env=os.environ | {"TEST_DB_SUFFIX": "next"},
        check=False,
    )
    say(f"{on}: {counted(REPORT) if REPORT.exists() else 'the tests could not be run'}")
    return finished.returncode


if __name__ == "__main__":
    sys.exit(main())
