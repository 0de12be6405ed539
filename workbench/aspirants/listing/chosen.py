"""Several cases at once: marked in the list of aspirants, confirmed by name on a page of its own, then done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from aspirants.forms.coaches import BulkAssignForm
from aspirants.models import Enrolment, Protection
from aspirants.querysets import EnrolmentQuerySet
from aspirants.shown import shown_cases
from audit.models import AccessKind
from audit.operations import log_access
from casework.coaching.changing import booked_with_coach, change_coach_of_cases, clashes_in_words
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from organisation.lists.registry import address_of
from organisation.lists.results import MARKED, RESULT, BulkResult, keep_result, marked_value, said_of
from workbench.aspirants.listing.rows import ASPIRANTS

MOST_AT_ONCE = 50
"""As many as a page of the list has."""

NONE_MARKED = "Markera minst en aspirant i listan. Skyddade personer hanteras i ärendet."
DONE = ("ärende har fått ny coach", "ärenden har fått ny coach")


@access(allowed_to(Act.CHANGE_COACH))
@get_or_post
def aspirants_chosen(request: StaffRequest) -> HttpResponse:
    """Ask which coach the marked cases shall have, naming them, and then give it. By GET there is only the list."""
    log_access(request, AccessKind.READ, subject="Aspiranter, valda")
    keys = [int(key) for key in request.POST.getlist("case") if key.isdecimal() and len(key) < 19][:MOST_AT_ONCE]
    marked = Enrolment.objects.visible_to(request.user).filter(pk__in=keys)
    # Protected persons are left out: opening one needs a reason for each.
    cases: Any = marked.filter(person__protection=Protection.NONE).order_by("person__sort_key", "pk")
    if request.method != "POST":
        return redirect("aspirant_list")
    if not cases.exists():
        keep_result(request, ASPIRANTS.key, NONE_MARKED, done=False)
        return redirect(_way_back(request, RESULT))
    form = _form(request, cases)
    if form.is_bound and form.is_valid():
        try:
            result = change_coach_of_cases(actor=request.user, cases=cases, seen_cases=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _done(request, result)
    listed = list(cases.select_related("person"))
    context = {
        "heading": "Tilldela coach",
        "submit_label": "Tilldela",
        "names": [(case.person.name, case.case_no, case.coach_in_words or "ingen coach") for case in listed],
        "name": "case",
        "keys": [case.pk for case in listed],
        "left_out": marked.count() - len(listed),
        "query": request.POST.get("query", ""),
        "back": _way_back(request, "listan", keys),
        "back_label": ASPIRANTS.label,
        "act": "assign",
        "noun": "aspirant,aspiranter",
        "list_key": ASPIRANTS.key,
    }
    return render_form(request, "organisation/lists/confirm.html", form, **context)


def _form(request: StaffRequest, cases: EnrolmentQuerySet) -> BulkAssignForm:
    return BulkAssignForm(
        request.POST if "confirmed" in request.POST else None,
        manager=request.user,
        changes_coach=cases.filter(coach__isnull=False).exists(),
        bookings=booked_with_coach(cases).count(),
        clashes=partial(clashes_in_words, cases),
        now=shown_cases(cases),
    )


def _done(request: StaffRequest, result: BulkResult) -> HttpResponse:
    keep_result(request, ASPIRANTS.key, said_of(result, DONE), result.refused, done=bool(result.done))
    return redirect(_way_back(request, RESULT, [one.key for one in result.refused]))


def _way_back(request: StaffRequest, anchor: str, marked: list[int] | None = None) -> str:
    """The list that one came from, as it was filtered, with rows marked."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    query.pop(MARKED, None)
    if marked:
        query[MARKED] = marked_value(marked)
    return address_of(ASPIRANTS, query, anchor)
