"""Notes of a case that gives way when two records are joined: with their corrections, and back again."""

from __future__ import annotations

from datetime import date

import pytest

from aspirants.models import CorrectedKind, Correction
from casework.joining.reading import foretold, look_at
from casework.models import CaseNote
from demo.factories import CaseNoteFactory, ClosureReasonFactory, CorrectionFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.casework.joining import join, undo
from tests.casework.test_joining import referred
from tests.casework.test_joining_undone import everything
from tests.deadlines.rules_in_force import policies
from tests.roles import as_role

__all__ = ["policies"]


@pytest.fixture
def two_cases(coach, policies):
    ClosureReasonFactory(error=True)
    return referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))


def test_they_are_read_where_work_goes_on_and_go_back(manager, coach, two_cases):
    goes, stays = two_cases
    note = CaseNoteFactory(enrolment=goes, written_by=coach)
    correction = CorrectionFactory(enrolment=goes, made_by=coach, kind=CorrectedKind.NOTE, number=note.pk)
    before = everything()
    with as_role(WEB), acting_for(manager):
        said = " ".join(foretold(look_at(goes.person_id, stays.person_id), f"case-{stays.pk}", manager.jobbtorg_id))
    assert f"1 anteckning i Ärende {goes.case_no} flyttas till Ärende {stays.case_no}." in said
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    assert CaseNote.objects.get().enrolment == stays
    assert Correction.objects.get(pk=correction.pk).enrolment == stays
    undo(manager, joined)
    assert everything() == before


def test_one_that_was_corrected_since_stays_and_is_named(manager, coach, two_cases):
    goes, stays = two_cases
    note = CaseNoteFactory(enrolment=goes, written_by=coach, concerns_on=date(2026, 11, 20))
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    with as_role(WEB), acting_for(coach):
        CaseNote.objects.filter(pk=note.pk).update(text="Ringde om arbetet.")
    undo(manager, joined)
    assert CaseNote.objects.get().enrolment == stays
