"""How a form field looks and what its errors say, through Django's own `as_field_group`."""

from datetime import timedelta

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from core.forms import PastDateField, SwedishDateField, focus_first_field
from core.swedish.dates import WhichYear
from jobbtorg.templatetags.forms import error_links


class MeetingForm(forms.Form):
    number = forms.CharField(label="Personnummer", help_text="Till exempel 19811228-9874")
    email = forms.EmailField(label="E-post", required=False)
    outcome = forms.ChoiceField(label="Hur gick det?", choices=[("a", "Närvarade")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Ämnen",
        choices=[("cv", "CV"), ("ext", "Praktik")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        required=False,
    )
    held_on = forms.DateField(label="Datum")
    length = forms.IntegerField(label="Minuter", max_value=480, required=False)
    note = forms.CharField(label="Anteckning", max_length=10, widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="Jag har läst")
    reason = forms.CharField(label="Orsak", error_messages={"required": "Skriv varför."})
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def bound(**data):
    form = MeetingForm(data)
    form.is_valid()
    return form


def group(form, name):
    return " ".join(str(form[name].as_field_group()).split())


def test_label_stands_above_and_hint_is_tied_to_the_control():
    html = group(MeetingForm(), "number")
    assert '<label class="ds-label" for="id_number"> Personnummer </label>' in html
    assert 'id="id_number_hint">Till exempel 19811228-9874' in html
    assert 'aria-describedby="id_number_hint"' in html
    assert 'class="ds-input"' in html
    # The server validates; the browser's own bubbles would say it in the browser's language.
    assert "required" not in html


def test_optional_fields_say_so():
    assert "(valfritt)" in group(MeetingForm(), "email")
    assert "(valfritt)" in group(MeetingForm(), "topics")
    assert "(valfritt)" not in group(MeetingForm(), "number")


def test_choices_are_a_fieldset_with_legend():
    html = group(bound(), "outcome")
    assert "<fieldset" in html
    assert "<legend" in html
    assert 'aria-describedby="id_outcome_error"' in html
    assert '<label class="ds-label" for="id_outcome_0">Närvarade</label>' in html
    assert 'class="choices chips"' in group(MeetingForm(), "topics")


def test_a_date_is_typed_as_text_with_its_format_as_hint():
    html = group(MeetingForm(), "held_on")
    assert 'type="text"' in html
    assert "ÅÅÅÅ-MM-DD" in html


def test_a_text_area_shows_its_limit_and_does_not_cut_off():
    html = group(MeetingForm(), "note")
    assert "Högst 10 tecken" in html
    assert 'aria-describedby="id_note_counter"' in html
    assert "maxlength" not in html


def test_a_field_in_error_is_marked_and_names_its_error():
    html = group(bound(number=""), "number")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_number_hint id_number_error"' in html
    assert '<div id="id_number_error" data-field="validation">' in html


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("number", "", "Fyll i personnummer."),
        ("email", "nej", "Ange e-post som namn@exempel.se."),
        ("outcome", "", "Välj ett alternativ under ”Hur gick det?”."),
        ("outcome", "z", "Välj ett av alternativen under ”Hur gick det?”."),
        ("held_on", "24/13", "Ange datum som 2026-11-23."),
        ("length", "lång", "Ange minuter med siffror."),
        ("length", "481", "Ange minuter till högst 480."),
        ("note", "x" * 11, "Korta texten under ”Anteckning” till högst 10 tecken. Nu är det 11."),
        ("sure", "", "Kryssa i rutan ”Jag har läst”."),
        ("reason", "", "Skriv varför."),
    ],
)
def test_errors_say_what_to_do(name, value, sentence):
    form = bound(**{name: value})
    assert sentence in group(form, name)
    assert sentence.lower() in render_to_string("components/_error_summary.html", {"form": form}).lower()


def test_the_error_summary_names_the_field_where_the_sentence_does_not():
    class Form(forms.Form):
        sent_on = PastDateField(label="Remissdatum")
        held = forms.ChoiceField(
            label="Hur gick det?", choices=[("a", "Bra")], error_messages={"required": "Välj något."}
        )
        number = forms.CharField(label="Personnummer", error_messages={"required": "SCB känner inte numret."})

    form = Form({"sent_on": timezone.localdate() + timedelta(days=1), "number": ""})
    assert [error.text for error in error_links(form)] == [
        "Remissdatum: datumet kan inte ligga i framtiden.",
        "Hur gick det? Välj något.",
        "Personnummer: SCB känner inte numret.",
    ]


def test_the_error_summary_has_a_name():
    html = " ".join(render_to_string("components/_error_summary.html", {"form": bound()}).split())
    assert 'role="group" aria-labelledby="att-ratta"' in html
    assert 'id="att-ratta">Det här behöver rättas</h2>' in html


def test_a_date_has_a_button_for_the_calendar_that_scripts_show():
    html = group(MeetingForm(), "held_on")
    labelled = 'aria-label="Öppna kalendern (Alt och nedåtpil i fältet)" aria-describedby="id_held_on_label"'
    assert f'data-calendar tabindex="-1" {labelled} hidden>' in html
    assert "data-calendar" not in group(MeetingForm(), "length")


def test_short_answers_may_stand_side_by_side():
    form = MeetingForm()
    short = {name for name in form.fields if name != "key" and 'class="ds-field short"' in group(form, name)}
    assert short == {"held_on", "length"}


def test_a_date_says_in_which_ways_it_is_typed():
    class Form(forms.Form):
        day = SwedishDateField(which_year=WhichYear.NEAREST, label="Dag")
        explained = SwedishDateField(which_year=WhichYear.NEAREST, label="Slutade", help_text="Den sista dagen.")
        born = SwedishDateField(which_year=WhichYear.NEAREST, label="Född", help_text="Skriv som 1979-04-17.")

    assert "Till exempel 2026-11-23 eller 23/11." in group(Form(), "day")
    assert "Den sista dagen. Till exempel 2026-11-23 eller 23/11." in group(Form(), "explained")
    assert "Till exempel" not in group(Form(), "born")


def test_the_first_field_of_a_form_that_was_not_sent_takes_the_focus():
    class Form(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)
        outcome = forms.ChoiceField(label="Hur?", choices=[("a", "Bra"), ("b", "Illa")], widget=forms.RadioSelect)
        note = forms.CharField(label="Anteckning")

    def focused(form):
        focus_first_field(form)
        html = group(form, "outcome") + group(form, "note")
        return html.count("autofocus"), html.partition("autofocus")[0].rpartition("value=")[2][:3]

    assert focused(Form()) == (1, '"a"')
    assert focused(Form(initial={"outcome": "b"})) == (1, '"b"')
    assert focused(Form({"outcome": "b"}))[0] == 0


def test_the_error_summary_links_to_each_field_and_takes_focus():
    form = bound()
    form.add_error(None, "Personen har redan ett öppet ärende.")
    html = render_to_string("components/_error_summary.html", {"form": form})
    assert "autofocus" in html
    assert 'tabindex="-1"' in html
    assert 'href="#id_number"' in html
    assert 'href="#id_outcome_0"' in html
    assert "Personen har redan ett öppet ärende." in html


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/_error_summary.html", {"form": MeetingForm()}).strip() == ""


def test_a_whole_form_is_one_component():
    request = RequestFactory().get("/")
    html = render_to_string(
        "components/_form.html", {"form": MeetingForm(), "submit_label": "Spara mötet", "cancel_url": "/"}, request
    )
    assert "csrfmiddlewaretoken" in html
    assert "novalidate" in html
    assert "Spara mötet" in html
    assert html.count('name="key"') == 1
    assert "Avbryt" in html
    assert "multipart" not in html
