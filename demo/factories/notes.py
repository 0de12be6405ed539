"""Notes of a case, a jobbtorg's templates for them, and phrases: one's own, a jobbtorg's, and those for all."""

from __future__ import annotations

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.models import CaseNote, NoteTemplate, Phrase, UsualPhrase
from demo.factories.cases import EnrolmentFactory
from demo.factories.people import UserFactory
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


class UsualPhraseFactory(DjangoModelFactory[UsualPhrase]):
    """A phrase that everybody has."""

    class Meta:
        model = UsualPhrase

    key = factory.Sequence(lambda number: f"allas-{number}")
    text = factory.Sequence(lambda number: f"Talade om sak nummer {number}.")
    valid_from = datetime.date(2008, 1, 1)


class PhraseFactory(DjangoModelFactory[Phrase]):
    """A phrase; `own` by a coach, else a jobbtorg's."""

    class Meta:
        model = Phrase

    key = factory.Sequence(lambda number: f"fras-{number}")
    text = factory.Sequence(lambda number: f"Kom överens om sak nummer {number}.")
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    changed_by = factory.LazyAttribute(
        lambda phrase: phrase.owner or UserFactory(manager=True, jobbtorg=phrase.jobbtorg)
    )
    owner = None

    class Params:
        own = factory.Trait(owner=factory.SubFactory(UserFactory, coach=True), jobbtorg=None)
