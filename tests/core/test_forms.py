"""Dates and times as people type them, at the edge where they come in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError

from core.forms import HeldTimeField, PastDateField, SwedishDateField, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import WhichYear, moment


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14.30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        (" 9.05 ", time(9, 5)),
        ("0.00", time(0)),
        ("23.59", time(23, 59)),
        (time(8), time(8)),
    ],
)
def test_times_that_are_read(typed, read):
    assert HeldTimeField().clean(typed) == read


@pytest.mark.parametrize("typed", ["24.00", "14.60", "9", "kl 9", "9.5", "-1.00", "14.30.00", "²3.59"])
def test_times_that_are_not(typed):
    with pytest.raises(ValidationError) as refused:
        HeldTimeField().clean(typed)
    assert refused.value.messages == ["Ange klockslag som 14.30."]


@pytest.mark.parametrize(
    ("now", "typed", "read"),
    [
        ("2026-11-23T09:30+01:00", "i går", date(2026, 11, 22)),
        ("2026-11-23T09:30+01:00", "23/11", date(2026, 11, 23)),
        ("2026-11-22T23:30+00:00", "i dag", date(2026, 11, 23)),  # past midnight in Stockholm
        ("2026-11-23T09:30+01:00", datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 23)),
        ("2026-11-23T09:30+01:00", date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_dates_are_stockholms(now, typed, read):
    with time_machine.travel(datetime.fromisoformat(now), tick=False):
        assert SwedishDateField(which_year=WhichYear.NEAREST).clean(typed) == read


@pytest.mark.parametrize(
    ("typed", "sentence"), [("snart", "Ange datum som 2026-11-23."), ("31/2", "Det finns ingen 31 februari.")]
)
def test_a_date_that_cannot_be_read_says_why(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        SwedishDateField(which_year=WhichYear.NEAREST).clean(typed)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize("typed", ["i morgon", "24/11-26", "2036-11-23", "2028-12-31"])
def test_a_day_that_has_been_cannot_lie_ahead(typed):
    """However far ahead: a year that was mistyped is in the future, too."""
    now = datetime.fromisoformat("2026-11-23T09:30+01:00")
    with time_machine.travel(now, tick=False), pytest.raises(ValidationError) as refused:
        PastDateField().clean(typed)
    assert refused.value.messages == ["Datumet kan inte ligga i framtiden."]


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (date(2026, 11, 23), time(9, 30), "2026-11-23T08:30+00:00"),
        (date(2026, 7, 1), time(9, 30), "2026-07-01T07:30+00:00"),
        (date(2026, 3, 29), time(3, 0), "2026-03-29T01:00+00:00"),  # an hour after the clocks went forward
    ],
)
def test_a_moment_is_a_time_in_stockholm(day, at, instant):
    assert moment(day, at) == datetime.fromisoformat(instant)


@time_machine.travel("2026-11-23T09:30+01:00", tick=False)
def test_a_day_without_a_year_is_read_as_the_field_says():
    read = {kind: SwedishDateField(which_year=kind).clean("1/1") for kind in WhichYear}
    assert read == {
        WhichYear.PAST: date(2026, 1, 1),
        WhichYear.COMING: date(2027, 1, 1),
        WhichYear.NEAREST: date(2027, 1, 1),
    }
    assert PastDateField().clean("24/11") == date(2025, 11, 24)


def test_a_field_for_a_day_that_does_not_say_which_cannot_be_made():
    with pytest.raises(TypeError, match="which_year"):
        SwedishDateField()  # type: ignore[call-arg]


def test_the_page_knows_how_the_field_reads():
    assert 'data-which-year="past"' in str(Dated()["day"])


class Dated(forms.Form):
    day = PastDateField()


class Named(forms.Form):
    name = forms.CharField(required=False)


@pytest.mark.parametrize(("field", "shown_at"), [("name", "name"), ("unknown", "__all__"), (None, "__all__")])
def test_a_refusal_is_shown_at_its_field_or_above_the_form(field, shown_at):
    form = Named({"name": "x"})
    assert form.is_valid()
    show_refusal(form, OperationRefused("Det går inte.", field=field))
    assert form.errors == {shown_at: ["Det går inte."]}
