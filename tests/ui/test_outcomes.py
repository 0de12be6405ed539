"""What a page says of the form that led to it: its title, and where the focus goes, whatever the form is called."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from jobbtorg.templatetags.outcomes import first_clause
from tests.tree import tree_of


class Form(forms.Form):
    name = forms.CharField()


Rows = forms.formset_factory(Form)
FAULTY_ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}


def asked(method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the middleware does
    return request


def title(request: HttpRequest, **context: object) -> str:
    drawn = Template("{% title_prefix %}Ärende").render(Context({"request": request, **context}))
    return str(drawn)


def test_a_page_without_an_outcome_has_its_own_title():
    assert title(asked(), form=Form(), rows=[1, "a"]) == "Ärende"
    assert title(asked(), form=Form({"name": "Anna"})) == "Ärende"


@pytest.mark.parametrize(
    "context",
    [
        {"form": Form({})},
        {"call_form": Form({})},
        {"items": Rows(FAULTY_ROWS)},
        {"both": [Form(), Form({})]},
        {"changed": object()},
    ],
)
def test_what_has_to_be_put_right_begins_with_an_error(context):
    assert title(asked("POST"), **context) == "Fel: Ärende"


def test_a_refusal_in_a_sentence_is_an_error_where_something_was_sent():
    assert title(asked("POST"), sentence="Någon annan arbetar med importen.") == "Fel: Ärende"
    assert title(asked(), sentence="Kontrollen pågår.") == "Ärende"


def test_what_was_done_begins_the_title():
    request = asked()
    messages.info(request, "Du var senast inloggad i går.")
    assert title(request) == "Ärende"
    messages.success(request, "Mötet är loggat. Nästa möte är bokat tis 1 dec 2026.")
    assert title(request) == "Mötet är loggat – Ärende"
    assert title(request, form=Form({})) == "Fel: Ärende"
    refused = asked()
    messages.error(refused, "Urvalet är för stort för en fil. Välj en kortare period.")
    assert title(refused) == "Fel: Urvalet är för stort för en fil – Ärende"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Ärendet är avslutat: Arbete (preliminärt).", "Ärendet är avslutat"),
        ("Rättat.", "Rättat"),
        ("Inbokad kl. 14.30 till 15.00", "Inbokad kl"),
        ("Mötet är flyttat till tis 1 dec 2026 13.15", "Mötet är flyttat till tis 1 dec 2026 13.15"),
    ],
)
def test_the_title_takes_the_first_clause(text, clause):
    assert first_clause(text) == clause


def test_the_message_has_the_focus_unless_something_is_to_be_put_right():
    def drawn(**context: object) -> list[bool]:
        request = asked()
        messages.info(request, "Du var senast inloggad i går.")
        messages.success(request, "Mötet är loggat.")
        template = Template('{% include "components/_messages.html" %}')
        page = tree_of(template.render(Context({"request": request, "messages": request._messages, **context})))
        return [one.has("autofocus") for one in page.all("div") if "banner" in one.classes]

    assert drawn() == [False, True]
    assert drawn(form=Form({})) == [False, False]
