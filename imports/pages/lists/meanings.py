"""What the columns of a list can mean, in the words of the screen, and what is expected in a cell of each."""

from __future__ import annotations

from collections.abc import Sequence

from aspirants.people.masks import mask_digits, mask_number_cell
from imports.models import ImportList
from imports.profiles.fields import Field, Profile, fields_of, label_of

NOT_USED = "Används inte"
_DAY = "En dag, till exempel 2008-03-19."

EXPECTED: dict[Field, str] = {
    Field.IDENTITY: "Tio eller tolv siffror med rätt kontrollsiffra.",
    Field.FULL_NAME: "En persons efternamn och förnamn, till exempel Lindström, Björn.",
    Field.LAST_NAME: "En persons efternamn.",
    Field.FIRST_NAME: "En persons förnamn.",
    Field.COACH: "Coachens namn eller signatur.",
    Field.DISTRICT: "Stadsdelens namn.",
    Field.RECEIVED: _DAY,
    Field.GROUP_INFORMATION: _DAY,
    Field.FIRST_MEETING: _DAY,
    Field.PLAN_APPROVED: _DAY,
    Field.FOLLOW_UP: _DAY,
    Field.CLOSED: _DAY,
    Field.REASON: "En avslutsorsak, till exempel Fått jobb.",
    Field.REPORTED_GROUP: "A, S eller Ö.",
    Field.GENDER: "K eller M.",
    Field.CAME: "Ja eller nej.",
    Field.STATUS: "Pågår, Väntar eller Avslutad.",
    Field.MEETING_DAY: _DAY,
    Field.MEETING_TIME: "Ett klockslag, till exempel 14.30.",
}


def meaning_of(imported: ImportList, column: int) -> Field | None:
    """What a column of a list is used as; None if it is not used."""
    name = imported.fields[column] if column < len(imported.fields) else ""
    return Field(name) if name else None


def masked(imported: ImportList, column: int, text: str) -> str:
    """What a cell says, with identity numbers hidden."""
    return mask_number_cell(text) if meaning_of(imported, column) == Field.IDENTITY else mask_digits(text)


def expected_in(imported: ImportList, column: int) -> str:
    """What a cell of the column should say; empty where anything goes."""
    field = meaning_of(imported, column)
    return EXPECTED.get(field, "") if field else ""


Options = list[tuple[str, str | list[tuple[str, str]]]]


def meaning_options(profile: str) -> Options:
    """What a column can mean in lists of a kind, and below it what only other kinds have."""
    every = {field.value: label_of(field, Profile.ASPIRANTS) for field in Field}
    if not profile:
        return [("", NOT_USED), *every.items()]
    here = {
        column.field.value: f"{column.label} (krävs)" if column.required else column.label
        for column in fields_of(Profile(profile))
    }
    others = [(value, label) for value, label in every.items() if value not in here]
    return [("", NOT_USED), ("I den här typen av lista", list(here.items())), ("I andra typer av listor", others)]


def heading_of(imported: ImportList, column: int) -> str:
    """The heading of a column as it stands in the list, identity numbers hidden; its number where it has none."""
    headings: Sequence[str] = imported.headings
    return mask_digits(headings[column] if column < len(headings) else "") or f"Kolumn {column + 1}"
