"""Answers to the referral's pages, kept on the server until it is sent: a log-out or a dead browser loses nothing."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.identity import Identity
from aspirants.models import Person
from aspirants.operations import register_person
from organisation.acting import Errand, errand
from organisation.models import Jobbtorg, User
from organisation.names import search_form
from organisation.operations import OperationRefused
from referrals.models import Referral, ReferralDraft
from referrals.operations import known_person, submit_referral

LIFETIME = datetime.timedelta(days=14)

WHO, DETAILS = "who", "details"

Typed = dict[str, str]


@dataclass(frozen=True)
class Subject:
    """Whom a referral is about, as the sender wrote it. Without `identity` only the birth date is known."""

    identity: Identity | None
    birth_date: datetime.date | None
    first_name: str
    last_name: str
    phone: str
    language: str
    interpreter_needed: bool


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
    # Whoever comes second waits here until the first is through, and then finds the draft gone.
    if not ReferralDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        sent: Referral | None = Referral.objects.filter(submission_id=draft.pk, unit=actor.income_support_unit).first()
        if sent is None:
            raise OperationRefused("Utkastet är borttaget. Börja om med en ny remiss.")
        return sent
    known = known_person(subject.identity) if subject.identity else None
    referral = submit_referral(
        actor=actor,
        unit=actor.income_support_unit,
        person=known or _registered(subject),
        jobbtorg=jobbtorg,
        submission_id=draft.pk,
        note=news_about(known, subject) if known else "",
        **facts,
    )
    draft.delete()
    return referral


def _registered(subject: Subject) -> Person:
    with errand(Errand.REGISTRATION):
        return register_person(
            identity=subject.identity,
            birth_date=subject.birth_date,
            first_name=subject.first_name,
            last_name=subject.last_name,
            phone=subject.phone,
            language=subject.language,
            interpreter_needed=subject.interpreter_needed,
        )


def news_about(known: Person, subject: Subject) -> str:
    """What the referral says otherwise than the register, for the jobbtorg to check; at most 300 characters.

    A known person's record is not overwritten by a referral. Of a protected person nothing is repeated.
    """
    if known.is_protected:
        return ""
    news = []
    if search_form(f"{subject.first_name} {subject.last_name}") != known.search_name:
        news.append(f"namn {subject.first_name} {subject.last_name}")
    if subject.phone and _digits(subject.phone) != _digits(known.phone):
        news.append(f"telefon {subject.phone}")
    if subject.language and subject.language.casefold() != known.language.casefold():
        news.append(f"språk {subject.language}")
    if subject.interpreter_needed and not known.interpreter_needed:
        news.append("behöver tolk")
    return f"Remissen anger: {', '.join(news)}."[:300] if news else ""


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())
