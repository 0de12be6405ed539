"""Finding and registering persons: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from aspirants.identity import Identity
from aspirants.models import Person
from core.encryption import lookup_hash


def find_person(identity: Identity) -> Person | None:
    """The person with that identity number, or None."""
    return Person.objects.filter(identity_hash=lookup_hash(identity.number)).first()


def register_person(
    *,
    identity: Identity | None,
    first_name: str,
    last_name: str,
    birth_date: datetime.date | None = None,
    phone: str = "",
    email: str = "",
    language: str = "",
    interpreter_needed: bool = False,
) -> Person:
    """The person with the number, registered now if unknown. A known person's stored facts are left as they are.

    Without a number (`identity` None) a new person is always registered; `birth_date` is then kept if it is known.
    """
    if identity is not None and (known := find_person(identity)):
        return known
    person = Person(phone=phone, email=email, language=language, interpreter_needed=interpreter_needed)
    person.set_name(first_name.strip(), last_name.strip())
    person.set_identity(identity, birth_date=birth_date)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # Another request has registered the same number meanwhile: the unique hash refused this one.
        known = find_person(identity) if identity else None
        if known is None:
            raise
        return known
    return person
