"""One attachment: fetched as a file, never shown in the browser, and hidden after it was sent."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from aspirants.access import reason_to_read
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access
from organisation.models import User
from referrals.access import is_sender, may_hide, parties, senders
from referrals.attachments.content import content_of
from referrals.attachments.names import ending_for
from referrals.choices import AttachmentKind
from referrals.forms.attaching import HideForm
from referrals.models import Attachment, Referral
from referrals.operations.attaching import NOT_THEIRS, hide_attachment
from referrals.views.reading import open_referral

CONTENT_TYPES = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.JPEG: "image/jpeg",
    AttachmentKind.PNG: "image/png",
}


def _the_attachment(request: StaffRequest, key: uuid.UUID) -> Attachment:
    """One that is not hidden; 404 outside the user's scope."""
    visible = Attachment.objects.visible_to(request.user).filter(hidden_at=None)
    found: Attachment = get_object_or_404(visible.select_related("referral__person"), key=key)
    return found


@access(parties)
@require_safe
def attachment(request: StaffRequest, attachment_key: uuid.UUID) -> HttpResponse:
    """The file, to be saved. Its name tells number and kind, since it stays behind on the machine."""
    found = _the_attachment(request, attachment_key)
    _log(request, found.referral)
    of = found.referral.number if found.referral else "utkast"
    name = f"remiss-{of}-bilaga-{found.number}.{ending_for(found.kind)}"
    return HttpResponse(
        content_of(found),
        content_type=CONTENT_TYPES[AttachmentKind(found.kind)],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _log(request: StaffRequest, referral: Referral | None) -> None:
    """A row that a file was fetched, and of which referral. At the jobbtorg a protected person's asks for a reason."""
    if referral is None:
        log_access(request, AccessKind.EXPORT, subject="Remissutkast")
        return
    reason = ""
    if is_sender(request.user):
        require_lookups_within_limit(request.user, referral.person_id)
    else:
        reason = reason_to_read(request, referral.person)
    log_access(request, AccessKind.EXPORT, subject=referral.number, person_id=referral.person_id, reason=reason)


@access(senders)
@get_or_post
def hide(request: StaffRequest, attachment_key: uuid.UUID) -> HttpResponse:
    """Hide an attachment that should not have been sent, with a reason that both sides see."""
    sent = Attachment.objects.visible_to(request.user).exclude(referral=None)
    found: Attachment = get_object_or_404(sent, key=attachment_key)
    assert found.referral_id is not None, "drafts' were left out"
    referral = open_referral(request, found.referral_id)
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and (why_not := _why_not(request.user, referral, found)):
        messages.error(request, why_not)
        return redirect("referral_detail", pk=referral.pk)
    if form.is_valid():
        try:
            hide_attachment(actor=request.user, attachment=found, reason=form.cleaned_data["reason"])
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{found} är dold. Ingen kan öppna den längre.")
            return redirect("referral_detail", pk=referral.pk)
    return render_form(request, "referrals/attachment_hide.html", form, referral=referral, attachment=found)


def _why_not(user: User, referral: Referral, found: Attachment) -> str:
    """Why there is nothing to hide for the user; empty where there is."""
    if not may_hide(user, referral):
        return NOT_THEIRS
    if found.is_hidden:
        return "Bilagan är redan dold."
    return "" if found.is_sent else "Bilagan är inte skickad ännu."
