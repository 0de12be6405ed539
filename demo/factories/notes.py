"""Notes of a case, and a jobbtorg's templates for them."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.models import CaseNote, NoteTemplate
from demo.factories.cases import EnrolmentFactory
from demo.factories.places import JobbtorgFactory


class CaseNoteFactory(DjangoModelFactory[CaseNote]):
    """A note about today, written just now by the case's coach."""

    class Meta:
        model = CaseNote

    enrolment = factory.SubFactory(EnrolmentFactory)
    concerns_on = factory.LazyFunction(timezone.localdate)
    text = "Ringde om praktikplatsen."
    written_by = factory.SelfAttribute("enrolment.coach")
    written_at = factory.LazyFunction(timezone.now)


class NoteTemplateFactory(DjangoModelFactory[NoteTemplate]):
    """A jobbtorg's template with two headings."""

    class Meta:
        model = NoteTemplate

    jobbtorg = factory.SubFactory(JobbtorgFactory)
    name = factory.Sequence(lambda number: f"Mall {number}")
    text = "Vad vi talade om:\n\nVad vi kom överens om:"
