"""Two records that have been joined."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.models import Person
from casework.models import JoinStatus, PersonJoin
from demo.factories.people import PersonFactory, UserFactory


class PersonJoinFactory(DjangoModelFactory[PersonJoin]):
    """A record joined today into another one that stays; nothing was moved. Trait: `asked` (it waits for an answer)."""

    class Meta:
        model = PersonJoin
        skip_postgeneration_save = True

    class Params:
        asked = factory.Trait(status=JoinStatus.ASKED, joined_at=None)

    stays = factory.SubFactory(PersonFactory)
    goes = factory.SubFactory(PersonFactory)
    status = JoinStatus.JOINED
    reason = "Visade legitimation vid besöket"
    asked_by = factory.SubFactory(UserFactory, manager=True)
    asked_at = factory.LazyFunction(timezone.now)
    joined_at = factory.LazyFunction(timezone.now)

    @factory.post_generation  # type: ignore[untyped-decorator]
    def pointer(obj: PersonJoin, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The record that went points to the one that stays."""
        if create and obj.status == JoinStatus.JOINED:
            Person.objects.filter(pk=obj.goes_id).update(joined_into=obj.stays_id)
