"""A new administrator and a list never seen before, from the menu to the result, while the importer is at work."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.factories import JobbtorgFactory, UserFactory
from demo.identities import nth_number
from imports.choices import QuestionKind
from imports.models import ImportBatch
from organisation.models import Jobbtorg, Role, User
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import PICTURES
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in
from tests.imports.running import as_importer
from tests.stored_imports import add_question, stored_import

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 15_000
"""For a page that asks by itself every other second, on a busy machine; in milliseconds."""


@pytest.fixture
def farsta() -> Jobbtorg:
    jobbtorg: Jobbtorg = JobbtorgFactory(name="Jobbtorg Farsta", valid_from=datetime.date(2020, 1, 1))
    UserFactory(coach=True, jobbtorg=jobbtorg, first_name="Anna", last_name="Lund", signature="AL")
    return jobbtorg


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A list with a word that nobody knows and a day that does not exist, and a second one."""
    rows = [f"{nth_number(1)};Kvist;Per;AL;2026-01-12", f"{nth_number(2)};Ek;Eva;ALund2;2026-02-30"]
    first, second = tmp_path / "gammal.csv", tmp_path / "äldre.csv"
    header = "Pnr;Efternamn;Förnamn;Coach;Inkom"
    first.write_text("\n".join([header, *rows]))
    second.write_text("\n".join([header, f"{nth_number(3)};Berg;Bo;AL;2026-01-13"]))
    return [first, second]


def look(page: Page) -> None:
    """Accessible and without sideways scrolling, at both widths."""
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        assert_accessible(page)
        slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert slides <= 0, page.url


def press(page: Page, role: str, name: str) -> None:
    """By the keyboard alone."""
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
def test_lists_are_brought_in(
    request: pytest.FixtureRequest, live_server, farsta: Jobbtorg, files: list[Path], fixture: str
) -> None:
    page: Page = request.getfixturevalue(fixture)
    scripts = fixture == "page"
    sign_in(page, live_server.url, UserFactory(role=Role.ADMIN, jobbtorg=None))

    def looked_at(picture: str = "") -> None:
        """With SCREENSHOTS=1 the page is kept as a picture in docs/screenshots."""
        if scripts:
            look(page)
        if scripts and picture and os.environ.get("SCREENSHOTS") == "1":
            page.screenshot(path=PICTURES / f"import-{picture}.png", full_page=True)

    def goes_on(to: str) -> None:
        """With scripts by itself, else by the link."""
        page.wait_for_url("**/korning")
        looked_at("5-korning")
        as_importer()
        if not scripts:
            press(page, "link", "Uppdatera")
        page.wait_for_url(f"**/import/{ImportBatch.objects.get().pk}/{to}", timeout=SECONDS)

    page.goto("/import")
    press(page, "link", "Ny import")
    page.get_by_label("Filer", exact=True).set_input_files(files)
    press(page, "button", "Läs filerna")
    expect(page.get_by_text("Välj vilket jobbtorg listorna kommer från.").first).to_be_visible()
    looked_at("1-fil")
    page.get_by_label("Filer", exact=True).set_input_files(files)
    page.get_by_label("Jobbtorg", exact=True).select_option(label="Jobbtorg Farsta")
    page.get_by_label("Gäller per").fill("2026-11-20")
    press(page, "button", "Läs filerna")
    goes_on("kolumner")

    assert page.get_by_label("Inkom").first.input_value() == "received"
    looked_at("2-kolumner")
    press(page, "button", "Spara och kontrollera")
    goes_on("kontroll")

    page.get_by_text("Datumet finns inte i kalendern.").first.click()
    page.get_by_label("Inkom, rad 3").fill("2026-02-27")
    looked_at("3-kontroll")
    press(page, "button", "Spara rättelser")
    expect(page.get_by_text("1 rättelse är sparad.")).to_be_visible()
    press(page, "link", "Kolumner")
    page.get_by_label("alund2 – Coach").select_option(label="Anna Lund")
    looked_at()
    press(page, "button", "Spara och kontrollera")
    goes_on("kontroll")

    expect(page.get_by_text("Kontrollen fann inga fel.")).to_be_visible()
    press(page, "link", "För in")
    looked_at("4-for-in")
    press(page, "button", "För in 3 rader")
    goes_on("")
    expect(page.get_by_role("heading", name="Resultat")).to_be_visible()
    looked_at("6-resultat")
    press(page, "link", "Ångra import")
    expect(page.get_by_text("3 ärenden och 3 personer tas bort")).to_be_visible()
    looked_at("7-angra")


def test_a_manager_answers_many_at_once(page: Page, live_server, farsta: Jobbtorg) -> None:
    admin: User = UserFactory(role=Role.ADMIN, jobbtorg=None)
    batch = stored_import(admin, farsta)
    add_question(batch, farsta, "Kvist")
    for name in ("Ek", "Berg"):
        add_question(batch, farsta, name, QuestionKind.STILL_OPEN)
    sign_in(page, live_server.url, UserFactory(role=Role.MANAGER, jobbtorg=farsta))
    page.goto("/hjalp")
    page.get_by_role("link", name="Importfrågor (3 att göra)").first.focus()
    page.keyboard.press("Enter")
    look(page)
    page.get_by_label("Listan gäller").check(timeout=SECONDS)
    press(page, "button", "Spara svar")
    expect(page.get_by_text("1 svar är sparat.")).to_be_visible()
    press(page, "button", "Alla 2: Avslutat")
    expect(page.get_by_text("2 svar är sparade.")).to_be_visible()
    look(page)
