"""Words that stand in lists again and again: nothing, sums, whether somebody came, status, kinds of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_NOTHING = re.compile(r"[-‐‑‒–—−?._/\s]*")
_WORDS_FOR_NOTHING = frozenset({"saknas", "uppgift saknas", "okänd", "okänt", "n/a", "#n/a", "#saknas!"})
"""Among them what Excel writes in a cell whose formula found nothing."""

_SUBTOTAL = re.compile(r"(?:summa|delsumma|totalt?|antal|sum|del-?sum)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:summa|totalt?|antal|sum)\s*[:=.]?\s*(?P<number>[0-9]{1,6})?(?:\s*st\.?)?", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]0+)?")


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds only a sign or a word for that."""
    return _NOTHING.fullmatch(text) is not None or text.strip().casefold() in _WORDS_FOR_NOTHING


# --- Sums ------------------------------------------------------------------------------------------------------------


def is_subtotal(cells: Iterable[str]) -> bool:
    """Whether the row sums up others."""
    return bool(_SUBTOTAL.match(next(filter(None, cells), "")))


def control_total(cells: Iterable[str]) -> int | None:
    """The number of rows a "Summa" row says there are; None for one without number.

    With any further word ("Summa A", "Summa februari") it sums up a part of the rows, and says nothing of the whole.
    """
    filled = list(filter(None, cells))
    total = _TOTAL.fullmatch(filled[0].strip()) if filled else None
    if total is None:
        return None
    if match := _NUMBER.fullmatch(filled[1] if len(filled) > 1 else ""):
        return int(match[1])
    return int(total["number"]) if total["number"] else None


# --- Whether somebody came -------------------------------------------------------------------------------------------


class Came(StrEnum):
    """Whether somebody came to a meeting. EXCUSED is an absence with a reason, such as illness."""

    CAME = "CAME"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


_CAME_READINGS: tuple[tuple[re.Pattern[str], Came], ...] = (
    (re.compile(r"^(?:ja|j|yes)\b"), Came.CAME),
    (re.compile(r"\b(?:ej|inte|utan att) (?:av|om)bok|\b(?:av|om)bok\w* (?:ej|inte)\b"), Came.ABSENT),
    (re.compile(r"\b(?:av|om)bok|\bavb\b|\båterbud|\binställ"), Came.CANCELLED),
    (re.compile(r"\bsjuk|\bvab\b|\bvård av|\b(?<!o)giltig|\bledig|\bförhindrad"), Came.EXCUSED),
    (re.compile(r"\b(?:ej|inte|nej|n|no|0)\b|\butebl|\buteb\b|\bfrånv|\bogiltig|\bdök aldrig"), Came.ABSENT),
    (re.compile(r"\b(?:kom|kommit|närv\w*|deltog|deltagit|sen|sent|försenad|ok|x|1)\b"), Came.CAME),
)


def came(text: str) -> Came:
    """Whether somebody came, as coaches wrote it: "JA!", "nej", "avbokat", "uteblev", "sen". Late is there."""
    written = " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
    return next((answer for pattern, answer in _CAME_READINGS if pattern.search(written)), Came.UNKNOWN)


# --- Status of a case ------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What the column *Status* says about a case."""

    OPEN = "OPEN"
    WAITING = "WAITING"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


_STATUS_BEGINNINGS: tuple[tuple[tuple[str, ...], Status], ...] = (
    (("avsl", "utskr", "klar", "stängd"), Status.CLOSED),
    (("vänt", "kö"), Status.WAITING),
    (("pågår", "pågående", "aktiv", "öppe", "öppn", "inskriven"), Status.OPEN),
)


def status(text: str) -> Status:
    """The status of a case by how the cell begins."""
    written = text.strip().casefold()
    found = (answer for beginnings, answer in _STATUS_BEGINNINGS if written.startswith(beginnings))
    return next(found, Status.UNKNOWN)


# --- Kinds of meetings -----------------------------------------------------------------------------------------------


class MeetingWord(StrEnum):
    """What kind of meeting a list names: the register's kinds of meetings, and group information."""

    COACH = "COACH"
    FOLLOW_UP = "FOLLOW_UP"
    NETWORK = "NETWORK"
    EMPLOYER = "EMPLOYER"
    GROUP_INFORMATION = "GROUP_INFORMATION"


_MEETING_WORDS: tuple[tuple[re.Pattern[str], MeetingWord], ...] = (
    (re.compile(r"\bgr(?:upp)?[ -.]*info|\binfo|\bgrupp(?:träff|möte)?\b"), MeetingWord.GROUP_INFORMATION),
    (re.compile(r"\buppf|\b3[ -]*mån"), MeetingWord.FOLLOW_UP),
    (re.compile(r"\bnätverk|\btrepart|\bflerpart"), MeetingWord.NETWORK),
    (re.compile(r"\barbetsg|\barb\.? ?giv|\bag\b|\bföretagsbesök"), MeetingWord.EMPLOYER),
    (re.compile(r"\b(?:jobb)?coach|\bindividuell|\benskil[dt]|\b1:a besök|\bförsta besök"), MeetingWord.COACH),
)


def meeting_kind(text: str) -> MeetingWord | None:
    """The kind of meeting a cell names; None for a word that is not known."""
    written = text.casefold()
    return next((kind for pattern, kind in _MEETING_WORDS if pattern.search(written)), None)
