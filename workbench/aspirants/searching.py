"""Finding a person by number, case number or name, within what the user may see. What was typed is not stored."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from aspirants.finding import persons_by_number
from aspirants.identity import IdentityError, parse_identity
from aspirants.models import Enrolment, Protection
from core.encryption import lookup_hash
from core.swedish.names import search_form
from core.swedish.pasted import tidied
from organisation.models import User
from referrals.models import Referral

MOST_RESULTS = 50
"""So many hits are shown; more means that the question has to be narrower."""

SHORTEST_NAME = 2

PERSON = "person__search_name"
"""The names of the persons' records."""

ALIKE = 0.4
"""How much of a word's letter groups must fit for a name to count as similar; 1 is the same word."""

# RS-2026-00417, also typed with spaces or without the leading zeros; R- is a referral's.
_NUMBERED = re.compile(r"([A-Za-zÅÄÖåäö]{1,8})[\s-]+(\d{4})[\s-]+(\d{1,6})")


@dataclass
class SearchResult:
    """What a search found.

    `person_id` is set when an identity number led to one known person, `sought` to the number's keyed hash when it was
    searched for at all.
    """

    cases: list[Enrolment] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    message: str = ""
    person_id: int | None = None
    sought: str = ""
    more: bool = False
    may_be_misspelt: bool = False

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.referrals)


def search(user: User, query: str, *, today: datetime.date, similar: bool = False) -> SearchResult:
    """Cases and referrals open to the user that fit the query; `similar` also finds names spelt otherwise."""
    query = tidied(query)
    if number := as_number(query):
        return _find(user, number)
    if sum(character.isdigit() for character in query) >= 2:
        return _by_identity(user, query, today)
    return _by_name(user, query, similar)


def as_number(text: str) -> str:
    """The case or referral number in what someone typed, as it is stored; empty if it is none."""
    numbered = _NUMBERED.fullmatch(tidied(text))
    if numbered is None:
        return ""
    prefix, year, number = numbered.groups()
    return f"{prefix.upper()}-{year}-{int(number):05d}"


def _cases(user: User) -> QuerySet[Enrolment]:
    return Enrolment.objects.visible_to(user).select_related("person", "coach", "jobbtorg")


def _referrals(user: User) -> QuerySet[Referral]:
    """Referrals open to the user that are not shown as a case of theirs already."""
    referrals = Referral.objects.visible_to(user).select_related("person", "unit", "jobbtorg")
    return referrals.filter(enrolment__isnull=True) if user.works_with_cases else referrals


def _referrals_by_name(user: User) -> QuerySet[Referral]:
    """As `_referrals`, for the stadsdel without protected persons: their names must not be found out by guessing."""
    referrals = _referrals(user)
    return referrals if user.works_with_cases else referrals.filter(person__protection=Protection.NONE)


def _referrals_by_identity(user: User) -> QuerySet[Referral]:
    """As `_referrals`, for the stadsdel without those it sent without a number: another authority may have told it."""
    referrals = _referrals(user)
    return referrals if user.works_with_cases else referrals.exclude(said_number="")


def _found(user: User, cases: QuerySet[Any], referrals: QuerySet[Any], **facts: Any) -> SearchResult:
    by_name = "person__sort_key" if user.works_with_cases else "said_search_name"
    found_cases = list(cases.order_by("person__sort_key", "-enrolled_on")[: MOST_RESULTS + 1])
    found_referrals = list(referrals.order_by(by_name, "-submitted_at")[: MOST_RESULTS + 1])
    more = len(found_cases) > MOST_RESULTS or len(found_referrals) > MOST_RESULTS
    return SearchResult(found_cases[:MOST_RESULTS], found_referrals[:MOST_RESULTS], more=more, **facts)


def _find(user: User, number: str) -> SearchResult:
    return _found(user, _cases(user).filter(case_no=number), Referral.objects.visible_to(user).filter(number=number))


def _by_identity(user: User, query: str, today: datetime.date) -> SearchResult:
    try:
        identity = parse_identity(query, today)
    except IdentityError as error:
        return SearchResult(message=error.message)
    sought = lookup_hash(identity.number)
    persons = persons_by_number(sought)
    if not persons:
        return SearchResult(sought=sought)
    found = {"person__in": persons}
    result = _found(user, _cases(user).filter(**found), _referrals_by_identity(user).filter(**found), sought=sought)
    # A person outside the user's scope leaves no other trace than one nobody knows.
    met = {case.person_id for case in result.cases} | {referral.person_id for referral in result.referrals}
    result.person_id = met.pop() if len(met) == 1 else None
    return result


def _by_name(user: User, query: str, similar: bool) -> SearchResult:
    words = search_form(query).split()
    if sum(map(len, words)) < SHORTEST_NAME:
        return SearchResult(message="Skriv minst två bokstäver av namnet, ett personnummer eller ett ärendenummer.")
    narrow = _like if similar else _with
    # A stadsdel looks among the names it has written, not among those that others have told.
    name = PERSON if user.works_with_cases else "said_search_name"
    result = _found(user, narrow(_cases(user), words, PERSON), narrow(_referrals_by_name(user), words, name))
    result.may_be_misspelt = not similar and result.count == 0
    return result


def _with(rows: QuerySet[Any], words: list[str], name: str) -> QuerySet[Any]:
    """Rows where the name in that field has all the words in it, in any order (trigram index)."""
    for word in words:
        rows = rows.filter(**{f"{name}__contains": word})
    return rows


def _like(rows: QuerySet[Any], words: list[str], name: str) -> QuerySet[Any]:
    """Rows where the name in that field has words spelt much like these; slower, so only when asked for."""
    for number, word in enumerate(words):
        likeness = TrigramWordSimilarity(word, name)
        rows = rows.annotate(**{f"likeness_{number}": likeness}).filter(**{f"likeness_{number}__gte": ALIKE})
    return rows
