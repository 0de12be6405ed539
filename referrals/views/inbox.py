"""The inbox: what a jobbtorg has to receive. The same address shows a stadsdel what it has sent."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import PROTECTED_NAME
from audit.models import AccessKind
from audit.operations import log_access
from core.swedish.dates import weekday_date
from core.swedish.numbers import counted
from core.way_back import leads_back_to
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access
from organisation.lists.results import MARKED, marked_keys, take_result
from organisation.models import User
from referrals.access import is_sender, parties
from referrals.filters import INBOX_CHIPS, chosen_chip, in_inbox_order, narrowed
from referrals.forms.deciding import EnrolForm, refused
from referrals.inbox.flags import flags_of
from referrals.inbox.operations import MOST_AT_ONCE
from referrals.inbox.protected import protected_waiting
from referrals.inbox.way_on import OPENED, to_next, to_same
from referrals.models import Referral
from referrals.moving.offers import offered_referrals
from referrals.rules.names import priority_names
from referrals.sender.status_texts import clock_status_text, waits_for
from referrals.views.lists import IN_A_LIST, OF_ITS_CLOCK, Row, page_of
from referrals.views.reading import ending_at, for_receiver, open_referral, page_context
from referrals.views.sent import sent_list

RECEIVED = (
    *(f"clock__{name}" for name in OF_ITS_CLOCK),
    *(
        "unit__name",
        "unit__district__name",
        "unit__valid_to",
        "jobbtorg__name",
        "jobbtorg__valid_to",
        "has_children_at_home",
        "priority",
        "jobbtorg",
    ),
    *("person__first_name", "person__call_name", "person__last_name"),
    *("person__birth_date", "person__birth_year", "person__deceased_on"),
)
"""What its flags are made of, besides."""
MOST_DIGITS = 19
LIST_KEY = "remisser"
TAKEN_IN_TOGETHER = ("", "mottagna")
"""The chips above which several referrals can be marked and taken in."""
PRIORITISED_FIRST = "prioriterade"
"""The order in which those whom an agreement takes first stand above the others; the deadline is the same for all."""


@access(parties)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Mina remisser for a stadsdel, the inbox for a jobbtorg."""
    log_access(request, AccessKind.READ, subject="Remisser")
    return sent_list(request) if is_sender(request.user) else _received(request)


def beside_inbox(request: StaffRequest, referral: Referral, form: EnrolForm) -> HttpResponse:
    """The inbox that `request.GET` asks for, with a referral open beside it whose enrolment was refused."""
    log_access(request, AccessKind.READ, subject="Remisser")
    changed, status = refused(form)
    shown = page_context(request.user, referral, changed=changed) | for_receiver(request.user, referral, False, form)
    response = _received(request, shown)
    response.status_code = status
    return response


def _received(request: StaffRequest, shown: dict[str, Any] | None = None) -> HttpResponse:
    """`shown`: what is open, where that is not what `?oppen=` names."""
    chip, today = chosen_chip(INBOX_CHIPS, request.GET.get("visa", "")), timezone.localdate()
    referrals = (
        narrowed(Referral.objects.visible_to(request.user), chip)
        .select_related("person", "unit__district", "clock__policy", "jobbtorg")
        .only(*IN_A_LIST, *RECEIVED)
    )
    first = request.GET.get("ordning") == PRIORITISED_FIRST
    page = page_of(request, in_inbox_order(referrals, chip, prioritised_first=first))
    names = priority_names(page)
    rows = [_row(referral, names.get(referral.pk, [])) for referral in page]
    context = {
        "page": page,
        "rows": rows,
        "list_address": reverse("referral_inbox"),
        "masked": protected_waiting(request.user, chip),
        "chips": INBOX_CHIPS,
        "chosen": chip,
        "prioritised_first": first,
        "today": today,
        "closing": _closing(request.user, rows, today),
        "may_watch": may(request.user, Act.WATCH_CAPACITY),
        "several": chip.value in TAKEN_IN_TOGETHER,
        "most_at_once": MOST_AT_ONCE,
        "result": take_result(request, LIST_KEY, lambda keys: _names(request, keys)),
        "marked": marked_keys(request.GET.get(MARKED, "")),
        "all_marked": request.GET.get(MARKED) == "alla",
    }
    opened = _opened(request, rows) if shown is None else shown
    if isinstance(opened, HttpResponse):
        return opened
    shows_offers = not opened or opened["referral"].has_offers
    context["offered"] = offered_referrals(request.user) if shows_offers else []
    if opened:
        here = opened["referral"].pk
        next_one = to_next(request.GET, _openable(rows, here), here)
        context |= opened | ending_at(next_one) | {"back_here": f"?{leads_back_to(to_same(next_one, here))}"}
    return render(request, "referrals/inbox.html", context)


def _opened(request: StaffRequest, rows: list[Row]) -> HttpResponse | dict[str, Any]:
    """The referral that `?oppen=` names, to be shown beside the list; a protected person's has a page of its own."""
    asked = request.GET.get(OPENED, "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < MOST_DIGITS):
        return {}
    if any(row.referral.person.is_protected for row in rows if row.referral.pk == int(asked)):
        return redirect("referral_detail", pk=asked)
    try:
        referral = open_referral(request, int(asked))
    except Http404:
        messages.info(request, "Remissen finns inte längre här. Den kan ha flyttats till ett annat jobbtorg.")
        return redirect("referral_inbox")
    return page_context(request.user, referral) | for_receiver(request.user, referral, False, None)


def _openable(rows: list[Row], opened: int) -> list[int]:
    """Which of the list open beside it: the one that does, and those of no protected person."""
    referrals = [row.referral for row in rows]
    return [one.pk for one in referrals if one.pk == opened or not one.person.is_protected]


def _row(referral: Referral, groups: list[str]) -> Row:
    """`groups`: those that the agreement takes first."""
    first = (f"Tas först: {', '.join(groups).lower()}",) if groups else ()
    flags = (*first, *flags_of(referral))
    return Row(referral, _name_or_number(referral), clock_status_text(referral.clock), flags, waits_for(referral))


def _closing(user: User, rows: list[Row], today: datetime.date) -> str:
    """For a manager of a jobbtorg that closes: until when it is there, and how many referrals must be moved."""
    here = rows[0].referral.jobbtorg if rows and may(user, Act.TRANSFER_CASE) else None
    if here is None or here.valid_to is None:
        return ""
    waiting = Referral.objects.visible_to(user).waiting().count()
    waits = counted(waiting, "remiss väntar", "remisser väntar")
    if here.valid_to < today:
        return f"{here} finns inte längre. {waits} och behöver flyttas till ett annat jobbtorg."
    until = f"{here} finns till och med {weekday_date(here.valid_to)}."
    return f"{until} {waits}. Flytta dem som inte hinner skrivas in."


def _names(request: StaffRequest, keys: list[int]) -> dict[int, str]:
    """Whom the referrals that an act was refused for are about."""
    found = Referral.objects.visible_to(request.user).filter(pk__in=keys).select_related("person")
    return {referral.pk: _name_or_number(referral) for referral in found}


def _name_or_number(referral: Referral) -> str:
    """The name in the inbox; protected persons are told apart by their numbers."""
    return f"{PROTECTED_NAME}, {referral.number}" if referral.person.is_protected else referral.person.name
