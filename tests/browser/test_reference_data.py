"""An administrator fills in a template, is told of a fault, and brings the units in: with scripts and without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.spreadsheets.reading import table_rows
from demo.factories import UserFactory
from organisation.models import IncomeSupportUnit
from tests.browser.accessibility import assert_accessible
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in
from tests.workbooks import workbook_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Django's own administration asks for names that are not there.
    pytest.mark.ignore_template_errors,
]


def fits_and_is_accessible(page: Page, name: str) -> None:
    """At a desk and on a telephone the page is accessible and does not move sideways."""
    for width, size in (("390", PHONE), ("1280", OFFICE)):
        page.set_viewport_size(size)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        assert_accessible(page)
        slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert slides <= 0, (name, width)


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
def test_the_units_of_a_city_move_in(request: pytest.FixtureRequest, live_server, tmp_path: Path, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    looks = fits_and_is_accessible if fixture == "page" else lambda *_: None
    call_command("load_reference_data", verbosity=0)
    sign_in(page, live_server.url, UserFactory(admin=True))

    page.goto("/admin/organisation/incomesupportunit/")
    looks(page, "list")
    page.get_by_role("link", name="Läs in fil").click()
    looks(page, "choose")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta mallen som Excel").click()
    template = table_rows(Path(download.value.path()).read_bytes())
    row = ["fs-kista-2", "Andra enheten", "kistan", "Mottagning", "", "1/2 2027", ""]
    file = tmp_path / "enheter.xlsx"

    def choose(rows: list[list[str]]) -> None:
        file.write_bytes(workbook_of(rows))
        page.locator("#id_import_file").set_input_files(file)
        page.get_by_role("button", name="Granska").click()

    choose([*template, row])
    fault = page.get_by_role("row").filter(has_text="Koden ”kistan” finns inte bland stadsdelar.")
    expect(fault.get_by_role("cell").first).to_have_text("4")
    looks(page, "fault")
    choose([*template, [*row[:2], "jarva", *row[3:]]])
    expect(page.get_by_text("Ingenting är sparat än.")).to_be_visible()
    looks(page, "preview")
    assert not IncomeSupportUnit.objects.filter(code="fs-kista-2").exists()
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_text("Filen är inläst. Nya rader: 1.")).to_be_visible()
    assert IncomeSupportUnit.objects.get(code="fs-kista-2").district.name == "Järva"

    page.get_by_role("link", name="Hämta som fil").click()
    looks(page, "fetch")
    with page.expect_download() as download:
        page.get_by_role("button", name="Hämta Excel").click()
    assert download.value.suggested_filename.startswith("forsorjningsstodsenheter-")
    assert len(table_rows(Path(download.value.path()).read_bytes())) == IncomeSupportUnit.objects.count() + 1
