"""Finding a person by number: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from aspirants.identity import Identity
from aspirants.models import Person
from core.encryption import lookup_hash
from core.refusals import OperationRefused

JUST_JOINED = "Posten har just slagits samman med en annan. Sök fram personen på nytt och försök igen."


def find_person(identity: Identity) -> Person | None:
    """The person with that identity number, or None. Of a record that has been joined it is the one that stays."""
    found = Person.objects.filter(identity_hash=lookup_hash(identity.number)).select_related("joined_into").first()
    return found.joined_into or found if found else None


@contextmanager
def about_a_record_of_its_own() -> Iterator[None]:
    """Inside, rows about a person are added. Raises OperationRefused where the record has been joined meanwhile."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "The record has been joined" not in str(error):
            raise
        raise OperationRefused(JUST_JOINED) from error
