"""The hooks that git runs before a commit and a push are the checks of `make lint`, no more and no fewer."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / ".pre-commit-config.yaml"


def hooks() -> list[dict[str, Any]]:
    """All hooks; each repository that they come from must be this one."""
    found = yaml.safe_load(CONFIGURATION.read_text())["repos"]
    assert [repository["repo"] for repository in found] == ["local"], "another repository would need the network"
    return [hook for repository in found for hook in repository["hooks"]]


def checks() -> set[str]:
    """The targets that `make lint` makes."""
    [lint] = re.findall(r"^lint: ([a-z ]+?) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return set(lint.split())


def test_they_are_the_checks_of_make_lint() -> None:
    assert len(checks()) > 6
    assert {hook["id"] for hook in hooks()} == checks()


def test_each_calls_its_make_target_and_nothing_else() -> None:
    for hook in hooks():
        assert hook["entry"] == f"make --no-print-directory {hook['id']}"
        assert (hook["language"], hook["pass_filenames"], hook["always_run"]) == ("system", False, True)


def test_both_moments_are_installed() -> None:
    settings = yaml.safe_load(CONFIGURATION.read_text())
    used = {stage for hook in hooks() for stage in hook.get("stages", settings["default_stages"])}
    assert used == set(settings["default_install_hook_types"]) == {"pre-commit", "pre-push"}


def test_pre_commit_accepts_the_file() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(CONFIGURATION)]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
