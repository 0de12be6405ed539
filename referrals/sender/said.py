"""Whom a referral is about, as the unit that sent it wrote it.

The person's record belongs to the whole city, and much of it may come from other authorities. A sender is shown what
the own unit has said and nothing that the record has learnt elsewhere (secrecy between authorities), so the referral
keeps that. Neither corrections of the person's record nor joined records change it. Contact details are not kept: of
a telephone number only that one was sent.
"""

from __future__ import annotations

import datetime

from django.db import models

from aspirants.identity import Identity
from aspirants.models import IdentityKind, Person
from aspirants.models.identifying import LONGEST_KEY
from core.encryption import EncryptedTextField


class SaidOfPerson(models.Model):
    """The part of a referral that says whom it is about. Names and number are encrypted."""

    said_first_name = EncryptedTextField("förnamn enligt remissen", blank=True, default="")
    said_last_name = EncryptedTextField("efternamn enligt remissen", blank=True, default="")
    said_search_name = models.CharField(max_length=LONGEST_KEY, blank=True, default="", editable=False)
    said_number_kind = models.CharField(
        "typ av nummer enligt remissen", max_length=20, choices=IdentityKind, default=IdentityKind.UNKNOWN
    )
    said_number = EncryptedTextField("nummer enligt remissen", blank=True, default="")
    said_birth_date = models.DateField("född enligt remissen", null=True, blank=True)
    said_birth_year = models.PositiveSmallIntegerField("födelseår enligt remissen", null=True, blank=True)

    said_language = EncryptedTextField("språk enligt remissen", blank=True, default="")
    said_interpreter = models.BooleanField("behöver tolk enligt remissen", default=False, db_default=False)
    said_phone_sent = models.BooleanField("telefon skickad till jobbtorget", default=False, db_default=False)

    class Meta:
        abstract = True

    @property
    def said_name(self) -> str:
        """The name as the sender wrote it."""
        return f"{self.said_first_name} {self.said_last_name}"

    def say_name(self, first_name: str, last_name: str) -> None:
        """Let it be another name, as the sender writes it now. Not stored yet."""
        written = Person()
        written.set_name(first_name, last_name)
        self.said_first_name, self.said_last_name = written.first_name, written.last_name
        self.said_search_name = written.search_name

    @property
    def said_contact_rows(self) -> list[tuple[str, str]]:
        """What the sender has said of how to reach and talk to the person; rows for what it has."""
        interpreter = ", behöver tolk" if self.said_interpreter else ""
        language = [("Språk", f"{self.said_language}{interpreter}")] if self.said_language else []
        return [*language, *([("Telefon", "Skickad till jobbtorget")] if self.said_phone_sent else [])]

    @property
    def said(self) -> Person:
        """The person as the sender wrote it: a record that is not stored, with no more than that."""
        written = Person(
            identity_kind=self.said_number_kind,
            identity_no=self.said_number,
            birth_date=self.said_birth_date,
            birth_year=self.said_birth_year,
        )
        written.set_name(self.said_first_name, self.said_last_name)
        return written


SAID = tuple(field.name for field in SaidOfPerson._meta.local_fields)
"""The fields. Once the referral is sent the name and how to talk to the person change, where the sender says that
anew; never the number."""


def said_of(
    *,
    first_name: str,
    last_name: str,
    identity: Identity | None,
    birth_date: datetime.date | None = None,
    birth_year: int | None = None,
    language: str = "",
    interpreter_needed: bool = False,
    phone: str = "",
) -> dict[str, object]:
    """What a referral keeps of whom it is about, by field. The birth counts only where no number is given, and of
    the telephone only that there is one."""
    written = Person()
    written.set_name(first_name, last_name)
    written.set_identity(identity, birth_date=birth_date, birth_year=birth_year)
    said = {"said_language": language, "said_interpreter": interpreter_needed, "said_phone_sent": bool(phone)}
    return {**said_as_registered(written), **said}


def said_as_registered(person: Person) -> dict[str, object]:
    """As `said_of`, where the sender has written what the record says."""
    return {
        "said_first_name": person.first_name,
        "said_last_name": person.last_name,
        "said_search_name": person.search_name,
        "said_number_kind": person.identity_kind,
        "said_number": person.identity_no,
        "said_birth_date": person.birth_date,
        "said_birth_year": person.birth_year,
    }
