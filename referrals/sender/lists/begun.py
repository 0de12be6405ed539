"""What a sender has begun and not sent, as the list of what is sent shows it below: single referrals and lists."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from referrals.drafts import DraftRow
from referrals.lists.stored import ListRow
from referrals.models import ReferralDraft, ReferralListDraft

SHOWN = 3
"""So many stand open: the list of what is sent begins within the first screen."""


@dataclass(frozen=True)
class BegunRow:
    """One draft or one list; `url` goes on with it, and `discard_url` asks whether to remove it."""

    name: str
    begun_at: datetime.datetime
    updated_at: datetime.datetime
    last_day: datetime.date
    url: str
    discard_url: str


@dataclass(frozen=True)
class BegunRows:
    """All of them, changed last first."""

    rows: list[BegunRow]

    @property
    def shown(self) -> list[BegunRow]:
        return self.rows[:SHOWN]

    @property
    def folded(self) -> list[BegunRow]:
        return self.rows[SHOWN:]


def begun_rows(drafts: Sequence[DraftRow], lists: Sequence[ListRow]) -> BegunRows:
    """The drafts and the lists of one author together. A draft opens at its first step that is not complete."""
    opened = "?oppnat=1"
    rows = [_row(one, one.draft, _to("referral_draft_check", one.draft) + opened, "referral_draft") for one in drafts]
    rows += [_row(one, one.listing, _to("referral_list", one.listing), "referral_list") for one in lists]
    return BegunRows(sorted(rows, key=lambda row: row.updated_at, reverse=True))


def _row(one: DraftRow | ListRow, stored: ReferralDraft | ReferralListDraft, url: str, kind: str) -> BegunRow:
    return BegunRow(one.name, stored.begun_at, stored.updated_at, one.last_day, url, _to(f"{kind}_discard", stored))


def _to(page: str, stored: ReferralDraft | ReferralListDraft) -> str:
    return reverse(page, args=[stored.pk])
