"""What was touched since when, in a repository made for it, and where its tests are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.check.touched import ALWAYS, ROOT, WHERE, NoAnswerError, choose, git, since, touched

Commit = Callable[[str], str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git("init", "--quiet", "--initial-branch=main", root=tmp_path)
    git("config", "user.name", "A tester", root=tmp_path)
    git("config", "user.email", "tester@example.se", root=tmp_path)
    return tmp_path


@pytest.fixture
def commit(root: Path) -> Commit:
    def make(name: str) -> str:
        (root / name).write_text(name)
        git("add", name, root=root)
        git("commit", "--quiet", "-m", f"Add {name}", root=root)
        return git("rev-parse", "HEAD", root=root)

    return make


def test_on_a_branch_everything_since_it_left_main(root: Path, commit: Commit) -> None:
    first = commit("first")
    git("switch", "--quiet", "-c", "branch", root=root)
    commit("second")
    git("switch", "--quiet", "main", root=root)
    commit("elsewhere")
    git("switch", "--quiet", "branch", root=root)
    (root / "first").write_text("changed")
    (root / "new").write_text("not known to git")
    assert since(root).commit == first
    assert touched(since(root), root) == ["first", "new", "second"]


def test_on_main_what_is_not_committed(root: Path, commit: Commit) -> None:
    head = commit("first")
    (root / "new").write_text("")
    assert since(root).commit == head
    assert touched(since(root), root) == ["new"]


def test_on_a_clean_main_the_last_commit(root: Path, commit: Commit) -> None:
    first = commit("first")
    assert touched(since(root), root) == []  # the very first one has nothing to compare with
    commit("second")
    assert since(root).commit == first
    assert touched(since(root), root) == ["second"]


def test_on_main_what_is_not_pushed(root: Path, commit: Commit) -> None:
    pushed = commit("first")
    git("update-ref", "refs/remotes/origin/main", pushed, root=root)
    commit("second")
    commit("third")
    assert touched(since(root), root) == ["second", "third"]


def test_a_moved_file_is_touched_in_both_places(root: Path, commit: Commit) -> None:
    commit("first")
    git("mv", "first", "moved", root=root)
    assert touched(since(root), root) == ["first", "moved"]


def test_without_git_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError, match="not a git repository"):
        since(tmp_path)


@pytest.mark.parametrize(
    ("file", "tests"),
    [
        ("deadlines/jobs/sweep.py", ["tests/deadlines"]),
        ("referrals/row_security.py", ["tests/referrals", "tests/secrecy"]),
        ("organisation/numbering.py", ["tests/organisation"]),
        ("organisation/sign_in/middleware.py", ["tests/sign_in"]),
        ("core/history/operation.py", ["tests/history"]),
        ("templates/jobplans/plan.html", ["tests/jobplans"]),
        ("templates/components/_table.html", ["tests/ui"]),
        ("templates/404.html", ["tests/ui"]),
        ("tests/imports/conftest.py", ["tests/imports"]),
        ("tests/notices/test_relay.py", ["tests/notices/test_relay.py"]),
    ],
)
def test_the_tests_of_a_file(file: str, tests: list[str]) -> None:
    choice = choose([file])
    assert choice.tests == [*tests, *ALWAYS]
    assert choice.without == []


def test_a_test_file_is_not_named_beside_its_folder() -> None:
    choice = choose(["meetings/models.py", "tests/meetings/test_meetings.py", "tests/core/test_names.py"])
    assert choice.tests == ["tests/core/test_names.py", "tests/meetings", *ALWAYS]


def test_what_has_no_tests_of_its_own_is_said() -> None:
    choice = choose(["tests/pages.py", "README.md", "tests/core/test_gone.py"])
    assert choice.tests == ALWAYS
    assert choice.without == ["tests/pages.py", "README.md"]


def test_every_place_is_there() -> None:
    places = {*WHERE, *ALWAYS, *(test for tests in WHERE.values() for test in tests)}
    assert {place for place in places if not (ROOT / place).exists()} == set()


def test_every_package_has_a_place() -> None:
    """A new package whose tests stand elsewhere needs an entry in WHERE."""
    packages = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))
    assert len(packages) > 10
    assert [name for name in packages if choose([f"{name}/apps.py"]).without] == []
