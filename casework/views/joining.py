"""A joining: the question to another jobbtorg's manager, and what was joined until it can be undone no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from casework.joining.forms import AnswerForm
from casework.joining.reading import foretold, look_at, look_back
from casework.joining.shown import facts_of_record, label_of, shown_join, shown_records
from casework.joining.undoing import last_day_to_undo, may_be_undone
from casework.models import JoinStatus, PersonJoin
from casework.operations import accept_join, decline_join, undo_join, withdraw_join
from core.forms import get_or_post, render_form
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, Seen, seen_in
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to

SEEN_RECORDS = "seen_records"
"""The hidden field with the two records as the page showed them."""

DONE = {
    JoinStatus.JOINED: "Posterna är sammanslagna. Det går att ångra i 14 dagar.",
    JoinStatus.DECLINED: "Ditt nej är sparat. Den som frågade får veta det.",
    JoinStatus.WITHDRAWN: "Frågan är återtagen.",
    JoinStatus.UNDONE: "Sammanslagningen är ångrad.",
}


@access(allowed_to(Act.JOIN_PERSONS))
@get_or_post
def person_join(request: StaffRequest, pk: int) -> HttpResponse:
    """One joining; where it waits it is answered or taken back here, where it stands it is undone."""
    joins = PersonJoin.objects.visible_to(request.user).select_related("asked_by__jobbtorg", "case", "ended_case")
    join: PersonJoin = get_object_or_404(joins, pk=pk)
    for person in (join.goes_id, join.stays_id):
        require_lookups_within_limit(request.user, person)
        log_access(request, AccessKind.READ, subject="Sammanslagning", person_id=person)
    form = AnswerForm(request.POST if request.POST.get("act") == "decline" else None)
    changed = None
    if request.method == "POST" and (act := _acts(request, join, form)) is not None:
        try:
            done = act()
        except ChangedMeanwhileError as meanwhile:
            changed = meanwhile
        except OperationRefused as refusal:
            messages.error(request, refusal.message)
            return redirect("person_join", pk=join.pk)
        else:
            messages.success(request, DONE[JoinStatus(done.status)])
            return redirect("person_join", pk=join.pk)
    context = _context(request, join)
    response = render_form(request, "casework/person_join.html", form, changed=changed, **context)
    if changed is not None:
        response.status_code = 409
    return response


def _acts(request: StaffRequest, join: PersonJoin, form: AnswerForm) -> Callable[[], PersonJoin] | None:
    """What the form asks for; None where its answers need mending."""
    about: dict[str, Any] = {"actor": request.user, "join": join, "seen_join": seen_in(request)}
    records = Seen.from_token(request.POST.get(SEEN_RECORDS, ""))
    acts: dict[str, Callable[[], PersonJoin]] = {
        "accept": lambda: accept_join(**about, seen_records=records),
        "withdraw": lambda: withdraw_join(**about),
        "undo": lambda: undo_join(**about),
    }
    if request.POST.get("act") == "decline":
        return (lambda: decline_join(**about, answer=form.cleaned_data["answer"])) if form.is_valid() else None
    return acts.get(request.POST.get("act", ""))


def _context(request: StaffRequest, join: PersonJoin) -> dict[str, Any]:
    records, at = look_at(join.goes_id, join.stays_id), request.user.jobbtorg_id
    asks = join.status == JoinStatus.ASKED
    is_asker = join.asked_by.jobbtorg_id == at
    undoable = may_be_undone(join, timezone.localdate())
    way = look_back(join) if undoable else None
    said: list[str] = []
    if asks:
        try:
            said = foretold(records, join.goes_on, at)
        except OperationRefused as refusal:
            said = [refusal.message]
    return {
        "join": join,
        "seen": shown_join(join, way.left if way else ()),
        "seen_records": shown_records(records, at=at),
        "columns": [
            (one, facts_of_record(one), [label_of(work, at) for work in records.works if work.person_id == one.pk])
            for one in (records.goes, records.stays)
        ],
        "said": said,
        "may_answer": asks and not is_asker and at in records.jobbtorg,
        "may_withdraw": asks and is_asker,
        "may_undo": undoable,
        "last_day": last_day_to_undo(join) if join.joined_at else None,
        "way": way,
        "case_here": join.case if join.case is not None and join.case.jobbtorg_id == at else None,
    }
