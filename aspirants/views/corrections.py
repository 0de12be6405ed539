"""Correcting what is registered in a case, taking away what was about another person, and *Ångra*."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.corrections.registry import Correctable, correctables, find_correctable
from aspirants.corrections.rights import is_free
from aspirants.corrections.told import corrections_of
from aspirants.corrections.undoing import Done
from aspirants.forms.corrections import WrongPersonForm
from aspirants.models import CorrectionState, Enrolment
from aspirants.operations.undoing import undo_act
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.way_back import leads_back_to, way_back
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff

NAMED_BY = "vad"
"""The parameter that names the thing: "MEETING-17"."""

LISTED = 20
"""So many of each kind are listed, the latest; others are reached from where they stand."""

TOO_LATE = "Det gick inte att ångra längre. Rätta i stället, under Rätta i ärendet."


NOT_THERE = "Det finns inte längre att rätta. Det har tagits bort eller ångrats."


def _thing(request: StaffRequest, enrolment: Enrolment) -> tuple[Correctable, Any] | None:
    """The thing that the page is about, also one that was removed meanwhile; None where none is named.

    404 for a thing that the case has never had.
    """
    code = request.GET.get(NAMED_BY, "")
    if not code:
        return None
    found = find_correctable(code)
    row = found[0].rows(enrolment).filter(pk=found[1]).first() if found else None
    if found is None or row is None:
        raise Http404
    return found[0], row


def _is_gone(request: StaffRequest, thing: tuple[Correctable, Any] | None) -> bool:
    """Whether a page is only being opened about a thing that is gone, which is said then. A form is answered."""
    gone = thing is not None and request.method != "POST" and not thing[0].stands(thing[1])
    if gone:
        messages.error(request, NOT_THERE)
    return gone


@access(jobbtorg_staff)
def correct_in_case(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct one thing (`?vad=`), or choose which. It ends on the page that its link came from."""
    enrolment = open_case(request, pk, also_closed=True)
    thing = _thing(request, enrolment)
    if _is_gone(request, thing):
        return redirect("correct_in_case", pk=enrolment.pk)
    if thing is None:
        return _choose(request, enrolment, "correct_in_case")
    kind, row = thing
    end = way_back(request, reverse("case", args=[enrolment.pk]))
    now, recorded = kind.shown(row), kind.recorded(row)
    form = kind.form(request.POST or None, row=row, now=now, is_free=is_free(request.user, recorded))
    if form.is_valid():
        try:
            correction = kind.correct(actor=request.user, row=row, seen=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, **dict(kind.asked_as))
        else:
            waits = correction.state == CorrectionState.WAITING
            messages.success(request, "Rättat. Enhetschefen avgör om fristen påverkas." if waits else "Rättat.")
            return redirect(end)
    return render_form(
        request,
        "aspirants/correct.html",
        form,
        enrolment=enrolment,
        thing=kind.title(row),
        shown=now.facts,
        corrections=corrections_of(enrolment, kind.kind).get(row.pk, []),
        code=f"{kind.kind}-{row.pk}",
        ends_there=_ends_there(request),
        may_remove=kind.remove is not None
        and (is_free(request.user, recorded) or may(request.user, Act.REMOVE_WRONG_PERSON)),
    )


def _ends_there(request: StaffRequest) -> str:
    """What a link from one of the two pages to the other adds, so that it ends where the first one would have."""
    end = way_back(request, "")
    return f"&{leads_back_to(end)}" if end else ""


def _choose(request: StaffRequest, enrolment: Enrolment, leads_to: str) -> HttpResponse:
    found = [
        {
            "label": kind.kind.label,
            "things": [
                (kind.title(row), f"{kind.kind}-{row.pk}") for row in kind.rows(enrolment)[:LISTED] if kind.stands(row)
            ],
        }
        for kind in correctables()
        if kind.remove is not None or leads_to == "correct_in_case"
    ]
    return render(
        request,
        "aspirants/correct_what.html",
        {"enrolment": enrolment, "kinds": [kind for kind in found if kind["things"]], "leads_to": leads_to},
    )


@access(jobbtorg_staff)
def wrong_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away what was about another person (`?vad=`), and register it in the right case if that is chosen."""
    enrolment = open_case(request, pk, also_closed=True)
    thing = _thing(request, enrolment)
    if _is_gone(request, thing):
        return redirect("correct_in_case", pk=enrolment.pk)
    if thing is None or thing[0].remove is None:
        return _choose(request, enrolment, "wrong_person")
    kind, row = thing
    now = kind.shown(row)
    form = WrongPersonForm(request.POST or None, user=request.user, enrolment=enrolment, now=now)
    # What was sought without *Sök* being pressed has to be chosen from first.
    only_searches = "sok" in request.POST or (form.has_searched and "to" not in request.POST)
    if only_searches:
        form.errors.pop("to", None)
    elif form.is_valid() and form.changed is None:
        try:
            _remove(request, enrolment, kind, row, form)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(way_back(request, reverse("case", args=[enrolment.pk])))
    return render_form(
        request,
        "aspirants/wrong_person.html",
        form,
        enrolment=enrolment,
        thing=kind.title(row),
        shown=now.facts,
        code=f"{kind.kind}-{row.pk}",
        ends_there=_ends_there(request),
    )


def _remove(request: StaffRequest, enrolment: Enrolment, kind: Correctable, row: Any, form: WrongPersonForm) -> None:
    answers = form.as_operation()
    assert kind.remove is not None, "asked before"
    if answers["to"] is not None:
        # Asks for a reason where the person is protected, and logs that this case was opened too.
        answers["to"] = open_case(request, answers["to"].pk, also_closed=True)
    kind.remove(actor=request.user, row=row, seen=form.seen, **answers)
    if answers["to"] is not None:
        # The request is logged as an act in the case it looked at last; it was one in this case as well.
        log_access(request, AccessKind.WRITE, subject=enrolment.case_no, person_id=enrolment.person_id)
        log_access(request, AccessKind.READ, subject=answers["to"].case_no, person_id=answers["to"].person_id)
    gone = f"{kind.kind.label} är borttaget härifrån."
    messages.success(request, f"{gone} Det är registrerat i det andra ärendet." if answers["to"] else gone)


@access(jobbtorg_staff)
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """*Ångra*: take back what the message on the page says was done."""
    act = Done.from_token(request.POST.get("act", ""))
    if act is None:
        messages.error(request, TOO_LATE)
        return redirect(way_back(request, reverse("home")))
    enrolment = open_case(request, act.case, also_closed=True)
    try:
        undo_act(actor=request.user, act=act)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Ångrat.")
    return redirect(way_back(request, reverse("case", args=[enrolment.pk])))
