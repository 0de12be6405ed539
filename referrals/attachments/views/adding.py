"""Adding files to a draft or to a completion, one at a time, and removing them before they are sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access
from referrals.access import may_complete, name_shown, senders
from referrals.attachments import listing
from referrals.attachments.limits import MOST_ATTACHMENTS
from referrals.attachments.names import misleads
from referrals.forms.attaching import AttachForm
from referrals.models import Attachment, ReferralDraft
from referrals.operations.attaching import attach_to_draft, attach_to_referral, remove_attachment
from referrals.operations.drafts import DraftSentError
from referrals.views.reading import open_referral
from referrals.views.sending import confirmation_of

REMOVE = "remove"
"""What the button beside an attachment sends: the attachment's key."""

ON = "on"
"""What the buttons that lead on send: a file that is chosen is added by the same press, never dropped."""


@access(senders)
@get_or_post
def attachments_of_draft(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The files of one's own draft. A draft that was sent meanwhile leads to its confirmation."""
    draft = ReferralDraft.objects.filter(pk=draft_id, author=request.user).first()
    if draft is None:
        return _sent_meanwhile(request, draft_id)
    log_access(request, AccessKind.READ, subject="Remissutkast")
    context = {
        "draft_id": draft_id,
        "back_url": reverse("referral_draft_details", args=[draft_id]),
        "done_url": reverse("referral_draft_check", args=[draft_id]),
    }

    def attach(content: bytes, name: str) -> Attachment:
        return attach_to_draft(actor=request.user, draft_id=draft_id, content=content, name=name)

    try:
        return _page(request, Attachment.objects.filter(draft=draft), attach, lambda: listing.of_draft(draft), context)
    except DraftSentError:
        return _sent_meanwhile(request, draft_id)


def _sent_meanwhile(request: StaffRequest, draft_id: uuid.UUID) -> HttpResponse:
    response = confirmation_of(request, draft_id)
    if request.method == "POST":
        messages.error(request, "Remissen skickades under tiden, så bilagorna kunde inte ändras.")
    return response


@access(senders)
@get_or_post
def attachments_of_referral(request: StaffRequest, pk: int) -> HttpResponse:
    """The files of a referral that is to be completed; new ones go with the completion."""
    referral = open_referral(request, pk)
    if request.method != "POST" and not may_complete(request.user, referral):
        messages.error(request, "Jobbtorget väntar inte på någon komplettering av remissen.")
        return redirect("referral_detail", pk=pk)
    context = {
        "referral": referral,
        "name": name_shown(request.user, referral),
        "back_url": reverse("referral_detail", args=[pk]),
        "done_url": reverse("referral_complete", args=[pk]),
    }

    def attach(content: bytes, name: str) -> Attachment:
        return attach_to_referral(actor=request.user, referral=referral, content=content, name=name)

    own = Attachment.objects.filter(referral=referral)
    return _page(request, own, attach, lambda: listing.of_referral(request.user, referral), context)


def _page(
    request: StaffRequest,
    own: Any,
    attach: Callable[[bytes, str], Attachment],
    shown: Callable[[], list[listing.Shown]],
    context: dict[str, Any],
) -> HttpResponse:
    """The list with the form under it. `own`: those that can be removed here, and no others."""
    if request.method == "POST" and REMOVE in request.POST:
        return _remove(request, own)
    on = {"done": context["done_url"], "back": context["back_url"]}.get(request.POST.get(ON, ""), "")
    if on and "file" not in request.FILES:
        return redirect(on)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = attach(file.read(), file.name)
        except DraftSentError:
            raise
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _added(added, file.name))
            return redirect(on or request.path)
    attachments = shown()
    context |= {
        "attachments": attachments,
        "is_full": sum(bool(one.url) for one in attachments) >= MOST_ATTACHMENTS,
        "can_remove": any(one.is_loose for one in attachments),
    }
    return render_form(request, "referrals/attachments.html", form, **context)


def _added(added: Attachment, typed: str) -> str:
    """That a file was added, and that it is called otherwise than it was where the name said it was something else."""
    if misleads(typed, added.kind):
        return f"Filen är en {added.get_kind_display()} och heter därför {added.name} här, vad den än hette."
    return f"{added.name} är tillagd."


def _remove(request: StaffRequest, own: Any) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST[REMOVE])
    except ValueError:
        raise Http404 from None
    attachment = own.filter(key=key).first()
    if attachment is not None:
        try:
            remove_attachment(actor=request.user, attachment=attachment)
        except OperationRefused as refusal:
            messages.error(request, refusal.message)
            return redirect(request.path)
    messages.success(request, "Bilagan är borttagen.")
    return redirect(request.path)
