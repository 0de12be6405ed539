"""What counts as news about a known person, and which news nobody has settled (FC-01)."""

from __future__ import annotations

from collections.abc import Mapping

from aspirants.choices import ReportedField, ReportedOutcome
from aspirants.models import Person, ReportedFact
from aspirants.models.register.reported_facts import YES
from core.swedish.names import search_form


def is_among(call_name: str, first_names: str) -> bool:
    """Whether the call name is one of the first names, or some of them together, however it is spelt."""
    return f" {search_form(call_name)} " in f" {search_form(first_names)} "


def news_of(known: Person, said: Mapping[ReportedField, str | bool]) -> dict[ReportedField, str]:
    """What is said of a known person otherwise than the register says it, by field; of a protected person nothing.

    Spelling that a search does not tell apart is no news, nor blanks in a telephone number, nor what is left empty. A
    first name that is one of the person's is none either.
    """
    if known.is_protected:
        return {}
    news: dict[ReportedField, str] = {}
    for field, value in said.items():
        if not value:
            continue
        if field == ReportedField.INTERPRETER:
            if not known.interpreter_needed:
                news[field] = YES
        elif not _alike(field, str(value), known):
            news[field] = str(value)
    return news


def _alike(field: ReportedField, value: str, known: Person) -> bool:
    now: str = getattr(known, field.value)
    if field == ReportedField.PHONE:
        return dialled(value) == dialled(now)
    if field == ReportedField.FIRST_NAME:
        return search_form(value) == search_form(now) or is_among(value, now)
    return search_form(value) == search_form(now)


def dialled(phone: str) -> str:
    """The digits of a telephone number."""
    return "".join(character for character in phone if character.isdigit())


def waiting_reports(person: Person, jobbtorg: int) -> list[ReportedFact]:
    """What has been reported of a person to a jobbtorg, by its key, and nobody has settled; the oldest first."""
    if not asks(person):
        return []
    found = ReportedFact.objects.filter(person=person, jobbtorg=jobbtorg, outcome=ReportedOutcome.WAITING)
    waiting = list(found.order_by("reported_at", "pk"))
    for report in waiting:
        report.person = person
    return waiting


def asks(person: Person) -> bool:
    """Whether news about the person may ask for an answer: not of a protected person, nor of one who has died."""
    return not person.is_protected and person.deceased_on is None


def still_news(report: ReportedFact) -> bool:
    """Whether what was reported still says otherwise than the register."""
    return bool(news_of(report.person, {ReportedField(report.field): report.as_value}))
