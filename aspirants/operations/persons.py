"""Registering persons: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from aspirants.finding import find_person
from aspirants.identity import Identity
from aspirants.models import Person
from core.refusals import OperationRefused


def register_person(
    *,
    identity: Identity | None,
    first_name: str,
    last_name: str,
    birth_date: datetime.date | None = None,
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    language: str = "",
    interpreter_needed: bool = False,
) -> Person:
    """The person with the number, registered now if unknown. A known person's stored facts are left as they are.

    Without a number (`identity` None) a new person is always registered; `birth_date`, or `birth_year` where only
    that is known, is then kept.

    Part of: `register_paper_referral`, `register_walk_in`, `send_draft`.
    """
    if identity is not None and (known := find_person(identity)):
        return known
    person = Person(phone=phone, email=email, language=language, interpreter_needed=interpreter_needed)
    person.set_name(first_name.strip(), last_name.strip())
    person.set_identity(identity, birth_date=birth_date, birth_year=birth_year)
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


def set_death(*, person: Person, deceased_on: datetime.date | None) -> None:
    """Write that a person has died, and on which local date, or take it away; every version stays in the history.

    Part of: `register_death`, `end_referral_of_dead`, `take_back_death`, `follow_correction`.
    """
    person.deceased_on = deceased_on
    if not Person.objects.filter(pk=person.pk).update(deceased_on=deceased_on):
        raise OperationRefused("Personen finns inte längre vid ert jobbtorg.")
