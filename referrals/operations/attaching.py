"""Attachments are added while something is written, sent with it, and afterwards only hidden."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.access import may_hide
from referrals.attachments.content import fingerprint, store
from referrals.attachments.kinds import kind_of
from referrals.attachments.limits import MOST_ATTACHMENTS
from referrals.attachments.names import shown_name
from referrals.attachments.refusals import ALREADY_THERE, TOO_MANY, TOO_MANY_SENT, NotTakenError
from referrals.models import Attachment, Referral, ReferralDraft, ReferralStatus
from referrals.operations.drafts import DraftSentError
from referrals.operations.steps import lock_referral

NOT_WAITING = "Jobbtorget väntar inte på någon komplettering av remissen. Filen lades inte till."
NOT_THEIRS = "Bara enheten som skickade remissen kan ändra dess bilagor."
FIELD = "file"


@transaction.atomic
def attach_to_draft(*, actor: User, draft_id: uuid.UUID, content: bytes, name: str) -> Attachment:
    """Add a file to one's own draft, which is kept for another fourteen days. `name` is what the browser calls it.

    Raises DraftSentError if the draft has been sent meanwhile; OperationRefused where it has been removed, where there
    are five already or the very same, and where the file is not one of those that are taken (NotTakenError says why).
    """
    require(actor, Act.SEND_REFERRAL)
    draft = ReferralDraft.objects.select_for_update().filter(pk=draft_id, author=actor).first()
    if draft is None:
        if Referral.objects.filter(submission_id=draft_id, sent_by=actor).exists():
            raise DraftSentError("Remissen skickades under tiden. Filen kom inte med.")
        raise OperationRefused("Utkastet är borttaget. Filen lades inte till.", field=FIELD)
    added = _attach(actor, {"draft": draft}, content, name, too_many=TOO_MANY)
    draft.save(update_fields=["updated_at"])
    return added


@transaction.atomic
def attach_to_referral(*, actor: User, referral: Referral, content: bytes, name: str) -> Attachment:
    """Add a file to the completion of a referral; the jobbtorg gets it when the completion is sent.

    Raises OperationRefused where the referral is another unit's or not to be completed, and as `attach_to_draft`.
    """
    require(actor, Act.SEND_REFERRAL)
    referral = lock_referral(referral=referral)
    if actor.income_support_unit_id != referral.unit_id:
        raise OperationRefused(NOT_THEIRS, field=FIELD)
    if referral.status != ReferralStatus.INCOMPLETE:
        raise OperationRefused(NOT_WAITING, field=FIELD)
    return _attach(actor, {"referral": referral}, content, name, too_many=TOO_MANY_SENT)


def _attach(actor: User, to: dict[str, Any], content: bytes, name: str, *, too_many: str) -> Attachment:
    """The new row with its content. What it is added to is locked, so that two at once are counted."""
    present = list(Attachment.objects.filter(**to))
    shown = [one for one in present if not one.is_hidden]
    same = fingerprint(content)
    if any(one.fingerprint == same for one in shown):
        raise OperationRefused(ALREADY_THERE, field=FIELD)
    if len(shown) >= MOST_ATTACHMENTS:
        raise OperationRefused(TOO_MANY if any(not one.is_sent for one in shown) else too_many, field=FIELD)
    try:
        kind = kind_of(content)
    except NotTakenError as error:
        raise OperationRefused(error.message, field=FIELD) from error
    added = Attachment.objects.create(
        **to,
        number=max((one.number for one in present), default=0) + 1,
        kind=kind,
        name=shown_name(name, kind),
        size=len(content),
        fingerprint=same,
        added_by=actor,
        added_at=timezone.now(),
    )
    store(added, content)
    return added


@transaction.atomic
def remove_attachment(*, actor: User, attachment: Attachment) -> None:
    """Remove a file that has not been sent, with its content. Removed already, it is left at that.

    Raises OperationRefused if it has been sent, or is in another author's draft or another unit's referral.
    """
    require(actor, Act.SEND_REFERRAL)
    found = Attachment.objects.select_for_update(of=("self",)).select_related("draft", "referral")
    current = found.filter(pk=attachment.pk).first()
    if current is None:
        return
    if current.is_sent:
        raise OperationRefused("Bilagan är skickad och kan inte tas bort. Den kan döljas, med skäl.")
    author = current.draft.author_id if current.draft else None
    unit = current.referral.unit_id if current.referral else None
    if author != actor.pk and (unit is None or unit != actor.income_support_unit_id):
        raise OperationRefused(NOT_THEIRS)
    current.delete()


@transaction.atomic
def hide_attachment(*, actor: User, attachment: Attachment, reason: str) -> Attachment:
    """Let nobody open an attachment any more that should not have been sent. It stays, and both sides see why.

    Raises OperationRefused without a reason, for another unit's, and for one that is hidden already.
    """
    require(actor, Act.SEND_REFERRAL)
    current: Attachment = (
        Attachment.objects.select_for_update(of=("self",)).select_related("referral").get(pk=attachment.pk)
    )
    if current.referral is None or not may_hide(actor, current.referral):
        raise OperationRefused(NOT_THEIRS)
    if not current.is_sent:
        raise OperationRefused("Bilagan är inte skickad. Ta bort den i stället.")
    if current.is_hidden:
        raise OperationRefused("Bilagan är redan dold.")
    if not reason.strip():
        raise OperationRefused("Skriv varför bilagan döljs.", field="reason")
    current.hidden_at, current.hidden_by, current.hidden_reason = timezone.now(), actor, reason.strip()
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    return current
