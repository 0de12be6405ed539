"""Drafts of referrals: which ones an author has, what was typed in them, and how they are told apart."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from aspirants.identity import Identity, IdentityError, masked, parse_identity
from core.encryption import lookup_hash
from organisation.models import User
from referrals.models import ReferralDraft

DRAFT_LIFETIME = datetime.timedelta(days=14)

WHO, DETAILS, PROPOSALS = "who", "details", "proposals"
WRITTEN_IN = "written_in"
"""The part of a draft's answers that holds, for each page, the key of the opened page that wrote there last."""

Typed = dict[str, str]


def open_drafts(author: User) -> list[ReferralDraft]:
    """The author's drafts of the last fourteen days, latest first."""
    return list(ReferralDraft.objects.filter(author=author, updated_at__gte=timezone.now() - DRAFT_LIFETIME))


def answers(draft: ReferralDraft | None, part: str) -> Typed:
    """What was typed on one page, exactly as it was typed; empty if the page has not been filled in."""
    stored: dict[str, Typed] = json.loads(draft.answers) if draft and draft.answers else {}
    return stored.get(part, {})


@dataclass(frozen=True)
class DraftRow:
    """One draft as its author tells it from the others: name if it is typed, number without its end, or birth."""

    draft: ReferralDraft
    name: str

    @property
    def last_day(self) -> datetime.date:
        """The local date on which the draft is removed unless it is changed before."""
        return timezone.localdate(self.draft.updated_at + DRAFT_LIFETIME)


def draft_rows(author: User) -> list[DraftRow]:
    """The author's drafts, latest first; only the author sees them."""
    return [row_of(draft) for draft in open_drafts(author)]


def row_of(draft: ReferralDraft) -> DraftRow:
    """The draft with what it is called: "Anna Åkesson, 19790417-••••", "född 1979-04-17"."""
    typed = answers(draft, DETAILS)
    name = f"{typed.get('first_name', '').strip()} {typed.get('last_name', '').strip()}".strip()
    parts = [part for part in (name, _number_or_birth(answers(draft, WHO))) if part]
    text = ", ".join(parts) or "utan nummer och namn"
    return DraftRow(draft, text[0].upper() + text[1:])


def _number_or_birth(who: Typed) -> str:
    try:
        return masked(parse_identity(who.get("number", ""), timezone.localdate()))
    except IdentityError:
        born = who.get("birth_date", "")
        return f"född {born}" if born else ""


def hash_of(identity: Identity | None) -> str:
    """What finds the drafts about an identity number; empty where there is none."""
    return lookup_hash(identity.number) if identity else ""


@dataclass(frozen=True)
class Begun:
    """That somebody in the unit has begun a draft about the same number, and no more of it."""

    draft_id: str
    author: User
    begun_at: datetime.datetime


def begun_about(user: User, identity: Identity, but_not: object) -> list[Begun]:
    """Drafts about a number, the user's own first, then those of colleagues in the unit; without what they say.

    `but_not` is the key of the draft that asks. None where that draft has been about the number already.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, author_id, begun_at FROM referrals_begun_draft WHERE identity_hash = %s AND updated_at >= %s"
            " ORDER BY author_id <> %s, begun_at DESC",
            [hash_of(identity), timezone.now() - DRAFT_LIFETIME, user.pk],
        )
        found = cursor.fetchall()
    if any(str(key) == str(but_not) for key, _, _ in found):
        return []
    authors = User.objects.in_bulk([author for _, author, _ in found]) if found else {}
    return [Begun(str(key), authors[author], at) for key, author, at in found if author in authors]
