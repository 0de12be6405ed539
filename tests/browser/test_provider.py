"""In by the city's provider and out of both, in a real browser, which follows the policy on where forms may lead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.factories import UserFactory
from jobbtorg.configuration import openid_connect
from tests.browser.accessibility import assert_accessible
from tests.sign_in.any_provider.running import CLIENT, AnyProvider, any_provider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(tmp_path, settings) -> Iterator[AnyProvider]:
    with any_provider(tmp_path) as running:
        settings.MFA_REQUIRED = True
        settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
            running.url, client_id=CLIENT, secret="x", name="stadens inloggning", staff_claim="sub"
        )
        running.knows("anna", sid="1")
        yield running


@pytest.fixture
def abroad(browser: Browser, provider: AnyProvider, live_server) -> Iterator[Page]:
    """A page that may leave the service, for the provider and nowhere else."""
    with browser.new_context() as context:
        ours = (live_server.url, provider.url)
        context.route(lambda address: not address.startswith(ours), lambda route: route.abort())
        yield context.new_page()


def test_whoever_signs_out_here_is_led_to_sign_out_there(abroad: Page, live_server, provider: AnyProvider) -> None:
    page = abroad
    UserFactory(coach=True, staff_id="anna")
    page.goto(f"{live_server.url}/konto/login/")
    page.get_by_role("link", name="Logga in med stadens inloggning").click()
    page.wait_for_url(f"{provider.url}/**")
    page.locator("input[name=sub]").fill("anna")
    page.locator("input[name=sub]").press("Enter")
    expect(page.get_by_role("heading", name="Min dag")).to_be_visible()
    page.locator(".shell-user > summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url(f"{provider.url}/oauth2/end_session?**")
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    assert_accessible(page)
