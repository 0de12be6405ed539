"""Answers to the referral's pages, kept on the server until it is sent, also after signing out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.identity import Identity
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.acting import System, acting_for
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, User
from referrals.drafts import DRAFT_LIFETIME, PROPOSALS, WHO, WRITTEN_IN, hash_of
from referrals.facts.before_sending import known_person
from referrals.facts.subjects import Subject, news_about, registered
from referrals.models import Referral, ReferralDraft, ReferralListDraft
from referrals.operations.attached import send_attachments
from referrals.operations.sending import submit_referral
from referrals.rules.departing import NO_MOTIVES, Motives
from referrals.shown import shown_draft, shown_page_of_draft

SOMEONE_ELSES = "Utkastet tillhör någon annan."


class DraftSentError(OperationRefused):
    """The draft has been sent meanwhile, in another tab or by a second click; the referral has the draft's id."""


@transaction.atomic
def keep_answers(
    *,
    actor: User,
    draft_id: uuid.UUID,
    part: str,
    typed: Mapping[str, str],
    seen_page: Seen,
    written_in: str,
    identity: Identity | None = None,
    proposals: Mapping[str, str] | None = None,
) -> ReferralDraft:
    """Keep what was typed on one page, right or wrong; the first page begins the draft. Old drafts of the author go.

    `identity` is whom the first page is about; `proposals` are kept with a draft that begins, for its second page.
    `seen_page` is what the page showed when it was opened, and `written_in` a key of its own, with which it may write
    over what it has written itself. Raises ChangedMeanwhileError if another page (a second tab) has written there
    since, DraftSentError if the draft has been sent, OperationRefused if the id is someone else's draft, or the actor
    sends no referrals.
    """
    require(actor, Act.SEND_REFERRAL)
    ReferralDraft.objects.filter(author=actor, updated_at__lt=timezone.now() - DRAFT_LIFETIME).delete()
    ReferralDraft.objects.bulk_create([ReferralDraft(pk=draft_id, author=actor)], ignore_conflicts=True)
    draft = ReferralDraft.objects.select_for_update().filter(pk=draft_id, author=actor).first()
    if draft is None:
        raise OperationRefused(SOMEONE_ELSES)
    # Asked when the draft is ours alone: had it been sent, the line above has just begun it a second time.
    if Referral.objects.filter(submission_id=draft_id, sent_by=actor).exists():
        raise DraftSentError("Remissen är redan skickad.")
    stored = json.loads(draft.answers) if draft.answers else {}
    if not stored and proposals:
        stored[PROPOSALS] = dict(proposals)
    standing, pages = stored.get(part, {}), stored.get(WRITTEN_IN, {})
    if dict(typed) != standing:
        if standing and not (written_in and pages.get(part) == written_in):
            require_seen(seen_page, shown_page_of_draft(draft_id, part, standing, seen_page.facts))
        stored = {**stored, part: dict(typed), WRITTEN_IN: {**pages, part: written_in}}
    draft.answers = json.dumps(stored, ensure_ascii=False)
    if part == WHO:
        draft.identity_hash = hash_of(identity)
    draft.save()
    return draft


@transaction.atomic
def send_draft(
    *,
    actor: User,
    draft: ReferralDraft,
    seen_draft: Seen,
    subject: Subject,
    jobbtorg: Jobbtorg,
    facts: dict[str, Any],
    motives: Motives = NO_MOTIVES,
) -> Referral:
    """Register the person if unknown, send the referral and drop the draft. Sent twice it gives the first referral.

    Raises OperationRefused if the draft is someone else's, or as `submit_referral` does.
    """
    _require_own(actor, draft)
    assert actor.income_support_unit is not None, "only a stadsdel's staff have drafts"
    # A second request waits here until the first has committed, and then finds the draft gone.
    standing = ReferralDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if standing is None:
        sent: Referral | None = Referral.objects.filter(submission_id=draft.pk, unit=actor.income_support_unit).first()
        if sent is None:
            raise OperationRefused("Utkastet är borttaget. Börja om med en ny remiss.")
        return sent
    require_seen(seen_draft, shown_draft(standing, seen_draft.facts))
    known = known_person(subject.identity) if subject.identity else None
    referral = submit_referral(
        actor=actor,
        unit=actor.income_support_unit,
        person=known or registered(subject),
        subject=subject,
        jobbtorg=jobbtorg,
        submission_id=draft.pk,
        news=news_about(known, subject) if known else None,
        motives=motives,
        **facts,
    )
    send_attachments(referral=referral, draft=draft)
    draft.delete()
    return referral


@transaction.atomic
def discard_draft(*, actor: User, draft: ReferralDraft, seen_draft: Seen) -> None:
    """Remove a draft that is not to be sent. Raises OperationRefused if it is someone else's, and
    ChangedMeanwhileError if it has been written in since the page named it. Removed before, it stays so."""
    _require_own(actor, draft)
    standing = ReferralDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if standing is None:
        return
    require_seen(seen_draft, shown_draft(standing, seen_draft.facts))
    standing.delete()


def drop_old_drafts() -> int:
    """Remove drafts and lists that nobody has changed for their lifetime; returns how many.

    Run by: `drop_unsaved`, every night.
    """
    unchanged = {"updated_at__lt": timezone.now() - DRAFT_LIFETIME}
    with acting_for(System.RETENTION):
        drafts, _ = ReferralDraft.objects.filter(**unchanged).delete()
        lists, _ = ReferralListDraft.objects.filter(**unchanged).delete()
    return drafts + lists


def _require_own(actor: User, draft: ReferralDraft) -> None:
    require(actor, Act.SEND_REFERRAL)
    if draft.author_id != actor.pk:
        raise OperationRefused(SOMEONE_ELSES)
