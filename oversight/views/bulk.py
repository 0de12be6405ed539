"""Several clocks at once: marked in the list, confirmed on a page of its own, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Protection
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import SeenForm, get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import Seen
from core.swedish.numbers import counted
from deadlines.querysets import ClockQuerySet
from deadlines.shown import shown_clocks
from deadlines.status.counts import clocks_of
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.models import User
from oversight.forms import BulkAssignForm, BulkCauseForm, BulkForm
from oversight.operations.bulk import BulkResult, assign_coach_in_bulk, explain_breaches, remind_coaches

MOST_AT_ONCE = 50
"""As many as a page of the list has."""


@dataclass(frozen=True)
class BulkAct:
    """One thing that can be done: in words, and as the question and the operation."""

    heading: str
    submit_label: str
    form: Callable[[Any, User, Seen, ClockQuerySet], SeenForm]
    do: Callable[[StaffRequest, ClockQuerySet, dict[str, Any]], BulkResult]
    done: tuple[str, str]
    act: Act


BULK_ACTS = {
    "assign": BulkAct(
        "Tilldela coach",
        "Tilldela",
        lambda data, user, now, clocks: BulkAssignForm(
            data,
            manager=user,
            changes_coach=clocks.filter(enrolment__coach__isnull=False).exists(),
            now=now,
        ),
        lambda request, clocks, answers: assign_coach_in_bulk(actor=request.user, clocks=clocks, **answers),
        ("ärende har fått ny coach", "ärenden har fått ny coach"),
        Act.CHANGE_COACH,
    ),
    "remind": BulkAct(
        "Skicka påminnelse till coach",
        "Skicka",
        lambda data, user, now, clocks: BulkForm(data, now=now),
        lambda request, clocks, answers: remind_coaches(
            actor=request.user, clocks=clocks, today=timezone.localdate(), **answers
        ),
        ("påminnelse är skickad", "påminnelser är skickade"),
        Act.CHANGE_COACH,
    ),
    "cause": BulkAct(
        "Registrera orsak",
        "Spara",
        lambda data, user, now, clocks: BulkCauseForm(data, now=now),
        lambda request, clocks, answers: explain_breaches(actor=request.user, clocks=clocks, **answers),
        ("bruten frist har fått en orsak", "brutna frister har fått en orsak"),
        Act.WORK_IN_CASE,
    ),
}


@access(jobbtorg_staff)
@get_or_post
def deadlines_chosen(request: StaffRequest) -> HttpResponse:
    """Ask once more, with the count, and then do it. Without a known act, redirect to the list."""
    log_access(request, AccessKind.READ, subject="Frister, valda")
    bulk_act = BULK_ACTS.get(request.POST.get("act", ""))
    keys = [int(key) for key in request.POST.getlist("clock") if key.isdecimal() and len(key) < 19][:MOST_AT_ONCE]
    marked = clocks_of(request.user).filter(pk__in=keys)
    # Protected persons are left out: opening one needs a reason for each.
    clocks = marked.filter(person__protection=Protection.NONE).order_by("due_on", "pk")
    if bulk_act is None or not may(request.user, bulk_act.act):
        return redirect(_way_back(request))
    if not clocks.exists():
        messages.error(request, "Markera minst en frist i listan. Skyddade personer hanteras i ärendet.")
        return redirect(_way_back(request))
    is_confirmed = "confirmed" in request.POST
    form: Any = bulk_act.form(request.POST if is_confirmed else None, request.user, shown_clocks(clocks), clocks)
    if is_confirmed and form.is_valid():
        try:
            result = bulk_act.do(request, clocks, {"seen_clocks": form.seen, **form.as_operation()})
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            _say_result(request, bulk_act, result)
            return redirect(_way_back(request))
    context = {
        "bulk_act": bulk_act,
        "act": request.POST["act"],
        "clocks": clocks.select_related("policy"),
        "left_out": marked.count() - clocks.count(),
        "query": request.POST.get("query", ""),
        "back": _way_back(request),
    }
    return render_form(request, "oversight/bulk.html", form, **context)


def _say_result(request: StaffRequest, bulk_act: BulkAct, result: BulkResult) -> None:
    if result.done:
        messages.success(request, f"{counted(result.done, *bulk_act.done)}.")
    if result.refused:
        skipped = counted(len(result.refused), "frist hoppades över", "frister hoppades över")
        messages.warning(request, f"{skipped}. {'; '.join(result.refused)}")


def _way_back(request: StaffRequest) -> str:
    """The list that one came from, as it was filtered."""
    return reverse("deadlines", query=QueryDict(request.POST.get("query", "")), fragment="listan")
