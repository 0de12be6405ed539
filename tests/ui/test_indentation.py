"""Our pages' templates are read without their indentation."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import Client

from tests.structure.floors import ROOT


@pytest.mark.django_db
def test_pages_are_sent_without_indentation() -> None:
    page = Client().get("/konto/login/").content.decode()
    assert "<form" in page
    assert "\n " not in page


def test_what_is_put_into_a_template_keeps_its_spaces() -> None:
    textarea = engines["django"].get_template("django/forms/widgets/textarea.html")
    text = "Första raden\n\n    inryckt"
    drawn = textarea.render({"widget": {"name": "note", "value": text, "attrs": {}}})
    assert f">\n{text}</textarea>" in drawn


def test_a_letter_keeps_its_paragraphs() -> None:
    template = engines["django"].get_template("organisation/invitation_email.txt")
    written = (ROOT / "templates" / "organisation" / "invitation_email.txt").read_text()
    assert written.count("\n\n") > 1
    assert template.template.source == written
