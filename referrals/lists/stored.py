"""What is stored of a list: what holds for all its rows, and each row as it was typed, until it is sent."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from core.seen import Seen, facts_of
from organisation.models import User
from referrals.drafts import DRAFT_LIFETIME, Typed
from referrals.lists.columns import COLUMNS
from referrals.models import ReferralListDraft


@dataclass
class StoredRow:
    """A row as it was typed. Once sent nothing of that is kept: the referral has `key` as its `submission_id`.

    `is_left_out`: its mark was taken away, so that it waits. `looked_up` is the keyed hash of the number that was
    looked up last, `obstacle` what stood in the way then, and `ours` the key of the unit's own referral where that is
    it; `refusal` why the row was not sent, until it is saved anew.
    """

    typed: Typed
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    looked_up: str = ""
    obstacle: str = ""
    ours: int = 0
    refusal: str = ""
    is_sent: bool = False
    is_left_out: bool = False

    def in_words(self) -> str:
        """The row in one line, as a page that two tabs have changed shows it."""
        return ", ".join(self.typed[column.name] for column in COLUMNS if self.typed.get(column.name))


@dataclass
class Content:
    """A whole list. `proposals` are those of referrals/facts/proposed.py; `unused` are headings that mean nothing.

    `called` is where the rows came from: the name of a file, or "inklistrad".
    """

    shared: Typed
    rows: list[StoredRow]
    proposals: Typed = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    called: str = ""

    @classmethod
    def of(cls, listing: ReferralListDraft) -> Content:
        """What a list holds."""
        stored = json.loads(listing.content) if listing.content else {"shared": {}, "rows": []}
        return cls(**{**stored, "rows": [StoredRow(**row) for row in stored["rows"]]})

    def text(self) -> str:
        """As it is stored."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @property
    def unsent(self) -> list[StoredRow]:
        """The rows that are not sent, in their order."""
        return [row for row in self.rows if not row.is_sent]

    def numbered(self) -> Iterable[tuple[int, StoredRow]]:
        """Each row that is not sent with the number it has had in the list from the beginning."""
        return [(number, row) for number, row in enumerate(self.rows, start=1) if not row.is_sent]


def shown_list(listing: ReferralListDraft) -> Seen:
    """A list as its page shows it. Its key changes with all that is stored, so that the key decides."""
    content = Content.of(listing)
    digest = hashlib.sha256(listing.content.encode()).hexdigest()[:16]
    rows = [(f"Rad {number}", row.in_words()) for number, row in content.numbered()]
    return Seen(f"referral-list-{listing.pk}-{digest}", facts_of(rows))


@dataclass(frozen=True)
class ListRow:
    """A list that is not sent, as its author tells it from the others."""

    listing: ReferralListDraft
    unsent: int
    called: str = ""

    @property
    def name(self) -> str:
        """ "Lista med 7 rader, mars.xlsx"; the names in it are not for a list."""
        rows = "1 rad" if self.unsent == 1 else f"{self.unsent} rader"
        return f"Lista med {rows}" + (f", {self.called}" if self.called else "")

    @property
    def last_day(self) -> datetime.date:
        """The local date on which the list is removed unless it is changed before."""
        return timezone.localdate(self.listing.updated_at + DRAFT_LIFETIME)


def open_lists(author: User) -> list[ListRow]:
    """The author's lists of the last fourteen days in which something is not sent, latest first."""
    recent = ReferralListDraft.objects.filter(author=author, updated_at__gte=timezone.now() - DRAFT_LIFETIME)
    contents = [(listing, Content.of(listing)) for listing in recent]
    rows = [ListRow(listing, len(content.unsent), content.called) for listing, content in contents]
    return [row for row in rows if row.unsent]
