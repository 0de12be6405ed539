"""Notices of one day and kind together: "3 nya ärenden"."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from core.swedish.dates import short_day
from core.swedish.numbers import counted
from notices.choices import NoticeKind
from notices.models import Notice
from notices.shown.names import with_names

_MANY = {
    NoticeKind.BREACH: "brutna frister",
    NoticeKind.WARNING: "frister som snart går ut",
    NoticeKind.ASSIGNED: "nya ärenden",
    NoticeKind.COACH_NEEDED: "ärenden som behöver en coach",
    NoticeKind.STAFF: "notiser om kollegor",
    NoticeKind.TRANSFER: "notiser om ärenden som flyttas",
    NoticeKind.REFERRAL: "notiser om remisser",
    NoticeKind.PLAN: "nya jobbplaner",
    NoticeKind.CLOSURE: "notiser om avslut",
    NoticeKind.ACCESS: "notiser om läsning i registret",
    NoticeKind.IMPORT: "listor som inte kunde läsas in",
    NoticeKind.JOINING: "notiser om poster som slås samman",
}


@dataclass(frozen=True)
class ShownNotice:
    """A notice with the words that its reader sees."""

    notice: Notice
    text: str


@dataclass(frozen=True)
class Group:
    """The notices of one day and kind, newest first."""

    kind: str
    notices: list[ShownNotice]

    @property
    def is_many(self) -> bool:
        """Whether there is something to open: one notice stands by itself."""
        return len(self.notices) > 1

    @property
    def label(self) -> str:
        """ "3 nya ärenden"."""
        return f"{len(self.notices)} {_MANY.get(NoticeKind(self.kind), 'notiser') if self.kind else 'notiser'}"

    @property
    def unread(self) -> str:
        """ "2 olästa"; empty where all are read."""
        number = sum(shown.notice.read_at is None for shown in self.notices)
        return counted(number, "oläst", "olästa") if number else ""


@dataclass(frozen=True)
class Day:
    """The notices of one local date, its groups in the order of their newest notice."""

    label: str
    groups: list[Group]


def by_day(notices: Iterable[Notice], names: Mapping[str, str], today: datetime.date) -> list[Day]:
    """The notices, which come newest first, by local date and kind."""
    days = groupby(notices, key=lambda notice: timezone.localdate(notice.created_at))
    return [Day(_label(day, today), _groups(of_the_day, names)) for day, of_the_day in days]


def _groups(notices: Iterable[Notice], names: Mapping[str, str]) -> list[Group]:
    kinds: dict[str, Group] = {}
    for notice in notices:
        group = kinds.setdefault(notice.kind, Group(notice.kind, []))
        group.notices.append(ShownNotice(notice, with_names(notice.text, names)))
    return list(kinds.values())


def _label(day: datetime.date, today: datetime.date) -> str:
    """ "I dag, mån 23 nov", "I går, sön 22 nov", "fre 20 nov"; the year where it is another one."""
    word = {0: "I dag, ", 1: "I går, "}.get((today - day).days, "")
    text = f"{word}{short_day(day, today)}"
    return text[0].upper() + text[1:]
