"""The environment for the next Django differs from the tests' own in Django and in nothing else."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from jobbtorg.embedded.bootstrap import REQUIREMENTS
from tests.django_next.__main__ import counted, interpreter

PIN = re.compile(r"^([a-z0-9][\w.-]*)==(\S+)( ; .*?)?(?: \\)?$", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Versions by package, left out what is only for a Python older than the one in question."""
    found = PIN.findall((REQUIREMENTS / f"{name}.txt").read_text())
    return {package: version for package, version, condition in found if "python_full_version < '3.11" not in condition}


def test_only_django_differs() -> None:
    development, following = pins("development"), pins("django-next")
    assert len(development) > 100
    differing = {name for name in development.keys() | following.keys() if development.get(name) != following.get(name)}
    assert differing == {"django"}
    assert development["django"].startswith("5.2.")
    assert tuple(map(int, following["django"].split(".")[:2])) >= (6, 1)


REPORT = """<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/><testsuite tests="2"/></testsuites>"""


def test_what_a_report_says_is_counted(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    assert counted(tmp_path / "report.xml") == "7 tests: 4 passed, 1 failed, 1 errors, 1 skipped"


def test_a_python_that_is_too_old_or_missing_is_said_in_a_sentence(monkeypatch, capsys, tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'raise SystemExit(1)'\n")
    old.chmod(0o755)
    for chosen in (old, tmp_path / "nowhere"):
        monkeypatch.setenv("NEXT_PYTHON", str(chosen))
        with pytest.raises(SystemExit):
            interpreter()
        assert "needs Python 3.12 or newer" in capsys.readouterr().err


def test_a_python_that_will_do_is_found_where_the_operator_says(monkeypatch, tmp_path: Path) -> None:
    new = tmp_path / "python3.12"
    new.write_text("#!/bin/sh\nexit 0\n")
    new.chmod(0o755)
    monkeypatch.setenv("NEXT_PYTHON", str(new))
    assert interpreter() == str(new)
