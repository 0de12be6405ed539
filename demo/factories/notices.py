"""Notices, letters and notes to oneself."""

from __future__ import annotations

import uuid
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.people import UserFactory
from notices.choices import NoticeKind
from notices.models import DigestRun, Notice, NoticeSettings, OutboxMessage
from workbench.models import OwnNote


class NoticeFactory(DjangoModelFactory[Notice]):
    """An unread notice to a coach. Trait `read`."""

    class Meta:
        model = Notice

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(timezone.now))

    recipient = factory.SubFactory(UserFactory)
    kind = NoticeKind.WARNING
    event_key = factory.Sequence(lambda n: f"event-{n}")
    text = "Jobbplanen i RS-2026-00001 förfaller i dag"
    path = "/"


class NoticeSettingsFactory(DjangoModelFactory[NoticeSettings]):
    """A coach who has switched nothing off."""

    class Meta:
        model = NoticeSettings

    user = factory.SubFactory(UserFactory)


class OutboxMessageFactory(DjangoModelFactory[OutboxMessage]):
    """A letter to a coach that waits to be sent. Trait `sent`."""

    class Meta:
        model = OutboxMessage

    class Params:
        sent = factory.Trait(sent_at=factory.LazyFunction(timezone.now))

    recipient = factory.SubFactory(UserFactory)
    event_key = factory.Sequence(lambda n: f"event-{n}")
    subject = "Jobbtorg: det här väntar på dig"
    body = "1 frist är försenad."


class DigestRunFactory(DjangoModelFactory[DigestRun]):
    """That the morning letters of a day have been written, each time of another one."""

    class Meta:
        model = DigestRun

    day = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n))


class OwnNoteFactory(DjangoModelFactory[OwnNote]):
    """A coach's note to herself that is not done. Trait `done`."""

    class Meta:
        model = OwnNote

    class Params:
        done = factory.Trait(done_at=factory.LazyFunction(timezone.now))

    author = factory.SubFactory(UserFactory, coach=True)
    text = "Ring vaktmästaren om rum 3"
    submission_id = factory.LazyFunction(uuid.uuid4)
