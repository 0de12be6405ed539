"""Rows against each other and against the register: the same person twice, and persons who are protected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import Prefetch

from aspirants.models import EarlierNumber, Enrolment, Person, ReportedField
from aspirants.people.news import news_of
from core.encryption import lookup_hash
from imports.checking import CaseFacts, CheckedRow, differing
from imports.models import Verdict
from imports.reading.columns import Field
from imports.values.findings import Severity

PERSONS_A_QUESTION = 5_000
"""So many persons are asked for in one query."""

_IN_WORDS = {
    "first_name": "förnamn",
    "last_name": "efternamn",
    "received_on": "dag då remissen kom in",
    "group_information_on": "gruppinformation",
    "first_meeting_on": "coachmöte",
    "plan_approved_on": "godkänd jobbplan",
    "follow_up_on": "uppföljning",
    "coach": "coach",
    "unit": "stadsdel",
}


def compare(rows: Sequence[CheckedRow]) -> None:
    """Judge the rows of one list together: protected persons first, then repeated ones, then the register's."""
    known = _known_persons(rows)
    _protect(rows, known)
    _mark_duplicates(rows)
    for row in rows:
        if row.verdict == Verdict.CREATE and row.facts and (person := known.get(row.facts.identity.number)):
            _compare_with(person, row, row.facts)


def _known_persons(rows: Sequence[CheckedRow]) -> dict[str, Person]:
    """Identity number → person, for those of the rows who are in the register."""
    numbers = {lookup_hash(row.identity.number): row.identity.number for row in rows if row.identity}
    hashes = iter(numbers)
    known = {}
    while some := list(islice(hashes, PERSONS_A_QUESTION)):
        cases = Prefetch("enrolments", Enrolment.objects.only("person_id", "enrolled_on", "closed_on"))
        of_former = Prefetch("person__enrolments", cases.queryset)
        # Whoever has a number now goes before one who had it until another was given.
        earlier = EarlierNumber.objects.filter(identity_hash__in=some, leads_here=True)
        for former in earlier.select_related("person").prefetch_related(of_former):
            known[numbers[former.identity_hash]] = former.person
        for person in Person.objects.filter(identity_hash__in=some).prefetch_related(cases):
            known[numbers[person.identity_hash or ""]] = person
    return known


def _protect(rows: Sequence[CheckedRow], known: dict[str, Person]) -> None:
    """A person protected in the register or in any row of the list is protected in all rows."""
    protected = {row.identity.number for row in rows if row.protected and row.identity}
    protected |= {number for number, person in known.items() if person.is_protected}
    for row in rows:
        if not row.protected and row.identity and row.identity.number in protected:
            row.protect()


def _mark_duplicates(rows: Sequence[CheckedRow]) -> None:
    """Of several rows about one person the first counts; nothing is merged or overwritten."""
    for row, first in _repeated(rows):
        if first.verdict == Verdict.MANUAL:
            row.add(
                "I13", Severity.ERROR, f"Samma person som rad {first.number}, som hanteras för hand.", Field.IDENTITY
            )
            continue
        row.is_duplicate = True
        row.add("I13", Severity.NOTE, f"Samma person som rad {first.number}. Inget nytt förs in.", Field.IDENTITY)
        names = differing(first.facts, row.facts) if first.facts and row.facts else []
        if names:
            words = ", ".join(_IN_WORDS[name] for name in names)
            row.add(
                "I13", Severity.WARNING, f"Skiljer sig från rad {first.number}: {words}. Rad {first.number} gäller."
            )


def _repeated(rows: Sequence[CheckedRow]) -> Iterator[tuple[CheckedRow, CheckedRow]]:
    """Each row about a person who already had one, and that first row."""
    first: dict[str, CheckedRow] = {}
    for row in rows:
        if row.identity is not None and not row.protected:
            earlier = first.setdefault(row.identity.number, row)
            if earlier is not row:
                yield row, earlier


def _compare_with(person: Person, row: CheckedRow, facts: CaseFacts) -> None:
    """A person in the register: the row is let in only if it is about an earlier or later time and the name fits.

    The last name alone may differ, since people marry: the jobbtorg is shown both and says which holds (FC-01). With
    another first name it is likelier somebody else, of the family perhaps.
    """
    cases = list(person.enrolments.all())
    if person.deceased_on is not None:
        row.add("I14", Severity.ERROR, "Personen är registrerad som avliden. Kontrollera numret.", Field.IDENTITY)
        return
    if any(case.closed_on is None for case in cases):
        row.add("I14", Severity.ERROR, "Personen har redan ett öppet ärende i staden.", Field.IDENTITY)
    elif any(case.closed_on and case.closed_on > facts.received_on for case in cases):
        row.add("I14", Severity.ERROR, "Personen har ett avslutat ärende under samma tid.", Field.IDENTITY)
    elif ReportedField.FIRST_NAME in (news := reported(person, facts)):
        row.add("I14", Severity.ERROR, "Numret finns i registret med ett annat namn.", Field.IDENTITY)
    elif news:
        text = "Numret finns i registret med ett annat efternamn. Jobbtorget ser båda och väljer."
        row.add("I14", Severity.WARNING, text, Field.IDENTITY)


def reported(person: Person, facts: CaseFacts) -> dict[ReportedField, str]:
    """What a row says of a known person's name otherwise than the register."""
    names = {ReportedField.FIRST_NAME: facts.first_name, ReportedField.LAST_NAME: facts.last_name}
    return news_of(person, names)
