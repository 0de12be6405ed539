"""Our templates are read without their indentation."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import Client


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
