"""Phrases: one's own, a jobbtorg's, and those for all."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from casework.models import Phrase, UsualPhrase
from demo.factories.people import UserFactory
from demo.factories.places import JobbtorgFactory


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
