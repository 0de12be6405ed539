"""Whom a referral or a visit is about, as it was typed; and the person of the register whom that is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from aspirants.identity import Identity
from aspirants.models import Person
from aspirants.operations import register_person
from core.swedish.names import search_form
from organisation.access.acting import DatabaseRole, as_database_role


@dataclass(frozen=True)
class Subject:
    """Whom a referral is about, as the sender wrote it. Without `identity` only the birth date is known."""

    identity: Identity | None
    birth_date: datetime.date | None
    first_name: str
    last_name: str
    phone: str
    language: str
    interpreter_needed: bool


def registered(subject: Subject) -> Person:
    """The person, registered now unless the number is known."""
    with as_database_role(DatabaseRole.REGISTRAR):
        return register_person(
            identity=subject.identity,
            birth_date=subject.birth_date,
            first_name=subject.first_name,
            last_name=subject.last_name,
            phone=subject.phone,
            language=subject.language,
            interpreter_needed=subject.interpreter_needed,
        )


def news_about(known: Person, subject: Subject) -> str:
    """What the referral says otherwise than the register, for the jobbtorg to check; at most 300 characters.

    A known person's record is not overwritten by a referral. Of a protected person nothing is repeated.
    """
    if known.is_protected:
        return ""
    news = []
    if search_form(f"{subject.first_name} {subject.last_name}") != search_form(f"{known.first_name} {known.last_name}"):
        news.append(f"namn {subject.first_name} {subject.last_name}")
    if subject.phone and _digits(subject.phone) != _digits(known.phone):
        news.append(f"telefon {subject.phone}")
    if subject.language and subject.language.casefold() != known.language.casefold():
        news.append(f"språk {subject.language}")
    if subject.interpreter_needed and not known.interpreter_needed:
        news.append("behöver tolk")
    return f"Remissen anger: {', '.join(news)}."[:300] if news else ""


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())
