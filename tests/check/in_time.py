"""A pytest plugin: until a given time tests are begun, the quick files first; those that are left are named as not run.

CHECK_UNTIL: seconds since 1970. CHECK_AT_LEAST: seconds that the tests have in any case, however long the machine took
until the first of them could begin. How long each file takes is remembered in pytest's cache.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from typing import Any

import pytest

CACHE = "check/seconds"
NOT_RUN = "no time left"
NOT_BEGUN = "tests were not begun, for want of time"


class InTime:
    """Both where the tests run and, in a parallel run, where they are told of."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.until = float(os.environ.get("CHECK_UNTIL", "inf"))
        self.at_least = float(os.environ.get("CHECK_AT_LEAST", "0"))
        self.begun = False
        self.known: dict[str, float] = config.cache.get(CACHE, {}) if config.cache else {}
        self.seconds: dict[str, float] = defaultdict(float)
        self.left: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Files named one by one on the command line stay first; then unknown ones, then by how long they take."""
        named = [argument.partition("::")[0] for argument in self.config.args]

        def order(item: pytest.Item) -> tuple[bool, float]:
            file = item.nodeid.partition("::")[0]
            return file not in named, self.known.get(file, 0.0)

        items.sort(key=order)

    def pytest_runtest_setup(self) -> None:
        if self.begun and time.time() > self.until:
            pytest.skip(NOT_RUN)

    def pytest_runtest_call(self) -> None:
        if not self.begun:  # the database is there by now
            self.begun, self.until = True, max(self.until, time.time() + self.at_least)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.partition("::")[0]
        self.seconds[file] += report.duration
        if report.skipped and NOT_RUN in str(report.longrepr):
            self.left.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        if self.config.cache is None or hasattr(self.config, "workerinput"):
            return
        cut = {nodeid.partition("::")[0] for nodeid in self.left}
        measured = {file: round(seconds, 2) for file, seconds in self.seconds.items() if file not in cut}
        self.config.cache.set(CACHE, self.known | measured)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.left:
            terminalreporter.line(f"{len(self.left)} {NOT_BEGUN}")


def pytest_configure(config: Any) -> None:
    config.pluginmanager.register(InTime(config), "in-time")
