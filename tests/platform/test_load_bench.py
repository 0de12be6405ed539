"""What the load of `make bench` does before and after locust runs: who walks where, and what its figures say."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.test import Client
from django.urls import resolve

from demo.factories import EnrolmentFactory, ReferralFactory, UserFactory
from meetings.models import Meeting
from organisation.models import Role
from tests.bench.bare.statements import statements_of
from tests.bench.load.busy import Busy
from tests.bench.load.figures import read_figures
from tests.bench.load.forms import fields_of, filled_in, token_on
from tests.bench.load.people import COOKIE, OBJECTS_EACH, staff, write_people
from tests.bench.load.sites import BARE, PRODUCT, is_about_one
from tests.bench.load.walks import CASE, LOG_MEETING, SEARCH, SHARES, WALKS
from tests.pages import PAGES
from tests.platform.conftest import PATIENCE, PROJECT

LOAD = PROJECT / "tests" / "bench" / "load"
STEPS = [(Role(role), page) for role, walk in WALKS.items() for page in walk]


def test_people_open_what_their_role_may_open() -> None:
    assert [step for step in STEPS if not PAGES[step[1]].lets_in(step[0])] == []
    assert {LOG_MEETING, SEARCH, CASE} <= WALKS[Role.COACH].keys()
    assert {role: sum(walk.values()) for role, walk in WALKS.items()} == dict.fromkeys(SHARES, 100)
    assert sum(SHARES.values()) == pytest.approx(1)


@pytest.mark.parametrize(("role", "page"), STEPS)
def test_each_page_has_a_bare_view(role: Role, page: str) -> None:
    assert resolve(PRODUCT.address(page, role, 7)).view_name == page
    found = resolve(BARE.address(page, role, 7), urlconf="tests.bench.bare.urls")
    assert found.kwargs.get("case") == (7 if "pk" in resolve(PRODUCT.address(page, role, 7)).kwargs else None)
    assert statements_of(found.kwargs["name"])


def test_locust_needs_nothing_of_the_project() -> None:
    """Its environment has neither Django nor what the project depends on."""
    waiting, seen, others = ["locustfile"], set(), set()
    while waiting:
        seen.add(name := waiting.pop())
        for module in _imported((LOAD / f"{name}.py").read_text()):
            package, _, own = module.rpartition(".")
            if package == "tests.bench.load":
                waiting += [own] if own not in seen else []
            else:
                others.add(module.split(".")[0])
    assert {"locustfile", "forms", "walks"} == seen
    assert others - sys.stdlib_module_names == {"locust"}
    assert {module.split(".")[0] for module in _imported((LOAD / "__init__.py").read_text())} <= sys.stdlib_module_names


def _imported(text: str) -> set[str]:
    """The modules that a module imports as it is read."""
    found: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.fixture
def city(db: None) -> None:
    """Two coaches with cases, one of more than a walk takes, their manager, and a unit that has sent referrals."""
    coach = UserFactory(coach=True)
    EnrolmentFactory.create_batch(OBJECTS_EACH + 1, coach=coach)
    EnrolmentFactory(coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg))
    UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    UserFactory(coach=True)  # of whom nobody is
    sender = UserFactory(caseworker=True)
    ReferralFactory(unit=sender.income_support_unit, sent_by=sender, jobbtorg=coach.jobbtorg)


def test_the_people_are_the_staff_by_their_shares(city: None) -> None:
    chosen = staff(20)
    assert Counter(user.role for user in chosen) == {Role.COACH: 14, Role.CASEWORKER: 4, Role.MANAGER: 2}
    assert len({user.pk for user in chosen}) == 4


def test_their_sessions_open_their_pages(city: None, settings: Any, tmp_path: Path) -> None:
    people = write_people(tmp_path / "people.json", 10, PRODUCT)
    assert (tmp_path / "people.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "people.json").read_text()) == people
    assert {one["role"] for one in people} == set(WALKS)
    assert max(len(one["addresses"].get(CASE, [])) for one in people) == OBJECTS_EACH
    for one in {one["role"]: one for one in people}.values():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = one["session"]
        for page in filter(is_about_one, one["walk"]):
            assert client.get(one["addresses"][page][0]).status_code == 200, (one["role"], page)


def test_the_session_is_in_the_cookie_of_production() -> None:
    assert f'SESSION_COOKIE_NAME = "{COOKIE}"' in (PROJECT / "jobbtorg" / "settings.py").read_text()


def test_a_meeting_is_logged_with_the_form_of_its_page(city: None, settings: Any, tmp_path: Path) -> None:
    (coach, *_) = write_people(tmp_path / "people.json", 10, PRODUCT)
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = coach["session"]
    (address, *_) = coach["addresses"][LOG_MEETING]
    page = client.get(address).content.decode()
    sent = filled_in(fields_of(page, coach["form"]), coach["typed"])
    answer = client.post(address, {name: value for name, value in sent if name != "topics"})
    assert answer.status_code == 302
    assert answer["Location"] in coach["addresses"][CASE]
    assert Meeting.objects.get().note == coach["typed"]["note"]
    assert token_on(page)


FORMS = """
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="abc1"><input name="q"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="abc2">
<input type="radio" name="outcome" value="attended"><input type="radio" name="outcome" value="absent">
<input type="radio" name="next" value="" checked><input type="radio" name="next" value="1">
<input type="checkbox" name="topics" value="A" checked><input type="checkbox" name="topics" value="B" checked>
<select name="kind"><option value="ONE">1</option><option value="TWO" selected>2</option><option>3</option></select>
<select name="how"><option value="VISIT">1</option><option value="PHONE">2</option></select>
<textarea name="note">
a &amp; b</textarea><input name="day" value="2026-11-23"><button name="save_and_next" value="1">…</button></form>
"""


def test_a_form_is_sent_as_a_browser_would() -> None:
    fields = fields_of(FORMS, "outcome")
    assert fields == [
        ("csrfmiddlewaretoken", "abc2"),
        ("next", ""),
        ("topics", "A"),
        ("topics", "B"),
        ("kind", "TWO"),
        ("how", "VISIT"),
        ("note", "a & b"),
        ("day", "2026-11-23"),
    ]
    assert dict(filled_in(fields, {"note": "c", "outcome": "attended"})) == {
        **dict(fields),
        "note": "c",
        "outcome": "attended",
    }
    assert token_on(FORMS) == "abc1"
    with pytest.raises(ValueError, match="no form"):
        fields_of(FORMS, "elsewhere")


def test_a_server_is_as_busy_as_its_children() -> None:
    """Of two processes the second works for 0.4 seconds and ends."""
    spin = "import time\nwhile time.process_time() < {}: pass\n"
    script = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {spin.format(0.4)!r}])\nsys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as process:
        began, busy = time.monotonic(), Busy({"web": psutil.Process(process.pid)})
        while busy.cores()["web"] * (time.monotonic() - began) < 0.38:
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.05)
        time.sleep(0.2)
        used = busy.cores()["web"] * (time.monotonic() - began)
        process.communicate()
    assert 0.38 < used < 0.8


def test_the_figures_are_those_of_all_answers(tmp_path: Path) -> None:
    stats, errors = tmp_path / "stats.json", tmp_path / "errors.json"
    entries = [
        {"name": "home", "num_requests": 98, "num_failures": 0, "response_times": {"40": 90, "250.0": 8}},
        {"name": "case", "num_requests": 2, "num_failures": 1, "response_times": {"900": 1, "1100": 1}},
        {"name": "search", "num_requests": 1, "num_failures": 1, "response_times": {}},
    ]
    stats.write_text(json.dumps(entries))
    errors.write_text('[{"page": "case", "error": "500", "times": 1}]')
    figures = read_figures(stats, errors)
    assert (figures["requests"], figures["failures"]) == (101, 2)
    assert (figures["p50"], figures["p95"], figures["p99"]) == (40, 250, 900)
    assert figures["pages"]["home"] == {"requests": 98, "failures": 0, "p50": 40, "p95": 250, "p99": 250}
    assert figures["pages"]["search"]["p95"] is None
    assert figures["errors"] == [{"page": "case", "error": "500", "times": 1}]
