"""Writing a note: by whom, about which day, once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.models import EnrolmentStatus
from casework.models import LONGEST_NOTE, CaseNote
from casework.operations import write_note
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from demo.factories import CaseNoteFactory, UserFactory
from tests.aspirants.staff import TODAY
from tests.casework.notes.conftest import TEXT


def test_it_says_who_wrote_it_when_and_about_which_day(write, coach, case):
    note = write(concerns_on=date(2026, 11, 20))
    assert (note.enrolment, note.text, note.concerns_on) == (case, TEXT, date(2026, 11, 20))
    assert (note.written_by, note.written_at, note.removed_at) == (coach, timezone.now(), None)


def test_spaces_around_it_are_no_words(write):
    assert write("\n  Ringde.\r\n ").text == "Ringde."


@pytest.mark.parametrize(
    ("text", "concerns_on", "field", "words"),
    [
        (" \n ", TODAY, "text", "Skriv anteckningen."),
        ("a" * (LONGEST_NOTE + 1), TODAY, "text", "högst 4000 tecken"),
        (TEXT, TODAY + timedelta(days=1), "concerns_on", "framtiden"),
        (TEXT, date(2026, 10, 1), "concerns_on", "före inskrivningen"),
    ],
)
def test_what_makes_no_sense_is_refused(write, case, text, concerns_on, field, words):
    assert case.enrolled_on > date(2026, 10, 1)
    with pytest.raises(OperationRefused, match=words) as refused:
        write(text, concerns_on)
    assert refused.value.field == field
    assert not CaseNote.objects.exists()


def test_the_longest_note_and_the_first_day_are_taken(write, case):
    assert write("a" * LONGEST_NOTE, case.enrolled_on).concerns_on == case.enrolled_on


def test_the_manager_and_a_colleague_write_too(write, manager, coach):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    assert [write(by=one).written_by for one in (manager, colleague)] == [manager, colleague]


@pytest.mark.parametrize("who", ["coach", "caseworker", "admin", "log_reviewer", "central_coordinator"])
def test_nobody_else_writes(write, who):
    with pytest.raises(OperationRefused):
        write(by=UserFactory(**{who: True}))


def test_a_closed_case_takes_no_notes(write, case):
    case.status, case.closed_on = EnrolmentStatus.CLOSED, TODAY
    case.save()
    with pytest.raises(OperationRefused, match="avslutat"):
        write()


def test_the_same_form_fifty_times_is_one_note(coach, case):
    form = {"text": TEXT, "concerns_on": TODAY, "submission_id": uuid4()}
    written = {write_note(actor=coach, enrolment=case, **form).pk for _ in range(50)}
    assert written == {CaseNote.objects.get().pk}
    assert changes_of(CaseNote).objects.count() == 1


def test_the_database_keeps_no_empty_note_and_no_words_of_a_removed_one(case):
    with pytest.raises(IntegrityError, match="a_note_says_something"), transaction.atomic():
        CaseNoteFactory(enrolment=case, text="")
    with pytest.raises(IntegrityError, match="a_note_says_something"), transaction.atomic():
        CaseNoteFactory(enrolment=case, removed_at=timezone.now())
