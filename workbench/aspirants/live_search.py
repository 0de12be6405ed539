"""The hits shown while somebody types into the search field: few, nobody protected, and not as often as one likes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.pasted import tidied
from organisation.models import User
from referrals.access import name_shown, subject_shown
from referrals.models import Referral
from workbench.aspirants.searching import Scope, SearchResult, find_in

FEWEST_CHARACTERS = 3
MOST_HITS = 8

MOST_A_MINUTE = 60
"""So many searches while typing may one user send in a minute: nobody pauses that often, a program does."""

_REMEMBERED = 120
"""Seconds for which a minute's count is kept."""


class TypingTooFastError(Exception):
    """More searches in this minute than somebody who types could send."""


@dataclass(frozen=True)
class Hit:
    """One line under the search field. `row`: the case or referral, whose status is shown."""

    url: str
    name: str
    number: str
    reference: str
    who: str
    row: Enrolment | Referral


@dataclass(frozen=True)
class Hits:
    """What a few letters found, at most eight lines. `result` is the search itself, for the log."""

    lines: list[Hit]
    result: SearchResult

    @property
    def more(self) -> bool:
        """Whether the page of the search has further ones."""
        return self.result.more or self.result.count > len(self.lines)

    @property
    def said(self) -> str:
        """What stands under the lines, where they are not simply all that was found."""
        if not self.lines:
            return "Ingen träff bland det som du får se."
        if self.result.similar:
            return "Ingen heter så. Här är liknande namn."
        return f"Här visas de {len(self.lines)} första. Tryck Enter för alla." if self.more else ""

    @property
    def spoken(self) -> str:
        """The same for those who do not see the lines come: how many, and how to go on."""
        if not self.lines:
            return self.said
        count = len(self.lines)
        found = f"{count} träff" if count == 1 else f"{count} träffar"
        way = "Tryck Enter för att öppna." if self.result.only else "Välj med piltangenterna."
        return f"{self.said} {found}. {way}".strip()


def is_long_enough(query: str) -> bool:
    """Whether there is enough to look for while it is typed."""
    return len(tidied(query)) >= FEWEST_CHARACTERS


def require_pace_of_typing(user: User) -> None:
    """Count one more search of this minute; raises TypingTooFastError for one too many.

    Counted in the cache: while it is away there is no limit, and each search is in the access log all the same.
    """
    key = f"live-search:{user.pk}:{timezone.now():%H%M}"
    cache.add(key, 0, _REMEMBERED)
    if cache.incr(key) > MOST_A_MINUTE:
        raise TypingTooFastError


def hits_for(user: User, query: str, *, today: datetime.date) -> Hits:
    """The likeliest cases and referrals open to the user; nobody protected, whoever asks."""
    result = find_in(Scope(user, MOST_HITS, glanced_at=True), query, today=today)
    lines = [_case(case) for case in result.cases] + [_referral(user, referral) for referral in result.referrals]
    return Hits(lines[:MOST_HITS], result)


def _case(case: Enrolment) -> Hit:
    person, url = case.person, reverse("case", args=[case.pk])
    return Hit(url, person.name, person.masked_number, case.case_no, case.coach_in_words or "Ingen coach", case)


def _referral(user: User, referral: Referral) -> Hit:
    return Hit(
        reverse("referral_detail", args=[referral.pk]),
        name_shown(user, referral),
        subject_shown(user, referral).masked_number,
        referral.number,
        str(referral.unit if user.works_with_cases else referral.jobbtorg),
        referral,
    )
