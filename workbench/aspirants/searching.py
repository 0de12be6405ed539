"""Finding a person by name, number, birth date or telephone, within what the user may see (decision 128).

What was typed is not stored. A name that nobody has is looked for once more among those spelt much like it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import Combinable

from aspirants.finding import persons_by_number
from aspirants.models import Enrolment, Person, Protection
from organisation.models import User
from referrals.models import Referral
from workbench.aspirants.asked import Asked, understood

MOST_RESULTS = 50
"""So many hits of each kind are shown on a page; more means that the question has to be narrower."""

PERSON = "person__search_name"
"""The names of the persons' records."""

SAID = "said_search_name"
"""The names as a stadsdel has written them."""

ALIKE = 0.4
"""How much of a word's letter groups must fit for a name to count as similar; 1 is the same word."""


@dataclass
class SearchResult:
    """What a search found.

    `person_id` is set when an identity number led to one known person, `sought` to the number's keyed hash when it was
    searched for at all. `similar`: nobody has that name, these are spelt much like it.
    """

    cases: list[Enrolment] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    message: str = ""
    person_id: int | None = None
    sought: str = ""
    more: bool = False
    similar: bool = False

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.referrals)

    @property
    def only(self) -> Enrolment | Referral | None:
        """The one hit that there is; None where it is a guess at what was meant."""
        if self.similar or self.count != 1:
            return None
        return self.cases[0] if self.cases else self.referrals[0]


@dataclass(frozen=True)
class Scope:
    """Among what is looked: the cases and referrals open to the user, so many of each.

    `glanced_at`: the hits are shown while one types. Nobody protected is among them, not even for those appointed, and
    the most likely come first.
    """

    user: User
    most: int = MOST_RESULTS
    glanced_at: bool = False

    @property
    def names(self) -> str:
        """Where a referral's names stand. A stadsdel looks among those it has written, not those others have told."""
        return PERSON if self.user.works_with_cases else SAID

    def cases(self) -> QuerySet[Enrolment]:
        cases: QuerySet[Enrolment] = Enrolment.objects.visible_to(self.user)
        return self._cut(cases.select_related("person", "coach", "jobbtorg"))

    def all_referrals(self) -> QuerySet[Referral]:
        referrals: QuerySet[Referral] = Referral.objects.visible_to(self.user)
        return self._cut(referrals.select_related("person", "unit", "jobbtorg"))

    def referrals(self) -> QuerySet[Referral]:
        """Those that are not shown as a case of the user's already."""
        referrals = self.all_referrals()
        return referrals.filter(enrolment__isnull=True) if self.user.works_with_cases else referrals

    def named_referrals(self) -> QuerySet[Referral]:
        """For the stadsdel without protected persons: their names and birth dates must not be found out by guessing."""
        referrals = self.referrals()
        return referrals if self.user.works_with_cases else referrals.filter(person__protection=Protection.NONE)

    def _cut(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(person__protection=Protection.NONE) if self.glanced_at else rows


def search(user: User, query: str, *, today: datetime.date) -> SearchResult:
    """Cases and referrals open to the user that fit the query; with none of that name those of similar names."""
    return find_in(Scope(user), query, today=today)


def find_in(scope: Scope, query: str, *, today: datetime.date) -> SearchResult:
    """As `search`, in what the scope says."""
    asked = understood(query, today)
    if asked.number:
        return _found(
            scope, scope.cases().filter(case_no=asked.number), scope.all_referrals().filter(number=asked.number)
        )
    if asked.words:
        return _by_name(scope, asked.words)
    if asked.sought or asked.born_on or asked.telephone:
        return _by_digits(scope, asked)
    return SearchResult(message=asked.fault)


def _found(
    scope: Scope, cases: QuerySet[Any], referrals: QuerySet[Any], *, first: tuple[str, ...] = (), **facts: Any
) -> SearchResult:
    """`first`: by what the rows are ordered before the name."""
    by_name = "person__sort_key" if scope.user.works_with_cases else SAID
    if scope.glanced_at:
        cases = cases.annotate(is_over=ExpressionWrapper(Q(closed_on__isnull=False), output_field=BooleanField()))
    open_first = ("is_over",) if scope.glanced_at else ()
    found_cases = list(cases.order_by(*first, *open_first, "person__sort_key", "-enrolled_on")[: scope.most + 1])
    found_referrals = list(referrals.order_by(*first, by_name, "-submitted_at")[: scope.most + 1])
    more = len(found_cases) > scope.most or len(found_referrals) > scope.most
    return SearchResult(found_cases[: scope.most], found_referrals[: scope.most], more=more, **facts)


def _by_digits(scope: Scope, asked: Asked) -> SearchResult:
    """By identity number, birth date or telephone, whichever of them was typed. Only a number finds the protected."""
    known = persons_by_number(asked.sought) if asked.sought else set()
    if scope.user.works_with_cases:
        fitting = Q(person__in=Person.objects.filter(_of_record(asked, known)))
        cases, referrals = scope.cases().filter(fitting), scope.referrals().filter(fitting)
    else:
        cases, referrals = scope.cases(), scope.referrals().filter(_as_said(asked, known))
    result = _found(scope, cases, referrals, sought=asked.sought)
    # A person outside the user's scope leaves no other trace than one nobody knows.
    met = {case.person_id for case in result.cases} | {referral.person_id for referral in result.referrals}
    result.person_id = next(iter(met & known)) if len(met & known) == 1 else None
    result.message = "" if result.count else asked.fault
    return result


def _of_record(asked: Asked, known: set[int]) -> Q:
    """Persons who have the number, or the birth date or telephone and are not protected."""
    alike = Q(birth_date=asked.born_on) if asked.born_on else Q()
    if asked.telephone:
        alike |= Q(phone_key=asked.telephone)
    return Q(pk__in=known) | (Q(protection=Protection.NONE) & alike) if alike else Q(pk__in=known)


def _as_said(asked: Asked, known: set[int]) -> Q:
    """Referrals in which the stadsdel has written the number or the birth date; telephones are not kept as said.

    Without those sent without a number: another authority may have told it.
    """
    said = Q(person__in=known) & ~Q(said_number="")
    return said | Q(person__protection=Protection.NONE, said_birth_date=asked.born_on) if asked.born_on else said


def _by_name(scope: Scope, words: tuple[str, ...]) -> SearchResult:
    cases, referrals = scope.cases(), scope.named_referrals()
    if scope.glanced_at:
        cases, referrals = _begun(cases, words, PERSON), _begun(referrals, words, scope.names)
    first = ("-begins",) if scope.glanced_at else ()
    result = _found(scope, _with(cases, words, PERSON), _with(referrals, words, scope.names), first=first)
    if result.count:
        return result
    # How much of a word must fit is a setting of the operator that the index answers to.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
    cases, referrals = _like(scope.cases(), words, PERSON), _like(scope.named_referrals(), words, scope.names)
    result = _found(scope, cases, referrals, first=("-likeness",))
    result.similar = result.count > 0
    return result


def _with(rows: QuerySet[Any], words: tuple[str, ...], name: str) -> QuerySet[Any]:
    """Rows where the name in that field has all the words in it, in any order (trigram index)."""
    for word in words:
        rows = rows.filter(**{f"{name}__contains": word})
    return rows


def _begun(rows: QuerySet[Any], words: tuple[str, ...], name: str) -> QuerySet[Any]:
    """Rows with `begins`: whether each of the words begins a word of the name in that field."""
    begun = Q()
    for word in words:
        begun &= Q(**{f"{name}__startswith": word}) | Q(**{f"{name}__contains": f" {word}"})
    return rows.annotate(begins=ExpressionWrapper(begun, output_field=BooleanField()))


def _like(rows: QuerySet[Any], words: tuple[str, ...], name: str) -> QuerySet[Any]:
    """Rows where the name in that field has words spelt much like these, with how much alike they are in all."""
    first, *others = (TrigramWordSimilarity(word, name) for word in words)
    likeness: Combinable = first
    for other in others:
        likeness = likeness + other
    for word in words:
        rows = rows.filter(**{f"{name}__trigram_word_similar": word})
    return rows.annotate(likeness=likeness)
