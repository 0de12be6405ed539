"""What the pages show of the attachments of a draft or of a referral; their content is not looked at."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.access import is_sender, kept_from, may_complete, may_hide
from referrals.models import Attachment, Referral, ReferralDraft

KB = 1024


@dataclass(frozen=True)
class Shown:
    """One attachment as a line of a list."""

    key: str
    label: str
    text: str
    """Kind and size; or that it is hidden, by whom and why."""
    url: str = ""
    """Where it is fetched; empty where nobody opens it."""
    hide_url: str = ""
    is_loose: bool = False
    """Not sent yet, so that it can be removed."""


def of_draft(draft: ReferralDraft) -> list[Shown]:
    """Of one's own draft."""
    return [_shown(one, one.name) for one in Attachment.objects.filter(draft=draft)]


def of_referral(user: User, referral: Referral, *, opens: bool = True) -> list[Shown]:
    """Of a referral that the user may see; what is not sent yet only to the unit that is about to send it.

    Where the page shows no name of a protected person, it shows no name of a file either. `opens`: with the way to the
    files, which whoever reads another jobbtorg's case does not get.
    """
    attachments = list(referral.attachments.all())
    if not (is_sender(user) and may_complete(user, referral)):
        attachments = [one for one in attachments if one.sent_at is not None]
    nameless = kept_from(user, referral.person)
    may = may_hide(user, referral)
    return [_shown(one, str(one) if nameless else one.name, opens=opens, may_hide=may) for one in attachments]


def _shown(one: Attachment, label: str, *, opens: bool = True, may_hide: bool = False) -> Shown:
    if one.hidden_at is not None:
        day = weekday_date(timezone.localdate(one.hidden_at))
        text = f"Dold {day} av {one.hidden_by}: {one.hidden_reason}"
        return Shown(str(one.key), str(one), text)
    loose = "" if one.is_sent or one.referral_id is None else ", inte skickad ännu"
    return Shown(
        str(one.key),
        label,
        f"{one.get_kind_display()}, {size_in_words(one.size)}{loose}",
        url=reverse("referral_attachment", args=[one.key]) if opens else "",
        hide_url=reverse("referral_attachment_hide", args=[one.key]) if may_hide and one.is_sent else "",
        is_loose=not one.is_sent,
    )


def size_in_words(size: int) -> str:
    """Bytes as people say it: 240 kB, 1,2 MB."""
    if size < KB * KB:
        return f"{max(round(size / KB), 1)} kB"
    return f"{size / KB / KB:.1f}".replace(".", ",").removesuffix(",0") + " MB"
