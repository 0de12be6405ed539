"""A day or time that makes no sense gets one sentence at its field, whatever form it stands in."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django import forms
from django.apps import apps
from django.urls import reverse

from core.forms import ClockTimeField, HeldTimeField, PastDateField, SwedishDateField, judge_moment
from core.swedish.dates import WhichYear, moment
from core.swedish.plausible import ANY_DAY, fault_of_hour, fault_of_moment
from demo.factories import MeetingFactory
from meetings.models import Meeting
from tests.access.adding import ADDING
from tests.access.scenes import SCENES, TODAY, Place
from tests.access.standing import place, standing
from tests.aspirants.staff import signed_in
from tests.post_forms import submit
from tests.rollback import undone_afterwards

__all__ = ["place", "standing"]

FORMS = SCENES | ADDING
NIGHT = "3.00"
NOT_JUDGED = {
    "UploadForm.as_of": "an old list",
    "ListForm.as_of": "an old list",
    "OutcomeForm.outcome_on": "an old list",
    "LogFilterForm.fran": "a period to look at",
    "LogFilterForm.till": "a period to look at",
    "DaysForm.fran": "a period to look at",
    "DaysForm.till": "a period to look at",
    "WhoFields.birth_date": "when somebody was born",
    "FactsFields.benefit_applied_on": "may lie decades back",
    "FactsFields.unemployed_since": "may lie decades back",
    "FactsFields.pes_registered_on": "may lie decades back",
    "FactsFields.latest_reference_on": "may lie decades back",
    "SupportUnitForm.changed_on": "an old list's case; the operation asks that it is not before the enrolment",
    "TryForm.on": "the rules of any day are tried, and nothing is stored",
    "TryForm.birth_date": "nothing is stored",
    "TryForm.unemployed_since": "nothing is stored",
    "TryForm.introduction_ends_on": "nothing is stored",
    "CloseCaseForm.closed_on": "an old list's case; the operation asks that it is not before the enrolment",
}

FAR_BACK = ("benefit_applied_on", "unemployed_since", "birth_date", "pes_registered_on", "latest_reference_on")
FILLED_IN_LATER = {"referral_draft_details": "the same fields as those of referral_complete and referral_correct"}
"""Scenes that leave required fields open, so that a slip is not the only fault; each with where it is tried."""
OF_ANOTHER_FORM = {("referral_accept", "enrolled_on")}
"""Fields of a form that stands on the same page and does something else: accepting alone enrols nobody."""
MADE_OF_THEM = {
    *("RegisterForm", "WhoForm", "DetailsForm", "CompleteForm", "CorrectForm", "FurtherFields"),
    *("BeginForm", "RowForm", "SharedForm"),
}
"""Forms that consist of the fields of others."""


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Every form of ours, wherever it stands."""
    for config in apps.get_app_configs():
        package = importlib.import_module(config.name)
        if "site-packages" in config.path:
            continue
        for found in pkgutil.walk_packages(package.__path__, f"{config.name}."):
            if "migrations" in found.name or "management" in found.name:
                continue
            for _, kind in inspect.getmembers(importlib.import_module(found.name), inspect.isclass):
                if issubclass(kind, forms.BaseForm) and kind.__module__ == found.name:
                    yield kind


def day_fields() -> dict[str, tuple[type[forms.BaseForm], forms.Field]]:
    """Each field for a day or a time, by the form that declares it."""
    return {
        f"{kind.__name__}.{name}": (kind, field)
        for kind in form_classes()
        for name, field in kind.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.DateField | forms.TimeField | forms.DateTimeField)
    }


def test_every_field_for_a_day_is_judged() -> None:
    """A new one is, unless it says otherwise; whoever declares a field of Django's own is told so here."""
    found = day_fields()
    assert len(found) > 30
    strange = [name for name, (_, field) in found.items() if not isinstance(field, SwedishDateField | HeldTimeField)]
    assert strange == []
    days = {name: (kind, field) for name, (kind, field) in found.items() if isinstance(field, SwedishDateField)}
    unjudged = {name for name, (_, field) in days.items() if field.span == ANY_DAY}
    assert {name for name in unjudged if name.partition(".")[0] not in MADE_OF_THEM} == NOT_JUDGED.keys()
    for name, (_, field) in days.items():
        for day in ("1999-05-05", "2099-05-05"):
            if name in unjudged and not (isinstance(field, PastDateField) and day > "2026"):
                continue
            with pytest.raises(forms.ValidationError) as refused:
                field.clean(day)
            assert len(refused.value.messages) == 1, name


TO_COME = {
    *("BookMeetingForm.day", "MoveMeetingForm.day", "MoveSessionForm.day", "WhatHappenedForm.next_day"),
    *("DeputyForm.valid_from", "DeputyForm.valid_to", "HandOverForm.from_day", "RuleForm.valid_from"),
    *("PlanItemForm.ends_on", "ActivityForm.ends_on", "ConsentGivenForm.valid_to"),
    *("PositionFields.valid_to", "PositionForm.valid_to", "InviteForm.valid_to"),
}
"""Fields for something that is to come."""

EITHER = {
    "NewSessionForm.day": "a session that is planned, or was held",
    "PauseForm.paused_from": "may lie ahead",
    "PauseForm.resumed_on": "may be told afterwards",
    "ResumeForm.resumed_on": "may lie ahead",
    "InterruptionForm.started_on": "may lie ahead",
    "InterruptionForm.returned_on": "may be told afterwards",
    "InterruptionCorrectionForm.started_on": "may lie ahead",
    "InterruptionCorrectionForm.returned_on": "may lie ahead",
    **dict.fromkeys(
        ("ContactAttemptForm.offered_day", "AttemptCorrectionForm.offered_day", "WhatHappenedForm.offered_day"),
        "a time that was declined may have passed before it is written down",
    ),
    **dict.fromkeys(
        (
            *("PlanItemForm.starts_on", "ActivityForm.starts_on", "ActivityCorrectionForm.starts_on"),
            *("JobOfferForm.starts_on", "OfferAnswerForm.starts_on", "OfferCorrectionForm.starts_on"),
            *("CloseCaseForm.destination_starts_on", "CorrectClosingForm.destination_starts_on"),
            "_ReasonFields.destination_starts_on",
        ),
        "may have begun before it is written down",
    ),
    "ActivityCorrectionForm.ends_on": "what is corrected may be over",
    **dict.fromkeys(
        (
            *("PositionFields.valid_from", "PositionForm.valid_from", "InviteForm.valid_from"),
            "LastDayForm.last_day",
        ),
        "may be registered afterwards",
    ),
    "TryForm.on": "the rules of any day",
    "TryForm.introduction_ends_on": "may have ended",
    **{
        f"{form}.introduction_ends_on": "may have ended"
        for form in (
            *("FurtherFields", "FactsFields", "BeginForm", "SharedForm", "RowForm"),
            *("DetailsForm", "RegisterForm", "CompleteForm", "CorrectForm"),
        )
    },
}
"""Fields for something that may have been or be to come, each with why."""


def test_every_field_for_a_day_says_which_day_is_meant_without_a_year() -> None:
    """1/1, typed on 30 November: last January where something has happened, the next one where it is to come.

    A field that is in neither table has to be that of something that has happened.
    """
    read = {}
    with time_machine.travel("2026-11-30T09:30+01:00", tick=False):
        for name, (_, field) in day_fields().items():
            if isinstance(field, SwedishDateField):
                read[name] = tuple(str(field.to_python(text)) for text in ("1/1", "29/11"))
    readings = {
        WhichYear.PAST: ("2026-01-01", "2026-11-29"),
        WhichYear.COMING: ("2027-01-01", "2027-11-29"),
        WhichYear.NEAREST: ("2027-01-01", "2026-11-29"),
    }
    expected = dict.fromkeys(TO_COME, WhichYear.COMING) | dict.fromkeys(EITHER, WhichYear.NEAREST)
    assert read == {name: readings[expected.get(name, WhichYear.PAST)] for name in read}
    assert expected.keys() <= read.keys()


def test_every_time_that_has_been_is_judged_with_its_day() -> None:
    for name, (kind, field) in day_fields().items():
        if isinstance(field, HeldTimeField) and not isinstance(field, ClockTimeField):
            written = "".join(inspect.getsource(base) for base in kind.__mro__ if issubclass(base, forms.BaseForm))
            assert f"{judge_moment.__name__}(self" in written, name


def fields_of(page: Any) -> dict[str, forms.Field]:
    """The fields for days and times that a page asks for."""
    contexts = [context for layer in page.context for context in layer.dicts] if page.context else []
    shown = [value for context in contexts for value in context.values()]
    loose = [value for value in shown if isinstance(value, forms.BaseForm)]
    loose += [form for value in shown if isinstance(value, forms.BaseFormSet) for form in value.forms[:1]]
    return {
        form.add_prefix(name): field
        for form in loose
        for name, field in form.fields.items()
        if isinstance(field, SwedishDateField | HeldTimeField)
    }


def errors_of(page: Any) -> dict[str, list[str]]:
    """What stands at which field of the page that came back."""
    contexts = [context for layer in page.context for context in layer.dicts]
    found: dict[str, list[str]] = {}
    for value in (value for context in contexts for value in context.values()):
        loose = value.forms if isinstance(value, forms.BaseFormSet) else [value]
        for form in loose:
            if isinstance(form, forms.BaseForm) and form.is_bound:
                found |= {form.add_prefix(name): list(errors) for name, errors in form.errors.items()}
    return found


@pytest.mark.parametrize("name", [name for name in FORMS if name not in FILLED_IN_LATER])
def test_a_slip_gets_one_sentence_at_its_field(name: str, place: Place) -> None:
    """1999, 2099 and three at night, in every field for a day or time of every form that writes something."""
    scene = FORMS[name](place)
    desk, page = scene.open()
    for field, kind in fields_of(page).items():
        slips = [NIGHT] if isinstance(kind, HeldTimeField) else ["1999-05-05", "2099-05-05"]
        for slip in slips:
            if name == "import_new" or (field in FAR_BACK and slip < "2") or (name, field) in OF_ANOTHER_FORM:
                continue
            beside = {"next_step": "day"} if field == "next_day" else {}
            if field in ("time", "offered_time") and field.replace("time", "day") not in scene.typed:
                beside = {field.replace("time", "day"): TODAY}
            answer = submit(desk, scene.path, {**scene.typed, **beside, field: slip}, on=scene.on, page=page)
            assert answer.status_code == 422, f"{field}: {slip}"
            found = errors_of(answer)
            assert list(found) == [field], f"{field}: {slip}"
            assert len(found[field]) == 1


def test_the_walk_meets_such_fields(place: Place) -> None:
    met = set()
    for name, scene in FORMS.items():
        with undone_afterwards():
            met |= {(name, field) for field in fields_of(scene(place).open()[1])}
    assert len(met) > 40, sorted(met)


@pytest.mark.parametrize(
    ("outcome", "channel"), [("attended", "VISIT"), ("attended", "PHONE"), ("absent", "VISIT"), ("excused", "VISIT")]
)
def test_a_meeting_of_later_today_has_not_been(place: Place, outcome: str, channel: str) -> None:
    """It is half past nine."""
    path = reverse("log_meeting", args=[place.case.pk])
    typed = {"outcome": outcome, "channel": channel, "day": TODAY, "time": "14.00", "kind": "COACH"}
    answer = submit(signed_in(place.coach), path, typed)
    assert answer.status_code == 422
    assert errors_of(answer) == {"time": ["Klockan 14.00 den dagen har inte varit ännu."]}
    assert not Meeting.objects.exists()


def test_a_meeting_may_begin_a_little_early(place: Place) -> None:
    path = reverse("log_meeting", args=[place.case.pk])
    for time, status in (("9.46", 422), ("9.45", 302)):
        typed = {"outcome": "attended", "day": TODAY, "time": time, "kind": "COACH"}
        assert submit(signed_in(place.coach), path, typed).status_code == status


def test_what_was_booked_at_night_can_be_logged_as_it_was_booked(place: Place) -> None:
    """An old booking; a new one is not made at night."""
    booked = MeetingFactory(
        enrolment=place.case,
        coach=place.coach,
        unlogged=True,
        starts_at=moment(datetime.date(2026, 11, 20), datetime.time(3)),
    )
    path = f"{reverse('log_meeting', args=[place.case.pk])}?meeting={booked.pk}"
    desk = signed_in(place.coach)
    typed = {"outcome": "absent", "day": "2026-11-20", "time": "3.00", "kind": booked.kind}
    assert submit(desk, path, typed | {"next_step": "1"}).status_code == 422
    assert submit(desk, path, typed).status_code == 302


@pytest.mark.parametrize(
    ("held", "written", "believed"),
    [
        ("2026-11-22T23:55", "2026-11-22T23:58", True),
        ("2026-11-23T01:50", "2026-11-23T01:59", True),
        ("2026-11-23T01:50", "2026-11-23T04:49", True),
        ("2026-11-23T01:50", "2026-11-23T04:51", False),
        ("2026-11-23T05:59", "2026-11-23T09:30", False),
        ("2026-11-23T06:00", "2026-11-23T09:30", True),
        ("2026-11-22T22:00", "2026-11-23T09:30", True),
        ("2026-11-22T22:01", "2026-11-23T09:30", False),
    ],
)
def test_at_night_only_what_is_written_down_right_away_has_happened(held: str, written: str, believed: bool) -> None:
    instants = [datetime.datetime.fromisoformat(text) for text in (held, written)]
    at, now = (moment(instant.date(), instant.time()) for instant in instants)
    assert (fault_of_moment(at, now=now) == "") is believed


def test_the_hours_in_which_something_begins() -> None:
    for hour, minute, fits in ((5, 59, False), (6, 0, True), (22, 0, True), (22, 1, False), (0, 0, False)):
        assert (fault_of_hour(datetime.time(hour, minute)) == "") is fits
