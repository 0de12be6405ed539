"""Registering persons: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from aspirants.finding import find_person
from aspirants.identity import Identity
from aspirants.models import Person


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

    Part of: `register_paper_referral`, `register_walk_in`, `send_draft`, `commit_batch`.
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
