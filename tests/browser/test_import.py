"""A list from the form to the register in a browser, with scripts and without, while the importer is at work."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.factories import JobbtorgFactory, UserFactory
from demo.identities import nth_number
from imports.jobs import work
from organisation.access.database_roles import IMPORTER
from organisation.models import Role
from tests.browser.accessibility import assert_accessible
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 15_000
"""For a page that asks by itself every other second, on a busy machine; in milliseconds."""


def the_importer_works() -> None:
    with as_role(IMPORTER):
        assert work.work() == 1


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
def test_a_list_is_checked_and_brought_in(
    request: pytest.FixtureRequest, live_server, tmp_path: Path, fixture: str
) -> None:
    page: Page = request.getfixturevalue(fixture)
    scripts = fixture == "page"
    JobbtorgFactory(name="Jobbtorg Farsta")
    sign_in(page, live_server.url, UserFactory(role=Role.ADMIN, jobbtorg=None))
    file = tmp_path / "gammal.csv"
    file.write_text(f"Pnr;Efternamn;Förnamn;Inkom\n{nth_number(1)};Kvist;Per;2026-01-12\n")

    def goes_on() -> None:
        """With scripts by itself, else by the link."""
        the_importer_works()
        if not scripts:
            page.get_by_role("link", name="Uppdatera").click()

    page.goto("/import")
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_label("Jobbtorg").select_option(label="Jobbtorg Farsta")
    page.get_by_label("Gäller per").fill("2026-01-15")
    page.get_by_role("button", name="Kontrollera listan").click()
    expect(page.get_by_text("Listan väntar på att kontrolleras.")).to_be_visible()
    if scripts:
        for size in (PHONE, OFFICE):
            page.set_viewport_size(size)
            assert_accessible(page)
            slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert slides <= 0
    goes_on()
    into = page.get_by_role("link", name="För in felfria rader")
    expect(into).to_be_visible(timeout=SECONDS)

    into.click()
    page.get_by_role("button", name="För in 1 rad").click()
    expect(page.get_by_text("Listan väntar på att föras in.")).to_be_visible()
    page.goto("/import")
    expect(page.get_by_role("row", name="gammal.csv").first).to_contain_text("Listan väntar på att föras in.")
    page.get_by_role("link", name="gammal.csv").first.click()
    goes_on()
    expect(page.get_by_text("Ett ärende är infört.")).to_be_visible(timeout=SECONDS)
