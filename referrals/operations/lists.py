"""Several referrals in a list: begun, kept as it is typed, and the rows that are right sent when they are chosen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, User
from referrals.drafts import DRAFT_LIFETIME
from referrals.facts.before_sending import known_person, unit_of
from referrals.facts.subjects import Subject, news_about, registered
from referrals.lists.stored import Content, StoredRow, shown_list
from referrals.models import Referral, ReferralListDraft
from referrals.operations.sending import submit_referral

GONE = "Listan är borttagen. Börja om med en ny."


@dataclass(frozen=True)
class ReadyRow:
    """A row that has been found right: whom it is about, and what the referral is to say."""

    row: StoredRow
    subject: Subject
    jobbtorg: Jobbtorg
    facts: dict[str, Any]


@dataclass
class Outcome:
    """What became of rows that were to be sent. `refused` are those that something stood in the way of."""

    sent: list[Referral] = field(default_factory=list)
    refused: list[ReadyRow] = field(default_factory=list)


@transaction.atomic
def begin_list(*, actor: User, list_id: uuid.UUID, content: Content) -> ReferralListDraft:
    """Keep a list that has come in. The same id twice gives the first one again. Old lists of the author go.

    Raises OperationRefused if the id is someone else's list, or the actor sends no referrals.
    """
    require(actor, Act.SEND_REFERRAL)
    ReferralListDraft.objects.filter(author=actor, updated_at__lt=timezone.now() - DRAFT_LIFETIME).delete()
    begun = ReferralListDraft(pk=list_id, author=actor, content=content.text())
    ReferralListDraft.objects.bulk_create([begun], ignore_conflicts=True)
    return _standing(actor, list_id)


@transaction.atomic
def keep_list(
    *, actor: User, list_id: uuid.UUID, seen_list: Seen, change: Callable[[Content], None]
) -> ReferralListDraft:
    """Keep what was typed in the list, right or wrong, unless another tab has changed it since it was shown.

    Raises ChangedMeanwhileError, or OperationRefused if the list is gone or someone else's.
    """
    require(actor, Act.SEND_REFERRAL)
    listing = _standing(actor, list_id)
    require_seen(seen_list, shown_list(listing))
    content = Content.of(listing)
    change(content)
    return _stored(listing, content)


@transaction.atomic
def send_rows(*, actor: User, list_id: uuid.UUID, ready: list[ReadyRow]) -> Outcome:
    """Send rows, each by itself: one that is refused keeps what was typed and says why. A row is sent once.

    Raises OperationRefused if the list is gone or someone else's.
    """
    require(actor, Act.SEND_REFERRAL)
    # A second request waits here until the first has committed, and then finds its rows sent.
    listing = _standing(actor, list_id)
    content, outcome = Content.of(listing), Outcome()
    stored = {row.key: row for row in content.rows}
    for one in ready:
        row = stored[one.row.key]
        if row.is_sent:
            continue
        try:
            outcome.sent.append(_sent(actor, one))
        except OperationRefused as refusal:
            row.refusal = refusal.message
            outcome.refused.append(one)
        else:
            row.is_sent, row.typed, row.looked_up = True, {}, ""
    _stored(listing, content)
    return outcome


@transaction.atomic
def _sent(actor: User, one: ReadyRow) -> Referral:
    known = known_person(one.subject.identity) if one.subject.identity else None
    return submit_referral(
        actor=actor,
        unit=unit_of(actor),
        person=known or registered(one.subject),
        subject=one.subject,
        jobbtorg=one.jobbtorg,
        submission_id=uuid.UUID(one.row.key),
        news=news_about(known, one.subject) if known else None,
        **one.facts,
    )


@transaction.atomic
def discard_list(*, actor: User, list_id: uuid.UUID, seen_list: Seen) -> None:
    """Remove a list with what is not sent of it. Raises OperationRefused if it is gone or someone else's, and
    ChangedMeanwhileError if it has been written in since the page was opened."""
    require(actor, Act.SEND_REFERRAL)
    standing = _standing(actor, list_id)
    require_seen(seen_list, shown_list(standing))
    standing.delete()


def _standing(actor: User, list_id: uuid.UUID) -> ReferralListDraft:
    """The actor's own list, locked."""
    found: ReferralListDraft | None = (
        ReferralListDraft.objects.select_for_update().filter(pk=list_id, author=actor).first()
    )
    if found is None:
        raise OperationRefused(GONE)
    return found


def _stored(listing: ReferralListDraft, content: Content) -> ReferralListDraft:
    listing.content = content.text()
    listing.save()
    return listing
