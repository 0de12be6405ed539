"""What there is to say about a cell: how grave it is, and a sentence about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An ERROR sends the row to a person, a WARNING or a NOTE lets it in and is shown."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    NOTE = "NOTE"


@dataclass(frozen=True)
class Finding:
    """Something to say about a cell: code (7.2), how grave it is, and a Swedish sentence without personal data.

    `proposed` is another reading of the cell that a person may choose instead: a date as 2008-01-14, a reason's code.
    """

    code: str
    severity: Severity
    message: str
    proposed: str = ""


def error(code: str, message: str, proposed: str = "") -> Finding:
    """A finding that sends the row to a person."""
    return Finding(code, Severity.ERROR, message, proposed)


def warning(code: str, message: str, proposed: str = "") -> Finding:
    """A finding that lets the row in and is shown."""
    return Finding(code, Severity.WARNING, message, proposed)


def note(code: str, message: str, proposed: str = "") -> Finding:
    """A finding that is only for information."""
    return Finding(code, Severity.NOTE, message, proposed)
