"""What single cells say: dates, identity numbers, names. Pure functions; nothing is guessed without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aspirants.identity import Identity, IdentityError, IdentityKind, parse_identity, require_plausible_age
from core.swedish.dates import weekday_date
from core.swedish.pasted import tidied
from imports.models import Severity
from imports.reading.files import repair_mojibake

EARLIEST_PLAUSIBLE = date(1997, 1, 1)
"""Dates before are warned about: no such service existed."""

_NOTHING = {"", "-", "–", "—", "?"}
_PROTECTED = re.compile(r"skydd|sekr|\*\*\*|kvarskriv|fingerad", re.IGNORECASE)
_SUBTOTAL = re.compile(r"(?:summa|delsumma|totalt?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """Something to say about a cell: code (7.2), how grave it is, and a Swedish sentence without personal data."""

    code: str
    severity: Severity
    message: str


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds only a sign for it."""
    return text in _NOTHING


def is_protected(cells: Iterable[str]) -> bool:
    """Whether any cell marks a protected identity. Too many rather than too few: "sekreterare" counts."""
    return any(_PROTECTED.search(cell) for cell in cells)


def is_subtotal(cells: Iterable[str]) -> bool:
    """Whether the row sums up others."""
    return bool(_SUBTOTAL.match(next(filter(None, cells), "")))


def control_total(cells: Iterable[str]) -> int | None:
    """The number of rows a "Summa" row says there are; None for a partial sum or one without number."""
    filled = list(filter(None, cells))
    if not filled or filled[0].casefold().startswith("delsumma"):
        return None
    return next((int(cell) for cell in filled[1:] if re.fullmatch(r"[0-9]{1,6}", cell)), None)


# --- Dates -----------------------------------------------------------------------------------------------------------

_YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?:[ T]0{1,2}[:.]00(?:[:.]00)?)?")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SIX_DIGITS = re.compile(r"([0-9]{2})(-?)([0-9]{2})\2([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:[-/ ]{1,3}([0-9]{4}|[0-9]{2}))?")
_WEEK = re.compile(r"v(?:ecka)?\.? ?([0-9]{1,2})(?:[-/ ]{1,3}([0-9]{4}|[0-9]{2}))?")
_SERIAL = re.compile(r"[34][0-9]{4}")  # 30 000–49 999: 1982–2036
_SERIAL_BEGINNING = date(1899, 12, 30)  # the 1900 date system, its leap day of 1900 that never was included
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_YEARS_AHEAD = 20


@dataclass(frozen=True)
class DateCell:
    """The date in a cell, or None, and what there is to say about it."""

    value: date | None = None
    finding: Finding | None = None


def read_date(text: str, as_of: date) -> DateCell:
    """The date a cell of a list says. `as_of` is the day the list was true; it gives a missing year.

    Read in this order: serial number, ISO, ÅÅÅÅMMDD, ÅÅMMDD, D/M-ÅÅ, week (its Monday). What cannot be read
    is I08, what does not exist I09; both leave the date empty.
    """
    typed = " ".join(text.translate(_DASHES).lower().split())
    if says_nothing(typed):
        return DateCell()
    parts = _parts(typed, as_of)
    if parts is None:
        return _unreadable("I08", "Cellen går inte att läsa som ett datum.")
    value, warning = parts
    if value is None:
        return _unreadable("I09", "Datumet finns inte i kalendern.")
    if warning is None and value > as_of:
        warning = f"{weekday_date(value)} ligger efter den dag listan gäller. Räknas som planerat."
    elif warning is None and value < EARLIEST_PLAUSIBLE:
        warning = f"{weekday_date(value)} ligger före 1997. Kontrollera årtalet."
    return DateCell(value, Finding("I08", Severity.WARNING, warning) if warning else None)


def _unreadable(code: str, message: str) -> DateCell:
    return DateCell(finding=Finding(code, Severity.WARNING, message))


def _parts(typed: str, as_of: date) -> tuple[date | None, str | None] | None:
    """The date (None if it does not exist) and a warning; None if the text is no date at all."""
    if _SERIAL.fullmatch(typed):
        counted = _SERIAL_BEGINNING + timedelta(days=int(typed))
        return counted, f"Talet är läst som Excels datum {weekday_date(counted)}."
    if match := _YEAR_FIRST.fullmatch(typed):
        return _existing(int(match[1]), int(match[3]), int(match[4])), None
    if match := _EIGHT_DIGITS.fullmatch(typed):
        return _existing(int(match[1]), int(match[2]), int(match[3])), None
    if match := _SIX_DIGITS.fullmatch(typed):
        return _existing(_full_year(match[1], as_of), int(match[3]), int(match[4])), None
    if match := _DAY_FIRST.fullmatch(typed):
        value = _existing(_full_year(match[3], as_of), int(match[2]), int(match[1]))
        return value, f"Årtal saknas. Läst som {weekday_date(value)}." if value and not match[3] else None
    if match := _WEEK.fullmatch(typed):
        value = _monday(_full_year(match[2], as_of), int(match[1]))
        return value, f"Bara vecka angiven. Läst som {weekday_date(value)}." if value else None
    return None


def _full_year(digits: str | None, as_of: date) -> int:
    """The year as typed; two digits mean one from 79 years before to 20 years after the list; none, the list's own."""
    if digits is None:
        return as_of.year
    if len(digits) == 4:
        return int(digits)
    latest = as_of.year + _YEARS_AHEAD
    return latest - (latest - int(digits)) % 100


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


# --- Identity numbers ------------------------------------------------------------------------------------------------

_SCIENTIFIC = re.compile(r"[0-9]+[.,]?[0-9]*e\+?[0-9]+", re.IGNORECASE)
_BIRTH_DATE = re.compile(r"((?:18|19|20)?[0-9]{2})-?([0-9]{2})-?([0-9]{2})")
_NUMBER_OF_A_SPREADSHEET = re.compile(r"[0-9]+(?:[.,]0+)?")


@dataclass(frozen=True)
class IdentityCell:
    """The identity in a cell, or None, and what there is to say about it."""

    value: Identity | None
    findings: tuple[Finding, ...] = ()


def read_identity(text: str, as_of: date) -> IdentityCell:
    """The identity number a cell says, valid on the day of the list. Never repaired, except for zeros Excel dropped."""
    typed = tidied(text).strip("'\"=")
    if says_nothing(typed):
        return IdentityCell(None, (_error("I04", "Personnummer saknas."),))
    if _SCIENTIFIC.fullmatch(typed):
        return IdentityCell(None, (_error("I03", "Excel har förvanskat numret. Det går inte att återskapa."),))
    if _is_only_a_birth_date(typed):
        return IdentityCell(None, (_error("I04", "Bara födelsedatum. De fyra sista siffrorna saknas."),))
    findings = []
    if _NUMBER_OF_A_SPREADSHEET.fullmatch(typed):
        digits = re.split(r"[.,]", typed)[0]
        typed = digits.zfill(10)
        if typed != digits:
            message = "Inledande nollor hade fallit bort och är tillbaka. Kontrollera numret."
            findings.append(Finding("I05", Severity.WARNING, message))
    try:
        identity = parse_identity(typed, as_of)
        require_plausible_age(as_of, identity.birth_date, identity.birth_year)
    except IdentityError as error:
        return IdentityCell(None, (*findings, _error("I03", error.message)))
    if identity.kind == IdentityKind.SAMORDNINGSNUMMER:
        about = "Födelsedagen är dagen minus 60." if identity.birth_date else "Födelsedagen är inte känd."
        findings.append(Finding("I06", Severity.NOTE, f"Samordningsnummer. {about}"))
    if identity.kind == IdentityKind.INTERIM:
        findings.append(
            Finding("I07", Severity.WARNING, "Tillfälligt nummer. Byt det i ärendet när personen fått ett eget.")
        )
    return IdentityCell(identity, tuple(findings))


def mask_identity(text: str) -> str:
    """An identity cell as it may be shown: without its last four characters, and nothing at all of a short one."""
    return f"{text[:-4]}••••" if len(text) > len("790417") else "••••" if text else ""


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)


def _is_only_a_birth_date(typed: str) -> bool:
    match = _BIRTH_DATE.fullmatch(typed)
    return match is not None and _existing(2000 + int(match[1]) % 100, int(match[2]), int(match[3])) is not None


# --- Names -----------------------------------------------------------------------------------------------------------

NAME_LENGTH = 80

_SEVERAL = re.compile(r"[/&+]|\b(?:o|och|maken|makan|hustrun|frun|sambon?)\b", re.IGNORECASE)
_REMARK = re.compile(r"[0-9(),;:]")
_PARTICLES = {"von", "af", "av", "de", "van", "der", "la", "el", "al"}


@dataclass(frozen=True)
class NameCells:
    """First and last name, and what there is to say about each of them."""

    first_name: str
    last_name: str
    about_first: tuple[Finding, ...] = ()
    about_last: tuple[Finding, ...] = ()


def read_name(full: str, last: str, first: str) -> NameCells:
    """The name in two cells, or in one as "Efternamn, Förnamn" or "EFTERNAMN FÖRNAMN". All capitals become a name's."""
    unsure = False
    if not last and not first:
        last, first, unsure = _split(full)
    first_name, about_first = _read_one(first)
    last_name, about_last = _read_one(last)
    if unsure:
        guess = Finding("", Severity.WARNING, "Fler än två namn i cellen. Det första är läst som efternamn.")
        about_last = (guess, *about_last)
    return NameCells(first_name, last_name, about_first, about_last)


def _split(full: str) -> tuple[str, str, bool]:
    """Last name, first name, and whether that was a guess."""
    if full.count(",") == 1:
        last, first = full.split(",")
        return last.strip(), first.strip(), False
    words = full.split()
    return (words[0] if words else ""), " ".join(words[1:]), len(words) > len(("last", "first"))


def _read_one(name: str) -> tuple[str, tuple[Finding, ...]]:
    findings = []
    if repaired := repair_mojibake(name):
        name = repaired
        message = "Bokstäver var förvanskade av fel teckenkodning och är rättade."
        findings.append(Finding("I21", Severity.WARNING, message))
    if problem := _problem(name):
        findings.append(problem)
    return _capitalised(name), tuple(findings)


def _problem(name: str) -> Finding | None:
    if not name:
        return _error("I04", "Namnet saknas.")
    if _SEVERAL.search(name):
        return _error("I15", "Cellen nämner flera personer. Avgör vem ärendet gäller.")
    if _REMARK.search(name) or len(name) > NAME_LENGTH:
        return _error("I15", "Cellen innehåller mer än ett namn.")
    if "?" in name or "\ufffd" in name:
        return Finding("I22", Severity.WARNING, "Namnet har tappat bokstäver. Rätta det mot en handling i ärendet.")
    return None


def _capitalised(name: str) -> str:
    if not name.isupper() or len(name) == 1:
        return name
    return " ".join(word if word in _PARTICLES else word.title() for word in name.lower().split())


# --- The day a list was true -----------------------------------------------------------------------------------------

_DATE_IN_A_TITLE = re.compile(
    r"(?<![0-9])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{1,2}/[0-9]{1,2}[- ][0-9]{2,4})(?![0-9])"
)


def date_in_titles(titles: Iterable[str], today: date) -> date | None:
    """The first full date above the header row, as in "Uppdaterad 2008-06-30 /AL"; None if there is none."""
    found = (match[0] for title in titles for match in _DATE_IN_A_TITLE.finditer(title))
    return next((value for text in found if (value := read_date(text, today).value)), None)
