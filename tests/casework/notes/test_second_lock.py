"""What the database itself shows of notes, and to whom, without `visible_to`."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from aspirants.models import Protection
from casework.models import CaseNote
from core.history.tracking import changes_of
from demo.factories import CaseNoteFactory, EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import REPORTS, STADSDEL, WEB
from tests.aspirants.staff import TODAY
from tests.roles import as_role


@pytest.fixture
def notes(coach, case, stranger):
    """One of the own case, one elsewhere."""
    return CaseNoteFactory(enrolment=case), CaseNoteFactory(enrolment=EnrolmentFactory(coach=stranger))


def seen_by(user):
    with as_role(WEB), acting_for(user):
        return set(CaseNote.objects.all()), set(changes_of(CaseNote).objects.values_list("pgh_obj", flat=True))


def test_each_jobbtorg_sees_its_own(notes, coach, manager, stranger):
    mine, theirs = notes
    assert seen_by(coach) == seen_by(manager) == ({mine}, {mine.pk})
    assert seen_by(stranger) == ({theirs}, {theirs.pk})


def test_nobody_acts_and_nothing_is_seen(notes):
    with as_role(WEB):
        assert not CaseNote.objects.exists()


def test_a_protected_persons_are_seen_by_those_appointed_alone(notes, coach):
    mine, _ = notes
    mine.enrolment.person.protection = Protection.SEKRETESSMARKERING
    mine.enrolment.person.save()
    assert seen_by(coach) == (set(), set())
    assert seen_by(UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected_access=True))[0] == {mine}


def test_the_stadsdel_and_the_figures_have_no_way_to_them(notes):
    sender = UserFactory(caseworker=True)
    with as_role(STADSDEL), acting_for(sender):
        assert not CaseNote.objects.exists()
        assert not changes_of(CaseNote).objects.exists()
    with as_role(REPORTS), pytest.raises(ProgrammingError, match="permission denied"):
        CaseNote.objects.exists()


def test_nobody_writes_elsewhere_or_removes(notes, coach):
    mine, theirs = notes
    with as_role(WEB), acting_for(coach):
        assert CaseNote.objects.filter(pk=theirs.pk).update(text="Annat") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CaseNote.objects.create(
                enrolment_id=theirs.enrolment_id,
                concerns_on=TODAY,
                text="Annat",
                written_by=coach,
                written_at=mine.written_at,
                submission_id=uuid4(),
            )
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            CaseNote.objects.filter(pk=mine.pk)._raw_delete("default")
