"""Whom a referral or a visit is about, as it was typed; and the person of the register whom that is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from aspirants.identity import Identity
from aspirants.models import Person, ReportedField
from aspirants.operations import register_person
from aspirants.people.news import news_of
from organisation.access.acting import DatabaseRole, as_database_role
from referrals.sender.said import said_of


@dataclass(frozen=True)
class Subject:
    """Whom a referral is about, as the sender wrote it. Without `identity` only the birth date or year is known."""

    identity: Identity | None
    birth_date: datetime.date | None
    first_name: str
    last_name: str
    phone: str
    language: str
    interpreter_needed: bool
    birth_year: int | None = None

    def as_said(self) -> dict[str, object]:
        """What the referral keeps of it, by field. No contact details."""
        return said_of(
            first_name=self.first_name,
            last_name=self.last_name,
            identity=self.identity,
            birth_date=self.birth_date,
            birth_year=self.birth_year,
            language=self.language,
            interpreter_needed=self.interpreter_needed,
            phone=self.phone,
        )


def registered(subject: Subject) -> Person:
    """The person, registered now unless the number is known."""
    with as_database_role(DatabaseRole.REGISTRAR):
        return register_person(
            identity=subject.identity,
            birth_date=subject.birth_date,
            birth_year=subject.birth_year,
            first_name=subject.first_name,
            last_name=subject.last_name,
            phone=subject.phone,
            language=subject.language,
            interpreter_needed=subject.interpreter_needed,
        )


def news_about(known: Person, subject: Subject) -> dict[ReportedField, str]:
    """What the referral says otherwise than the register, by field, for the jobbtorg to take over or put aside.

    A known person's record is not overwritten by a referral. Of a protected person nothing is repeated.
    """
    return news_of(known, {field: getattr(subject, field.value) for field in ReportedField})


def note_of(news: Mapping[ReportedField, str]) -> str:
    """The news in words, for the first event of the referral; at most 300 characters.

    A telephone number is not repeated: events stay, and where no contact details may be stored there are none.
    """
    said = [f"{field.label.lower()} {news[field]}" for field in TOLD if field in news]
    if ReportedField.PHONE in news:
        said.append("en annan telefon")
    if ReportedField.INTERPRETER in news:
        said.append("behöver tolk")
    return f"Remissen anger: {', '.join(said)}."[:300] if said else ""


TOLD = (ReportedField.FIRST_NAME, ReportedField.LAST_NAME, ReportedField.LANGUAGE)
"""What the event repeats as it was written."""
