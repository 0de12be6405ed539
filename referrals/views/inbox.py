"""The inbox: what a jobbtorg has to receive. The same address shows a stadsdel what it has sent."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import PROTECTED_NAME
from audit.models import AccessKind
from audit.operations import log_access
from deadlines.status.protected import masked_clocks
from organisation.access.rules import StaffRequest, access
from referrals.access import is_sender, parties
from referrals.filters import INBOX_CHIPS, chosen_chip, in_inbox_order, narrowed
from referrals.models import Referral
from referrals.sender.status_texts import clock_status_text, waits_for
from referrals.views.lists import IN_A_LIST, OF_ITS_CLOCK, Row, page_of
from referrals.views.sent import sent_list

RECEIVED = (
    *(f"clock__{name}" for name in OF_ITS_CLOCK),
    *("unit__name", "unit__district__name", "has_children_at_home"),
    *("person__first_name", "person__call_name", "person__last_name"),
    *("person__birth_date", "person__birth_year", "person__deceased_on"),
)
"""What its flags are made of, besides."""
YOUNG_UNDER = 25
"""Below this age a person counts as young (target group TG5)."""


@access(parties)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Mina remisser for a stadsdel, the inbox for a jobbtorg."""
    log_access(request, AccessKind.READ, subject="Remisser")
    return sent_list(request) if is_sender(request.user) else _received(request)


def _received(request: StaffRequest) -> HttpResponse:
    chip, today = chosen_chip(INBOX_CHIPS, request.GET.get("visa", "")), timezone.localdate()
    referrals = (
        narrowed(Referral.objects.visible_to(request.user), chip)
        .select_related("person", "unit__district", "clock__policy")
        .only(*IN_A_LIST, *RECEIVED)
    )
    page = page_of(request, in_inbox_order(referrals, chip))
    context = {
        "page": page,
        "rows": [
            Row(
                referral,
                _name_or_number(referral),
                clock_status_text(referral.clock),
                _flags(referral),
                waits_for(referral),
            )
            for referral in page
        ],
        # Before anybody is enrolled a number is all there is to wait for; those enrolled stand among the aspirants.
        "masked": masked_clocks(request.user, waiting=True),
        "chips": INBOX_CHIPS,
        "chosen": chip,
        "today": today,
    }
    return render(request, "referrals/inbox.html", context)


def _name_or_number(referral: Referral) -> str:
    """The name in the inbox; protected persons are told apart by their numbers."""
    return f"{PROTECTED_NAME}, {referral.number}" if referral.person.is_protected else referral.person.name


def _flags(referral: Referral) -> tuple[str, ...]:
    """Who goes first: young people and families with children."""
    ages = referral.person.ages_on(referral.received_on)
    # Where only the year is known: young if everybody born in it is.
    young = bool(ages) and ages[-1] < YOUNG_UNDER
    flags = [
        ("Avliden", referral.person.deceased_on is not None),
        ("Under 25 år", young),
        ("Barn i hemmet", referral.has_children_at_home),
    ]
    return tuple(text for text, applies in flags if applies)
