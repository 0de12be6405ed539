"""Answers to the referral's pages, kept on the server until it is sent, also after signing out."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.models import Jobbtorg, User
from referrals.models import Referral, ReferralDraft
from referrals.operations import known_person, submit_referral
from referrals.subjects import Subject, news_about, registered

LIFETIME = datetime.timedelta(days=14)

WHO, DETAILS = "who", "details"

Typed = dict[str, str]


def open_drafts(author: User) -> list[ReferralDraft]:
    """The author's drafts of the last fourteen days, latest first."""
    return list(ReferralDraft.objects.filter(author=author, updated_at__gte=timezone.now() - LIFETIME))


def answers(draft: ReferralDraft | None, part: str) -> Typed:
    """What was typed on one page, exactly as it was typed; empty if the page has not been filled in."""
    stored: dict[str, Typed] = json.loads(draft.answers) if draft and draft.answers else {}
    return stored.get(part, {})


@transaction.atomic
def keep_answers(*, author: User, draft_id: uuid.UUID, part: str, typed: Mapping[str, str]) -> ReferralDraft:
    """Keep what was typed on one page, right or wrong; the first page begins the draft. Old drafts of the author go.

    Refused if the id is someone else's draft.
    """
    ReferralDraft.objects.filter(author=author, updated_at__lt=timezone.now() - LIFETIME).delete()
    ReferralDraft.objects.bulk_create([ReferralDraft(pk=draft_id, author=author)], ignore_conflicts=True)
    draft = ReferralDraft.objects.select_for_update().filter(pk=draft_id, author=author).first()
    if draft is None:
        raise OperationRefused("Utkastet tillhör någon annan.")
    stored = json.loads(draft.answers) if draft.answers else {}
    draft.answers = json.dumps({**stored, part: dict(typed)}, ensure_ascii=False)
    draft.save()
    return draft


@transaction.atomic
def send_draft(
    *, actor: User, draft: ReferralDraft, subject: Subject, jobbtorg: Jobbtorg, facts: dict[str, Any]
) -> Referral:
    """Register the person if unknown, send the referral and drop the draft. Sent twice it gives the first referral."""
    assert actor.income_support_unit is not None, "only a stadsdel's staff have drafts"
    # A second request waits here until the first has committed, and then finds the draft gone.
    if not ReferralDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        sent: Referral | None = Referral.objects.filter(submission_id=draft.pk, unit=actor.income_support_unit).first()
        if sent is None:
            raise OperationRefused("Utkastet är borttaget. Börja om med en ny remiss.")
        return sent
    known = known_person(subject.identity) if subject.identity else None
    referral = submit_referral(
        actor=actor,
        unit=actor.income_support_unit,
        person=known or registered(subject),
        jobbtorg=jobbtorg,
        submission_id=draft.pk,
        note=news_about(known, subject) if known else "",
        **facts,
    )
    draft.delete()
    return referral
