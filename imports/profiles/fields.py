"""The kinds of lists, and what each of them may say about a person, a case and its meetings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """A kind of list. What its columns mean, and what it must have, depends on it."""

    ASPIRANTS = "ASPIRANTS"
    REFERRALS = "REFERRALS"
    CLOSINGS = "CLOSINGS"
    MEETINGS = "MEETINGS"

    @property
    def label(self) -> str:
        """What the kind is called on pages."""
        return _PROFILE_LABELS[self]


_PROFILE_LABELS = {
    Profile.ASPIRANTS: "Aspirantlista",
    Profile.REFERRALS: "Remisser",
    Profile.CLOSINGS: "Avslut",
    Profile.MEETINGS: "Möten",
}


class Field(StrEnum):
    """What a column may mean."""

    IDENTITY = "identity"
    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    GENDER = "gender"
    COACH = "coach"
    DISTRICT = "district"
    SENDER = "sender"
    RECEIVING = "receiving"
    RECEIVED = "received"
    UNEMPLOYED_SINCE = "unemployed_since"
    GROUP_INFORMATION = "group_information"
    CAME = "came"
    FIRST_MEETING = "first_meeting"
    PLAN_APPROVED = "plan_approved"
    FOLLOW_UP = "follow_up"
    MEETING_DAY = "meeting_day"
    MEETING_TIME = "meeting_time"
    MEETING_KIND = "meeting_kind"
    CLOSED = "closed"
    REASON = "reason"
    REPORTED_GROUP = "reported_group"
    DAYS = "days"
    STATUS = "status"
    NOTE = "note"
    PROTECTED = "protected"


_LABELS = {
    Field.IDENTITY: "Personnummer",
    Field.FULL_NAME: "Namn",
    Field.LAST_NAME: "Efternamn",
    Field.FIRST_NAME: "Förnamn",
    Field.GENDER: "Kön",
    Field.COACH: "Coach",
    Field.DISTRICT: "Stadsdel",
    Field.SENDER: "Handläggare i stadsdelen",
    Field.RECEIVING: "Mottagande jobbtorg",
    Field.RECEIVED: "Remissen kom in",
    Field.UNEMPLOYED_SINCE: "Arbetslös sedan",
    Field.GROUP_INFORMATION: "Gruppinformation",
    Field.CAME: "Kom",
    Field.FIRST_MEETING: "Första mötet med coachen",
    Field.PLAN_APPROVED: "Jobbplanen godkänd",
    Field.FOLLOW_UP: "Uppföljning",
    Field.MEETING_DAY: "Mötesdag",
    Field.MEETING_TIME: "Klockslag",
    Field.MEETING_KIND: "Typ av möte",
    Field.CLOSED: "Avslutad",
    Field.REASON: "Avslutsorsak",
    Field.REPORTED_GROUP: "A, S eller Ö",
    Field.DAYS: "Antal dagar",
    Field.STATUS: "Status",
    Field.NOTE: "Anmärkning",
    Field.PROTECTED: "Skyddade personuppgifter",
}

_WHO = (Field.IDENTITY, Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME)
_FIELDS: dict[Profile, tuple[Field, ...]] = {
    Profile.ASPIRANTS: (
        *_WHO, Field.GENDER, Field.COACH, Field.DISTRICT, Field.RECEIVED, Field.GROUP_INFORMATION,
        Field.FIRST_MEETING, Field.PLAN_APPROVED, Field.FOLLOW_UP, Field.CLOSED, Field.REASON, Field.STATUS, Field.NOTE,
        Field.PROTECTED,
    ),
    Profile.REFERRALS: (
        *_WHO, Field.GENDER, Field.DISTRICT, Field.SENDER, Field.RECEIVING, Field.RECEIVED, Field.UNEMPLOYED_SINCE,
        Field.GROUP_INFORMATION, Field.CAME, Field.COACH, Field.NOTE, Field.PROTECTED,
    ),
    Profile.CLOSINGS: (
        *_WHO, Field.GENDER, Field.COACH, Field.DISTRICT, Field.RECEIVED, Field.CLOSED, Field.REASON,
        Field.REPORTED_GROUP, Field.DAYS, Field.NOTE, Field.PROTECTED,
    ),
    Profile.MEETINGS: (
        *_WHO, Field.MEETING_DAY, Field.MEETING_TIME, Field.MEETING_KIND, Field.CAME, Field.COACH, Field.PROTECTED,
    ),
}  # fmt: skip
"""In the order they are offered. No column of notes is ever read from a list of meetings: what was said there stays
in the list. The reason in a list of referrals is why somebody was sent, not why a case was closed, and is not read."""

_NUMBER = ((Field.IDENTITY,), "personnummer (till exempel Pnr)")
_NAME = ((Field.FULL_NAME, Field.LAST_NAME), "namn (till exempel Efternamn och Förnamn)")
_RECEIVED = ((Field.RECEIVED,), "dagen då remissen kom in (till exempel Inkom)")
REQUIRED: dict[Profile, tuple[tuple[tuple[Field, ...], str], ...]] = {
    Profile.ASPIRANTS: (_NUMBER, _NAME, _RECEIVED),
    Profile.REFERRALS: (_NUMBER, _NAME, _RECEIVED),
    Profile.CLOSINGS: (_NUMBER, _NAME, ((Field.CLOSED,), "dagen då ärendet avslutades (till exempel Avsl.datum)")),
    Profile.MEETINGS: (_NUMBER, ((Field.MEETING_DAY,), "mötets dag (till exempel Datum)")),
}
"""Of each line one of the fields must have a column; the text names what is missing."""

DATE_FIELDS = frozenset(
    {
        Field.RECEIVED,
        Field.GROUP_INFORMATION,
        Field.FIRST_MEETING,
        Field.PLAN_APPROVED,
        Field.FOLLOW_UP,
        Field.CLOSED,
        Field.MEETING_DAY,
    }
)
"""Fields whose cells are days. *Arbetslös sedan* is not among them: lists write "2006", "05" and "ny" there."""

FILLED_DOWN: dict[Profile, frozenset[Field]] = {
    Profile.ASPIRANTS: frozenset(),
    Profile.REFERRALS: frozenset({Field.DISTRICT}),
    Profile.CLOSINGS: frozenset(),
    Profile.MEETINGS: frozenset(),
}
"""Fields that cells merged downwards leave empty: an empty cell means what the nearest one above it says."""


@dataclass(frozen=True)
class ProfileField:
    """A field as a kind of list offers it: its Swedish name, whether it needs a column, is a day, is filled down.

    Where one of several fields is enough (a whole name or a last name), each of them is `required`.
    """

    field: Field
    label: str
    required: bool
    is_date: bool
    filled_down: bool


def fields_of(profile: Profile) -> tuple[ProfileField, ...]:
    """What a list of this kind may say, in the order it is offered."""
    required = {field for fields, _ in REQUIRED[profile] for field in fields}
    return tuple(
        ProfileField(
            field, label_of(field, profile), field in required, field in DATE_FIELDS, field in FILLED_DOWN[profile]
        )
        for field in _FIELDS[profile]
    )


def allows(profile: Profile, field: Field) -> bool:
    """Whether a list of this kind may say it."""
    return field in _FIELDS[profile]


def label_of(field: Field, profile: Profile) -> str:
    """The Swedish name of a field. In a list of closings the day the case began is called *Inskriven*."""
    if (profile, field) == (Profile.CLOSINGS, Field.RECEIVED):
        return "Inskriven"
    return _LABELS[field]


def missing_fields(profile: Profile, fields: Collection[Field | None]) -> list[str]:
    """What a list of this kind must have but has no column for, in Swedish."""
    return [text for alternatives, text in REQUIRED[profile] if not set(fields).intersection(alternatives)]
