"""No person in what a test run logs, mails or hands to the queue: collected while it runs, examined at its end.

Whatever the loggers of the product write, as `jobbtorg.logs.DiscreetFormatter` writes it, the lines that a live server
prints, the embedded PostgreSQL's log, every letter sent and the arguments of every task are put into one file per
process. At the end no full name, identity number, telephone number or e-mail address of a person that was in the
database during the run may stand there; else the run fails and shows the lines with the person masked.

A name counts when both its parts have three letters or more: shorter ones are found in any text.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from celery.signals import before_task_publish, task_prerun
from django.core import mail
from django.db.models.signals import post_init, post_save

from aspirants.models.identifying import Identifies, fields_that_are
from core.swedish.names import search_form
from jobbtorg.logs import DiscreetFormatter

SHORTEST_PART, LONGEST_NAME = 3, 6  # letters; words
NUMBER = re.compile(r"(?:\d{2})?(\d{6})[-+ ]?([\dA-Z]\d{3})(?!\d)", re.IGNORECASE)
PHONE = re.compile(r"(?:\+|00)?\d(?:[- ()]{0,2}\d){7,13}")
E_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
WORD = re.compile(r"[^\W\d_]+(?:['´’-][^\W\d_]+)*")
ESCAPED = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})", re.IGNORECASE)
MASK = "[person]"
SHORTEST_ADDRESS = 7  # characters


def _digits(phone: str) -> str:
    """A telephone number as it is dialled from Sweden."""
    digits = re.sub(r"\D", "", phone)
    return "0" + digits.removeprefix("00").removeprefix("46").lstrip("0")


def _texts(facts: dict[str, Any], kind: Identifies) -> list[str]:
    """What a row of Person says in the fields of a kind, without empty ones."""
    return [text for field in fields_that_are(kind) if (text := facts.get(field))]


class Persons:
    """Everyone who was in the database during the run, by what would give them away."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.numbers: set[str] = set()
        self.phones: set[str] = set()
        self.e_mails: set[str] = set()
        self.addresses: set[str] = set()

    def __len__(self) -> int:
        return len(self.names) // 2 + len(self.numbers) + len(self.phones) + len(self.e_mails) + len(self.addresses)

    def meet(self, facts: dict[str, Any]) -> None:
        """Remember a row of Person; what was not read from the database is not in `facts`."""
        parts = [search_form(part) for part in _texts(facts, Identifies.NAME)]
        long = [part for part in parts if len(part) >= SHORTEST_PART]
        self.names |= {f"{one} {other}" for one, other in permutations(long, 2)}
        for number in _texts(facts, Identifies.NUMBER):
            if found := NUMBER.fullmatch(number):
                self.numbers.add("".join(found.groups()).upper())
        self.phones |= {phone for text in _texts(facts, Identifies.PHONE) if len(phone := _digits(text)) > 7}
        self.e_mails |= {address.lower() for address in _texts(facts, Identifies.EMAIL)}
        self.addresses |= {address for address in _texts(facts, Identifies.ADDRESS) if len(address) > SHORTEST_ADDRESS}

    def mask(self, line: str) -> str | None:
        """The line with every person masked, or None if there is no one in it."""
        line = ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), unquote_plus(line))
        for start, end in sorted(self._places(line), reverse=True):
            line = f"{line[:start]}{MASK}{line[end:]}"
        return line if MASK in line else None

    def _places(self, line: str) -> Iterator[tuple[int, int]]:
        for found in NUMBER.finditer(line):
            if "".join(found.groups()).upper() in self.numbers:
                yield found.span()
        for found in PHONE.finditer(line):
            if _digits(found[0]) in self.phones:
                yield found.span()
        for found in E_MAIL.finditer(line):
            if found[0].lower() in self.e_mails:
                yield found.span()
        for address in self.addresses:
            if (at := line.find(address)) >= 0:
                yield at, at + len(address)
        words = list(WORD.finditer(line))
        forms = [search_form(word[0]) for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST_NAME, len(words))):
                if " ".join(forms[start : end + 1]) in self.names:
                    yield words[start].start(), words[end].end()


class _ToFile(logging.Handler):
    """Writes as the product's own handler would, with the test during which it happened."""

    def __init__(self, record: Record) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
        self.record = record

    def emit(self, record: logging.LogRecord) -> None:
        self.record.add("log", self.format(record))


class Record:
    """One file of what was said: a line is where, what kind, and the text with line breaks written out."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.file = path.open("w", encoding="utf-8", buffering=1)

    def add(self, kind: str, text: str) -> None:
        where = os.environ.get("PYTEST_CURRENT_TEST", "between tests").partition("[")[0].partition(" (")[0]
        self.file.write(f"{json.dumps([where, kind, text], ensure_ascii=False)}\n")

    def close(self) -> None:
        self.file.close()

    def entries(self) -> Iterator[tuple[str, str, str]]:
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                where, kind, text = json.loads(line)
                yield where, kind, text


def indiscretions(entries: Iterable[tuple[str, str, str]], persons: Persons) -> list[str]:
    """The lines that name a person, masked, with where they were written."""
    found = []
    for where, kind, text in entries:
        for line in text.splitlines():
            masked = persons.mask(line)
            if masked is not None:
                found.append(f"{where}: {kind}: {masked[:300]}")
    return found


class Discretion:
    """The pytest plugin; in a parallel run, one in each process, whose findings the first one collects."""

    def __init__(self, config: pytest.Config, folder: Path, server_log: Path | None) -> None:
        worker = getattr(config, "workerinput", {}).get("workerid", "main")
        self.config = config
        self.record = Record(folder / f"said-{worker}-{os.getpid()}.jsonl")
        self.persons = Persons()
        self.found: list[str] = []
        self.searched = self.sought = 0  # what was said, and how many names and numbers were looked for
        self.handler = _ToFile(self.record)
        self.server_log = server_log

    def pytest_sessionstart(self) -> None:
        from aspirants.models import Person

        logging.getLogger().addHandler(self.handler)
        post_init.connect(self._meet, sender=Person, weak=False)
        post_save.connect(self._meet, sender=Person, weak=False)
        before_task_publish.connect(self._queued, weak=False)
        task_prerun.connect(self._run, weak=False)

    def _meet(self, instance: Any, **kwargs: Any) -> None:
        self.persons.meet(vars(instance))

    def _queued(self, sender: object = None, body: Any = None, **kwargs: Any) -> None:
        arguments, named, *_ = body
        self.record.add("task", f"{sender} {json.dumps([arguments, named], default=repr, ensure_ascii=False)}")

    def _run(self, task: Any = None, args: Any = (), kwargs: Any = None, **_: Any) -> None:
        self.record.add("task", f"{task.name} {json.dumps([args, kwargs], default=repr, ensure_ascii=False)}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """A test that sets up logging anew has thrown our handler out."""
        if self.handler not in logging.getLogger().handlers:
            logging.getLogger().addHandler(self.handler)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        for letter in getattr(mail, "outbox", []):
            self.record.add("mail", letter.message().as_string() + f"\n{letter.subject}\n{letter.body}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What a server in this process printed; a captured log is left aside, as it is not the product's writing."""
        if report.when == "teardown" and not hasattr(report, "node"):  # reports of other processes are examined there
            for name in ("capstdout", "capstderr"):
                self.record.add("printed", getattr(report, name))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        logging.getLogger().removeHandler(self.handler)
        if self.server_log is not None and self.server_log.exists():
            self.record.add("PostgreSQL", self.server_log.read_text(errors="replace"))
        self.record.close()
        self.found += indiscretions(self.record.entries(), self.persons)
        self.searched += sum(len(text.splitlines()) for _, _, text in self.record.entries())
        self.sought += len(self.persons)
        if not self.found:
            self.record.path.unlink()
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["discretion"] = self.found, self.searched, self.sought
        elif self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        found, searched, sought = getattr(node, "workeroutput", {}).get("discretion", ([], 0, 0))
        self.found, self.searched, self.sought = self.found + found, self.searched + searched, self.sought + sought

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.line(
            f"{self.searched} lines of logs, letters and tasks searched for {self.sought} names and numbers of "
            f"persons: {len(self.found)} found"
        )
        if self.found:
            terminalreporter.section("persons in logs, letters or tasks", red=True)
            for line in sorted(set(self.found)):
                terminalreporter.line(line)


def register(config: pytest.Config, folder: Path, server_log: Path | None) -> None:
    """Watch this run. What the factories say of what they make is about the tests and never runs in the product."""
    logging.getLogger("factory").setLevel(logging.INFO)
    config.pluginmanager.register(Discretion(config, folder, server_log), "discretion")
