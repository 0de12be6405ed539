"""The browser's clock is the test's own, and goes on."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from tests import instant

pytestmark = pytest.mark.django_db(transaction=True)
JULAFTON = datetime.datetime(2027, 12, 24, 23, 50, tzinfo=instant.STOCKHOLM).astimezone(datetime.UTC)
NOW = "Date.now() / 1000"


@pytest.fixture
def on_julafton():
    with time_machine.travel(JULAFTON, tick=True):
        yield


def test_pages_have_the_time_of_the_test_and_it_goes_on(on_julafton, page):
    for _ in range(2):
        page.goto("/konto/login/")
        assert abs(page.evaluate(NOW) - timezone.now().timestamp()) < 5
        assert page.evaluate("new Date().toLocaleDateString('sv-SE')") == "2027-12-24"
        before, waited = page.evaluate(
            "new Promise(done => { const began = Date.now(); setTimeout(() => done([began, Date.now()]), 300) })"
        )
        assert 290 <= waited - before < 5000
    # htmx asks, swaps and settles with timers of its own.
    page.route("**/provsvar", lambda route: route.fulfill(status=200, body="<p>Framme</p>"))
    page.evaluate("void htmx.ajax('GET', '/provsvar', {target: '#besked', source: 'main'})")
    expect(page.locator("#besked")).to_have_text("Framme")


def test_pages_have_the_time_of_the_run(page):
    page.goto("/konto/login/")
    assert abs(page.evaluate(NOW) - timezone.now().timestamp()) < 5
