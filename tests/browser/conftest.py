"""Browser fixtures: `page`, and `page_without_javascript`, on the live server, with relative URLs (`page.goto("/")`).

Both fail their test when the page breaks the content security policy, raises a script error or asks another host.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django.live_server_helper import LiveServer

from tests import instant
from tests.browser import chromium

# Playwright's synchronous interface keeps an event loop in the test's thread; Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HERE = Path(__file__).parent
# An error status is a page like any other; the tests look at it themselves.
EXPECTED = "Failed to load resource: the server responded with a status of"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark everything below this folder; without a browser, skip it aloud or refuse to go on."""
    ours = [item for item in items if HERE in item.path.parents]
    if not ours:
        return
    if chromium.find() is None:
        if chromium.is_required():
            raise pytest.UsageError(chromium.NONE_FOUND)
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=chromium.NONE_FOUND))
    for item in ours:
        item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the Chromium that was found, not one of its own."""
    return browser_type_launch_args | {"executable_path": str(chromium.find()), "args": chromium.flags()}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """A Swedish visitor at a small office screen."""
    return browser_context_args | {
        "base_url": live_server.url,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": {"width": 1280, "height": 900},
    }


def _watch(context: BrowserContext, host: str) -> list[str]:
    """Collect what no page may do; the list grows while the pages are used."""
    offences: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            offences.append(f"console: {message.text} ({message.location.get('url', '')})")

    def request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            offences.append(f"asks another host: {request.url}")

    context.on("console", console)
    context.on("request", request)
    context.on("weberror", lambda error: offences.append(f"script error: {error.error}"))
    return offences


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """The browser's clock is the test's: the run's instant (tests/instant.py) or the day the test has travelled to."""
    if instant.is_moved():
        # Scripts see that time go on from here, on every page, timers with it. Without scripts nothing asks for it.
        context.clock.install(time=time.time())
    return context


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer) -> Iterator[Page]:
    """A page as most people have it."""
    offences = _watch(context, urlsplit(live_server.url).netloc)
    yield context.new_page()
    assert not offences, "\n".join(offences)


@pytest.fixture
def page_without_javascript(
    browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer
) -> Iterator[Page]:
    """The same page where scripts never run."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    offences = _watch(context, urlsplit(live_server.url).netloc)
    yield context.new_page()
    context.close()
    assert not offences, "\n".join(offences)
