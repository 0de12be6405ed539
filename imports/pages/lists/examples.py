"""Files to fill in: the headings of each kind of list, and one row that shows what a cell should say."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from core.spreadsheets import Cell
from imports.profiles.fields import Field, Profile, fields_of

_LEFT_OUT = frozenset(
    {Field.RECEIVING, Field.FULL_NAME, Field.NOTE, Field.DAYS, Field.PROTECTED, Field.UNEMPLOYED_SINCE}
)

_EXAMPLE: dict[Field, Cell] = {
    Field.IDENTITY: "790417-9814",
    Field.LAST_NAME: "Lindström",
    Field.FIRST_NAME: "Björn",
    Field.GENDER: "M",
    Field.COACH: "Anna Lund",
    Field.DISTRICT: "Östermalm",
    Field.SENDER: "K Berg",
    Field.RECEIVED: datetime.date(2008, 3, 19),
    Field.GROUP_INFORMATION: datetime.date(2008, 3, 26),
    Field.CAME: "ja",
    Field.FIRST_MEETING: datetime.date(2008, 3, 27),
    Field.PLAN_APPROVED: datetime.date(2008, 3, 28),
    Field.FOLLOW_UP: datetime.date(2008, 6, 30),
    Field.MEETING_DAY: datetime.date(2008, 4, 14),
    Field.MEETING_TIME: "14.30",
    Field.MEETING_KIND: "Coachmöte",
    Field.CLOSED: datetime.date(2009, 1, 5),
    Field.REASON: "Fått jobb, heltid",
    Field.REPORTED_GROUP: "A",
    Field.STATUS: "Avslutad",
}

_HEADINGS: dict[Field, str] = {
    Field.IDENTITY: "Personnr",
    Field.LAST_NAME: "Efternamn",
    Field.FIRST_NAME: "Förnamn",
    Field.GENDER: "Kön",
    Field.COACH: "Coach",
    Field.DISTRICT: "Stadsdel",
    Field.SENDER: "Socialsekreterare",
    Field.RECEIVED: "Inkom",
    Field.GROUP_INFORMATION: "Gruppinfo",
    Field.CAME: "Kom?",
    Field.FIRST_MEETING: "Coachmöte",
    Field.PLAN_APPROVED: "Jobbplan godkänd",
    Field.FOLLOW_UP: "Uppföljning",
    Field.MEETING_DAY: "Mötesdag",
    Field.MEETING_TIME: "Klockslag",
    Field.MEETING_KIND: "Mötestyp",
    Field.CLOSED: "Avslutsdatum",
    Field.REASON: "Avslutsorsak",
    Field.REPORTED_GROUP: "A/S/Ö",
    Field.STATUS: "Status",
}


def example_lines(profile: Profile) -> Iterator[list[Cell]]:
    """The headings of a kind of list and one row about a person of the tax agency's test numbers."""
    fields = [column.field for column in fields_of(profile) if column.field not in _LEFT_OUT]
    yield [_HEADINGS[field] for field in fields]
    yield [_EXAMPLE[field] for field in fields]
