"""What the column of identity numbers says: a number, half of one, several, or one that a program has spoilt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from aspirants.identity import (
    INTERIM_LETTERS,
    Identity,
    IdentityError,
    IdentityKind,
    parse_identity,
    require_plausible_age,
)
from core.swedish.pasted import tidied
from imports.values.findings import Finding, error, note, warning
from imports.values.words import says_nothing

_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("'’‘´`\"", None)})
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_BIRTH_DATE = re.compile(
    r"((?:18|19|20)?[0-9]{2})([-./ ]?)([0-9]{2})\2([0-9]{2})(?:[-+ ]+[x?*0]{0,4}|[x?*]{1,4}|0000)?", re.IGNORECASE
)
_OF_A_SPREADSHEET = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]0+)?")
_FEWEST_DIGITS_LEFT = 6
"""A number with fewer digits has lost more than the zeros of its beginning."""

_NUMBER = re.compile(
    rf"(?<![0-9])(?:(?:18|19|20)[0-9]{{2}}|[0-9]{{2}})[0-9]{{4}} ?[-+]? ?[0-9{INTERIM_LETTERS}][0-9]{{3}}(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class IdentityCell:
    """The identity in a cell, or None, and what there is to say about it.

    `birth_date` is there when the cell holds a birth date and no more: enough to look for a person, not to know one.
    """

    value: Identity | None
    findings: tuple[Finding, ...] = ()
    birth_date: date | None = field(default=None, repr=False)


def read_identity(text: str, as_of: date) -> IdentityCell:
    """The identity number a cell says, valid on the day of the list. Never repaired, except for zeros Excel dropped.

    A remark beside the number is left out with a warning; two numbers in a cell are an error.
    """
    typed = tidied(text).translate(_DASHES).strip("= ")
    if says_nothing(typed):
        return IdentityCell(None, (error("I04", "Personnummer saknas."),))
    if _SCIENTIFIC.fullmatch(typed):
        return IdentityCell(None, (error("I03", "Excel har förvanskat numret. Det går inte att återskapa."),))
    if match := _BIRTH_DATE.fullmatch(typed):
        birth_date = _birth_date(match, as_of)
        if birth_date is not None:
            finding = error("I04", "Bara födelsedatum. De fyra sista siffrorna saknas.")
            return IdentityCell(None, (finding,), birth_date)
    number, findings = _number_in(typed)
    if number is None:
        return IdentityCell(None, findings)
    return _parsed(number, findings, as_of)


def _number_in(typed: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The number in the cell, with zeros put back and remarks taken away; None where it holds several."""
    if match := _OF_A_SPREADSHEET.fullmatch(typed):
        digits = match[1].replace(" ", "")
        if not _FEWEST_DIGITS_LEFT <= len(digits) < 10:
            return digits, ()
        message = "Inledande nollor hade fallit bort och är tillbaka. Kontrollera numret."
        return digits.zfill(10), (warning("I05", message),)
    numbers = _NUMBER.findall(typed)
    if len({re.sub(r"[-+ ]", "", number)[-10:] for number in numbers}) > 1:
        return None, (error("I15", "Cellen innehåller flera nummer. Avgör vem ärendet gäller."),)
    if numbers and not _NUMBER.fullmatch(typed):
        about_more = () if _is_only_zero_cents(typed) else (warning("", "Cellen innehåller mer än numret."),)
        return numbers[0], about_more
    return typed, ()


def _is_only_zero_cents(typed: str) -> bool:
    """Whether all there is beside the number are decimals: 790417-9814,00."""
    return re.fullmatch(r"[.,]0+", _NUMBER.sub("", typed)) is not None


def _parsed(number: str, findings: tuple[Finding, ...], as_of: date) -> IdentityCell:
    try:
        identity = parse_identity(number, as_of)
        require_plausible_age(as_of, identity.birth_date, identity.birth_year, typed=number)
    except IdentityError as problem:
        return IdentityCell(None, (*findings, error("I03", problem.message)))
    return IdentityCell(identity, (*findings, *_about_kind(identity)))


def _about_kind(identity: Identity) -> tuple[Finding, ...]:
    if identity.kind == IdentityKind.SAMORDNINGSNUMMER:
        about = "Födelsedagen är dagen minus 60." if identity.birth_date else "Födelsedagen är inte känd."
        return (note("I06", f"Samordningsnummer. {about}"),)
    if identity.kind == IdentityKind.INTERIM:
        return (warning("I07", "Tillfälligt nummer. Byt det i ärendet när personen fått ett eget."),)
    return ()


def _birth_date(match: re.Match[str], as_of: date) -> date | None:
    """The day of birth; of a year with two digits the latest that is not after the list. None if it does not exist."""
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if year < 100:
        year += as_of.year // 100 * 100
        if (year, month, day) > (as_of.year, as_of.month, as_of.day):
            year -= 100
    try:
        return date(year, month, day)
    except ValueError:
        return None
