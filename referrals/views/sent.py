"""The sender's list: what a unit has sent, and the drafts of whoever reads it."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aspirants.models import PROTECTED_NAME
from deadlines.models import DeadlineClock
from organisation.access.rules import StaffRequest
from referrals.drafts import draft_rows
from referrals.filters import SENT_CHIPS, chosen_chip, narrowed
from referrals.lists.stored import open_lists
from referrals.models import Referral
from referrals.sender.status_texts import status_text_for_sender
from referrals.views.lists import IN_A_LIST, OF_ITS_CLOCK, Row, page_of

SENT = ("clock", "jobbtorg__name", "decline_reason", "enrolment", "said_first_name", "said_last_name")
"""What a row shows besides what any list of referrals does."""
CLOCKS_SHOWN = Prefetch("clock", DeadlineClock.objects.select_related("policy").only(*OF_ITS_CLOCK))
"""Apart from the referrals: the clock of a case that the unit follows no more is not there for it."""


def sent_list(request: StaffRequest) -> HttpResponse:
    """Mina remisser: newest first, with the drafts above. The caller checks the right and writes the access log."""
    chip = chosen_chip(SENT_CHIPS, request.GET.get("status", ""))
    referrals = (
        narrowed(Referral.objects.visible_to(request.user), chip)
        .select_related("person", "jobbtorg")
        .prefetch_related(CLOCKS_SHOWN)
        .only(*IN_A_LIST, *SENT)
        .with_last_event()
        .with_disclosures()
        .order_by("-submitted_at", "-pk")
    )
    page = page_of(request, referrals)
    context = {
        "page": page,
        "rows": [_sent_row(referral) for referral in page],
        "drafts": draft_rows(request.user),
        "lists": open_lists(request.user),
        "chips": SENT_CHIPS,
        "chosen": chip,
        "today": timezone.localdate(),
    }
    return render(request, "referrals/sent_list.html", context)


def _sent_row(referral: Referral) -> Row:
    return Row(referral, _name(referral), status_text_for_sender(referral))


def _name(referral: Referral) -> str:
    """The name in the sender's list, as the unit wrote it; a protected person's is never in one (docs/access.md)."""
    return PROTECTED_NAME if referral.person.is_protected else referral.said_name
