"""What was told, in both directions, as the pages of either side list it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from aspirants.disclosing.grounds import ground_in_words
from aspirants.models import Consent, Disclosure, DisclosureContent
from organisation.models import Role, User
from referrals.questions.in_words import MESSAGE, MESSAGE_TEXT, message_in_words

RELATED = (
    *("sending_jobbtorg", "sending_unit", "recipient", "recipient_jobbtorg"),
    *("disclosed_by", "receipt_by", "consent", "plan_communication__version"),
    MESSAGE,
)


@dataclass(frozen=True)
class ShownTold:
    """One disclosure: what, from whom to whom, when, on what ground, whether it was opened, and what it said."""

    key: int
    what: str
    to_unit: bool
    sender: str
    receiver: str
    by: str
    at: datetime.datetime
    ground: str
    received_at: datetime.datetime | None
    received_by: str
    rows: list[tuple[str, str]]
    about: str
    is_message: bool = False


def shown_told(disclosures: QuerySet[Disclosure]) -> list[ShownTold]:
    """Disclosures as the pages list them, the latest first. One statement."""
    return list(map(_shown, _read(disclosures)))


def told_and_consents(disclosures: QuerySet[Disclosure]) -> tuple[list[ShownTold], list[Consent]]:
    """The same, and the consents that something was told on, with who registered them. One statement."""
    found = list(_read(disclosures.select_related("consent__taken_by", "consent__withdrawn_by")))
    return list(map(_shown, found)), list({one.consent.pk: one.consent for one in found if one.consent}.values())


def _read(disclosures: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    return disclosures.select_related(*RELATED).defer(MESSAGE_TEXT).order_by("-disclosed_at", "-pk")


def _shown(told: Disclosure) -> ShownTold:
    return ShownTold(
        key=told.pk,
        what=what_was_told(told),
        to_unit=told.recipient_id is not None,
        sender=str(told.sender),
        receiver=str(told.receiver),
        by=str(told.disclosed_by),
        at=told.disclosed_at,
        ground=ground_in_words(told),
        received_at=told.receipt_at,
        received_by=str(told.receipt_by or ""),
        rows=told.said_rows,
        about=told.about,
        is_message=told.content == DisclosureContent.MESSAGE,
    )


def what_was_told(told: Disclosure) -> str:
    """The kind of information, of a plan with its version: "Jobbplan, version 2"; of a question with its subject."""
    if told.content == DisclosureContent.MESSAGE:
        return message_in_words(told)
    label: str = DisclosureContent(told.content).label
    sent = getattr(told, "plan_communication", None)
    if told.content == DisclosureContent.JOB_PLAN and sent is not None:
        return f"{label}, {str(sent.version).lower()}"
    month = dict(told.said_rows).get("Månad", "")
    return f"{label} {month}" if told.content == DisclosureContent.ATTENDANCE and month else label


@transaction.atomic
def stamp_receipts(*, actor: User, told: QuerySet[Disclosure]) -> None:
    """Stamp what the acting user's unit or jobbtorg has been told as opened now, by the user; once for each.

    A stadsdel's manager reads and stamps nothing.

    Checked by: `told_case` (FOLLOW_REFERRAL), which shows what is stamped.
    """
    waiting = told.filter(receipt_at__isnull=True)
    if actor.role == Role.CASEWORKER and actor.income_support_unit_id is not None:
        waiting = waiting.filter(recipient_id=actor.income_support_unit_id)
    elif actor.works_with_cases:
        waiting = waiting.filter(recipient_jobbtorg_id=actor.jobbtorg_id)
    else:
        return
    waiting.update(receipt_at=timezone.now(), receipt_by=actor)
