"""Who a person is, as text: what no letter, log, address or page of others may say."""

from __future__ import annotations

from aspirants.models import Person
from aspirants.models.identifying import CONTACT, NAMES, NUMBERS, Identifies, fields_that_are

CENTURY = 2
"""Digits that are left out of a number in speech."""


def identity_of(person: Person) -> set[str]:
    """What the person's identifying fields say, each by itself; numbers also with a dash, and without the century."""
    said = {str(getattr(person, field)) for field in (*NAMES, *CONTACT)}
    for number in (getattr(person, field) for field in NUMBERS):
        said |= {number, number[CENTURY:], f"{number[:8]}-{number[8:]}" if number else ""}
    return said - {""}


def marked(person: Person, mark: str) -> None:
    """Give every name and contact detail of the person a text with the mark in it. Does not save."""
    person.set_name(**{field: f"{mark}{field.replace('_', '')}" for field in NAMES})
    for field in fields_that_are(Identifies.PHONE):
        setattr(person, field, f"070-{mark}{field}")
    for field in fields_that_are(Identifies.EMAIL):
        setattr(person, field, f"{mark.lower()}{field}@example.se")
