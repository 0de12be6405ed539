"""The lists: what a unit has sent, and what a jobbtorg has to receive."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import PROTECTED_NAME
from audit.models import AccessKind
from audit.operations import log_access
from core.reading.near_pages import NearPaginator
from deadlines.models import DeadlineClock
from deadlines.status.protected import masked_clocks
from organisation.access.rules import StaffRequest, access
from referrals.access import is_sender, parties
from referrals.drafts import DETAILS, answers, open_drafts
from referrals.filters import INBOX_CHIPS, SENT_CHIPS, chosen_chip, in_inbox_order, narrowed
from referrals.models import Referral, ReferralDraft
from referrals.sender.status_texts import StatusText, clock_status_text, status_text_for_sender, waits_for

ROWS_PER_PAGE = 50
IN_A_LIST = (
    *("number", "status", "submitted_at", "received_on", "unit"),
    *("person__protection", "followed_until"),
)
"""What a row shows, or its words are made of. Not the identity number, which would be decrypted for each."""
SENT = ("clock", "jobbtorg__name", "decline_reason", "enrolment", "said_first_name", "said_last_name")
OF_ITS_CLOCK = ("status", "due_on", "fulfilled_at", "covered", "policy__start_event")
RECEIVED = (
    *(f"clock__{name}" for name in OF_ITS_CLOCK),
    *("unit__name", "unit__district__name", "has_children_at_home"),
    *("person__first_name", "person__call_name", "person__last_name"),
    *("person__birth_date", "person__birth_year", "person__deceased_on"),
)
"""What its flags are made of, besides."""
CLOCKS_SHOWN = Prefetch("clock", DeadlineClock.objects.select_related("policy").only(*OF_ITS_CLOCK))
"""Apart from the referrals: the clock of a case that the unit follows no more is not there for it."""
YOUNG_UNDER = 25
"""Below this age a person counts as young (target group TG5)."""


@dataclass(frozen=True)
class Row:
    """One referral as a row of a list."""

    referral: Referral
    name: str
    status_text: StatusText
    flags: tuple[str, ...] = ()
    waits_for: str = ""


@dataclass(frozen=True)
class DraftRow:
    """One draft; only its author sees it."""

    draft: ReferralDraft
    name: str


@access(parties)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Mina remisser for a stadsdel, the inbox for a jobbtorg."""
    log_access(request, AccessKind.READ, subject="Remisser")
    return _sent(request) if is_sender(request.user) else _received(request)


def _sent(request: StaffRequest) -> HttpResponse:
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
    page = _page(request, referrals)
    context = {
        "page": page,
        "rows": [_sent_row(referral) for referral in page],
        "drafts": [DraftRow(draft, _draft_name(draft)) for draft in open_drafts(request.user)],
        "chips": SENT_CHIPS,
        "chosen": chip,
        "today": timezone.localdate(),
    }
    return render(request, "referrals/sent_list.html", context)


def _received(request: StaffRequest) -> HttpResponse:
    chip, today = chosen_chip(INBOX_CHIPS, request.GET.get("visa", "")), timezone.localdate()
    referrals = (
        narrowed(Referral.objects.visible_to(request.user), chip)
        .select_related("person", "unit__district", "clock__policy")
        .only(*IN_A_LIST, *RECEIVED)
    )
    page = _page(request, in_inbox_order(referrals, chip))
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


def _page(request: StaffRequest, referrals: QuerySet[Referral]) -> Page[Referral]:
    asked = request.GET.get("page", "")
    return NearPaginator(referrals, ROWS_PER_PAGE, asked).get_page(asked)


def _sent_row(referral: Referral) -> Row:
    return Row(referral, _name(referral), status_text_for_sender(referral))


def _name(referral: Referral) -> str:
    """The name in the sender's list, as the unit wrote it; a protected person's is never in one (docs/access.md)."""
    return PROTECTED_NAME if referral.person.is_protected else referral.said_name


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


def _draft_name(draft: ReferralDraft) -> str:
    typed = answers(draft, DETAILS)
    name = f"{typed.get('first_name', '')} {typed.get('last_name', '')}".strip()
    return name or "Namnet är inte ifyllt"
