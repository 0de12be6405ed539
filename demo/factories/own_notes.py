"""Notes to oneself."""

from __future__ import annotations

import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.people import UserFactory
from workbench.models import OwnNote


class OwnNoteFactory(DjangoModelFactory[OwnNote]):
    """A coach's note to herself that is not done. Trait `done`."""

    class Meta:
        model = OwnNote

    class Params:
        done = factory.Trait(done_at=factory.LazyFunction(timezone.now))

    author = factory.SubFactory(UserFactory, coach=True)
    text = "Ring vaktmästaren om rum 3"
    submission_id = factory.LazyFunction(uuid.uuid4)
