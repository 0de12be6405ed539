"""Notes of a case at the screen: with the keys alone, with and without scripts, kept while they are typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from casework.models import CaseNote
from demo.factories import CaseNoteFactory, EnrolmentFactory, NoteTemplateFactory, UserFactory
from tests.browser.accessibility import assert_accessible
from tests.browser.test_mistakes import BOTH, looks_right
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = "Anteckningen är sparad."


@BOTH
def test_a_note_with_a_template(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory()
    NoteTemplateFactory(jobbtorg=case.jobbtorg, name="Telefonsamtal", text="Vem som ringde:")
    CaseNoteFactory(enrolment=case, text="Skrevs förut.")
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/")
    page.get_by_role("link", name="Ny anteckning").click()
    expect(page.get_by_text("Skrevs förut.")).to_be_visible()
    looks_right(page, fixture)
    field = page.get_by_label("Anteckning", exact=True)
    expect(field).to_be_focused()
    field.fill("Kort samtal.")
    page.get_by_role("button", name="Telefonsamtal").click()
    expect(field).to_have_value("Kort samtal.\n\nVem som ringde:")
    expect(field).to_be_focused()
    assert CaseNote.objects.count() == 1
    field.fill("Kort samtal.\n\nVem som ringde: aspiranten")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Anteckning")).first.click()
    expect(page.get_by_text("Vem som ringde: aspiranten")).to_be_visible()
    looks_right(page, fixture)


@BOTH
def test_it_is_undone_at_once(request: pytest.FixtureRequest, live_server, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory()
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/anteckningar/ny")
    page.get_by_label("Anteckning", exact=True).fill("På fel person.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångrat.")).to_be_visible()
    assert not CaseNote.objects.exists()


def test_by_the_keys_alone(page: Page, live_server) -> None:
    """n, the words, Ctrl+Enter; Enter in the day saves too, and takes no template."""
    case = EnrolmentFactory()
    NoteTemplateFactory(jobbtorg=case.jobbtorg, text="Vem som ringde:")
    sign_in(page, live_server.url, case.coach)
    page.goto(f"/arenden/{case.pk}/")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/anteckningar/ny"))
    page.keyboard.type("Ringde nu om bussen.")
    expect(page.get_by_text("20 av högst 4000 tecken")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/anteckningar/ny"))
    page.keyboard.type("Ringde igen.")
    page.get_by_label("Dag").press("Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert set(CaseNote.objects.values_list("text", flat=True)) == {"Ringde nu om bussen.", "Ringde igen."}


def test_what_is_typed_is_kept(page: Page, live_server) -> None:
    case = EnrolmentFactory()
    sign_in(page, live_server.url, case.coach)
    path = f"/arenden/{case.pk}/anteckningar/ny"
    page.goto(path)
    with page.expect_response(re.compile("/sessionen/text")):
        page.get_by_label("Anteckning", exact=True).fill("Något som är långt nog för att sparas.")
    page.goto("/")
    page.goto(path)
    page.get_by_role("button", name="Hämta tillbaka").click()
    expect(page.get_by_label("Anteckning", exact=True)).to_have_value("Något som är långt nog för att sparas.")


def test_the_manager_keeps_the_templates(page: Page, live_server) -> None:
    manager = UserFactory(manager=True)
    sign_in(page, live_server.url, manager)
    page.goto("/anteckningsmallar/ny")
    page.get_by_label("Namn", exact=True).fill("Telefonsamtal")
    page.get_by_label("Text", exact=True).fill("Vem som ringde:")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Mallen Telefonsamtal finns nu i formuläret för anteckningar.")).to_be_visible()
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        assert_accessible(page)
    page.get_by_role("link", name="Telefonsamtal").click()
    page.get_by_role("button", name="Ta bort mallen").click()
    expect(page.get_by_text("Mallen Telefonsamtal är borttagen.")).to_be_visible()
