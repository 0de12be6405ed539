"""Several referrals at once: marked in the inbox, confirmed by name on a page of its own, then taken in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from aspirants.models import Protection
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.swedish.numbers import counted
from organisation.access.rules import StaffRequest, access
from organisation.lists.results import MARKED, RESULT, BulkResult, keep_result, marked_value, said_of
from referrals.access import receivers
from referrals.forms.deciding import TakeInForm
from referrals.inbox.operations import MOST_AT_ONCE, take_in_referrals
from referrals.inbox.way_on import OPENED
from referrals.models import Referral
from referrals.shown import shown_referrals
from referrals.views.inbox import LIST_KEY

MOST_MARKED = 50
"""As many as a page of the list has."""
LATER = "later"
"""The field with what was marked beyond what one press takes in; it is still marked afterwards."""
NONE_MARKED = "Markera minst en remiss i listan. Skyddade personer tas emot en och en."
DONE = ("person är inskriven", "personer är inskrivna")


@access(receivers)
@get_or_post
def chosen(request: StaffRequest) -> HttpResponse:
    """Ask who is given the marked referrals, naming them, and then take them in. By GET there is only the list."""
    log_access(request, AccessKind.READ, subject="Remisser, valda")
    keys = _keys(request, "referral")
    marked = Referral.objects.visible_to(request.user).filter(pk__in=keys)
    # Protected persons are left out: opening one needs a reason for each.
    ordered: Any = marked.filter(person__protection=Protection.NONE).order_by("clock__due_on", "received_on", "pk")
    found = list(ordered.values_list("pk", flat=True))
    later = [*found[MOST_AT_ONCE:], *_keys(request, LATER)]
    referrals = ordered.filter(pk__in=found[:MOST_AT_ONCE])
    if request.method != "POST":
        return redirect("referral_inbox")
    if not found:
        keep_result(request, LIST_KEY, NONE_MARKED, done=False)
        return redirect(_way_back(request, RESULT))
    confirmed = request.POST if "confirmed" in request.POST else None
    form = TakeInForm(confirmed, user=request.user, now=shown_referrals(referrals))
    if form.is_bound and form.is_valid():
        coaches = list(form.cleaned_data["coaches"])
        try:
            result = take_in_referrals(
                actor=request.user, referrals=referrals, seen_referrals=form.seen, coaches=coaches
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _done(request, result, later)
    listed = list(referrals.select_related("person", "clock"))
    context = {
        "heading": "Ta emot och skriv in",
        "submit_label": "Ta emot och skriv in",
        "names": [(referral.person.name, referral.number, _last_day(referral)) for referral in listed],
        "name": "referral",
        "keys": [referral.pk for referral in listed],
        "asides": [_wait(referral) for referral in listed if referral.waits_for_decision],
        "left_out": marked.count() - len(found),
        "later": later,
        "rest": _rest(len(later)) if later else "",
        "query": request.POST.get("query", ""),
        "back": _way_back(request, "listan", keys),
        "back_label": "Remisser",
        "act": "take_in",
        "noun": "remiss,remisser",
        "list_key": LIST_KEY,
    }
    return render_form(request, "organisation/lists/confirm.html", form, **context)


def _last_day(referral: Referral) -> str:
    return f"jobbplan senast {weekday_date(referral.clock.due_on)}" if referral.clock.due_on else "ingen sista dag än"


def _wait(referral: Referral) -> tuple[str, str, str]:
    """That somebody waits for the decision on benefit, and where it is registered."""
    text = f"{referral.person.name} ({referral.number}) väntar på beslutet om ersättningen och vill ha det först."
    return text, reverse("referral_decision", args=[referral.pk]), "Beslutet är fattat"


def _keys(request: StaffRequest, field: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(field) if key.isdecimal() and len(key) < 19][:MOST_MARKED]


def _rest(count: int) -> str:
    """How many one press takes in, and what becomes of the others."""
    more = counted(count, "remiss", "remisser")
    return f"Högst {MOST_AT_ONCE} tas emot åt gången. {more} till är kvar i listan, markerade."


def _done(request: StaffRequest, result: BulkResult, later: list[int]) -> HttpResponse:
    said = f"{said_of(result, DONE)} {_rest(len(later))}" if later else said_of(result, DONE)
    keep_result(request, LIST_KEY, said, result.refused, done=bool(result.done), given=result.given)
    return redirect(_way_back(request, RESULT, [*(one.key for one in result.refused), *later]))


def _way_back(request: StaffRequest, anchor: str, marked: list[int] | None = None) -> str:
    """The inbox as it was, with rows marked."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for gone in (MARKED, OPENED):
        query.pop(gone, None)
    if marked:
        query[MARKED] = marked_value(marked)
    asked = query.urlencode()
    return f"{reverse('referral_inbox')}{f'?{asked}' if asked else ''}#{anchor}"
