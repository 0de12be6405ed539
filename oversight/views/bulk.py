"""Several clocks at once: marked in the list, confirmed on a page of its own, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.forms.coaches import BulkAssignForm
from aspirants.models import Enrolment, Protection
from aspirants.querysets import EnrolmentQuerySet
from audit.models import AccessKind
from audit.operations import log_access
from casework.coaching.changing import booked_with_coach, clashes_in_words
from core.forms import SeenForm, get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import Seen
from deadlines.models import DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.shown import shown_clocks
from deadlines.status.counts import clocks_of
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.lists.registry import ListPage, address_of
from organisation.lists.results import MARKED, RESULT, BulkResult, keep_result, marked_value, said_of
from organisation.models import User
from oversight.forms import BulkCauseForm, BulkForm
from oversight.lists.pages import BREACHES, DEADLINES
from oversight.operations.bulk import assign_coach_in_bulk, explain_breaches, remind_coaches

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


def _cases_of(clocks: ClockQuerySet) -> EnrolmentQuerySet:
    cases: EnrolmentQuerySet = Enrolment.objects.filter(pk__in=clocks.order_by().values("enrolment"))
    return cases


BULK_ACTS = {
    "assign": BulkAct(
        "Tilldela coach",
        "Tilldela",
        lambda data, user, now, clocks: BulkAssignForm(
            data,
            manager=user,
            changes_coach=clocks.filter(enrolment__coach__isnull=False).exists(),
            bookings=booked_with_coach(_cases_of(clocks)).count(),
            clashes=partial(clashes_in_words, _cases_of(clocks)),
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


NONE_MARKED = "Markera minst en frist i listan. Skyddade personer hanteras i ärendet."


@access(jobbtorg_staff)
@get_or_post
def deadlines_chosen(request: StaffRequest) -> HttpResponse:
    """Ask once more, with the names, and then do it. Without a known act, redirect to the list."""
    log_access(request, AccessKind.READ, subject="Frister, valda")
    bulk_act = BULK_ACTS.get(request.POST.get("act", ""))
    keys = [int(key) for key in request.POST.getlist("clock") if key.isdecimal() and len(key) < 19][:MOST_AT_ONCE]
    marked = clocks_of(request.user).filter(pk__in=keys)
    # Protected persons are left out: opening one needs a reason for each.
    clocks = marked.filter(person__protection=Protection.NONE).order_by("due_on", "pk")
    if bulk_act is None or not may(request.user, bulk_act.act):
        return redirect(_way_back(request, "listan"))
    if not clocks.exists():
        keep_result(request, _list_of(request).key, NONE_MARKED, done=False)
        return redirect(_way_back(request, RESULT))
    is_confirmed = "confirmed" in request.POST
    form: Any = bulk_act.form(request.POST if is_confirmed else None, request.user, shown_clocks(clocks), clocks)
    if is_confirmed and form.is_valid():
        try:
            result = bulk_act.do(request, clocks, {"seen_clocks": form.seen, **form.as_operation()})
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _done(request, bulk_act, result)
    named = list(clocks.select_related("policy", "person", "enrolment__coach"))
    context = {
        "heading": bulk_act.heading,
        "submit_label": bulk_act.submit_label,
        "act": request.POST["act"],
        "names": [(clock.person.name, clock.reference, _in_words(clock)) for clock in named],
        "noun": "frist,frister",
        "name": "clock",
        "keys": [clock.pk for clock in named],
        "left_out": marked.count() - len(named),
        "query": request.POST.get("query", ""),
        "list_key": _list_of(request).key,
        "back": _way_back(request, "listan", keys),
        "back_label": _list_of(request).label,
    }
    return render_form(request, "organisation/lists/confirm.html", form, **context)


def _in_words(clock: DeadlineClock) -> str:
    """What is about to be acted on, beside the name: the kind and whose case it is."""
    coach = clock.enrolment.coach_in_words if clock.enrolment else ""
    return f"{clock.policy.get_kind_display()}, {coach or 'ingen coach'}"


def _done(request: StaffRequest, bulk_act: BulkAct, result: BulkResult) -> HttpResponse:
    said = said_of(result, bulk_act.done)
    keep_result(request, _list_of(request).key, said, result.refused, done=bool(result.done))
    return redirect(_way_back(request, RESULT, [one.key for one in result.refused]))


def _list_of(request: StaffRequest) -> ListPage:
    """The list that one came from."""
    return BREACHES if request.POST.get("list_key") == BREACHES.key else DEADLINES


def _way_back(request: StaffRequest, anchor: str, marked: list[int] | None = None) -> str:
    """The list that one came from, as it was filtered, with rows marked."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    query.pop(MARKED, None)
    if marked:
        query[MARKED] = marked_value(marked)
    return address_of(_list_of(request), query, anchor)
