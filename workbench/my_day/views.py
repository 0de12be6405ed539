"""Where one begins: Min dag for coaches, the own workplace for everybody else."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from audit.models import AccessKind
from audit.operations import log_access
from core.swedish.dates import long_date
from core.swedish.numbers import counted
from core.workdays import add_working_days
from deadlines.status.last_sweep import last_sweep
from deadlines.status.lateness import working_days
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, signed_in
from organisation.models import Role
from organisation.reference_tables.calendar import stored_holiday
from organisation.staff.deputies import stood_in_for
from workbench.my_day.attention import Attention, checks_after_closing, needs_attention, own_cases
from workbench.my_day.caseload import (
    ORDERS,
    AnnotatedCase,
    Situation,
    case_rows,
    count_situations,
    situations,
    with_situation,
)
from workbench.my_day.day import (
    NOT_HELD,
    NOT_LOGGED,
    DayMeeting,
    chosen_day,
    meetings_of,
    meetings_on,
    meetings_to_handle,
    week_of,
)
from workbench.my_day.own_notes.forms import NewOwnNoteForm
from workbench.my_day.own_notes.shown import own_notes_of

ROWS = 50
SHOWN_AT_ONCE = 7

SOON = 2
"""Working days from today within which a last day is counted in the line under the heading."""

WORKPLACES = {
    Role.CASEWORKER: "referral_inbox",
    Role.DISTRICT_MANAGER: "referral_inbox",
    Role.MANAGER: "deadlines",
    Role.CENTRAL_COORDINATOR: "statistics",
    Role.ADMIN: "import_list",
    Role.LOG_REVIEWER: "access_log",
}


@access(signed_in)
def home(request: StaffRequest) -> HttpResponse:
    """Min dag for a coach; other roles are sent to where their work is."""
    workplace = WORKPLACES.get(Role(request.user.role))
    if workplace:
        return redirect(workplace)
    log_access(request, AccessKind.READ, subject="Min dag")
    now = timezone.now()
    today = timezone.localdate(now)
    absent = stood_in_for(request.user, today)
    cases = list(own_cases(request.user, now, absent).order_by(*ORDERS[_order(request, "frist")]))
    attention = [*needs_attention(cases, today=today), *checks_after_closing(request.user, today=today)]
    attention.sort(key=lambda row: row.order)
    day = chosen_day(request.GET.get("dag", ""), today)
    of_the_week = meetings_of(request.user, now=now, day=day, stood_in_for=absent)
    to_handle = meetings_to_handle(of_the_week, now=now)
    show_all = request.GET.get("atgarder") == "alla"
    return render(
        request,
        "workbench/my_day/home.html",
        {
            "sweep": last_sweep(now),
            "today": today,
            "today_text": long_date(today),
            "attention": attention if show_all else attention[:SHOWN_AT_ONCE],
            "attention_count": len(attention),
            "attention_hidden": 0 if show_all else max(0, len(attention) - SHOWN_AT_ONCE),
            "summary": day_in_short(to_handle, attention, len(cases), today),
            "day": day,
            "day_text": long_date(day),
            "is_other_day": day != today,
            "meetings": meetings_on(of_the_week, day, now=now) if day != today else to_handle,
            "week": week_of(of_the_week, today=today, day=day),
            "own_notes": own_notes_of(request.user, now),
            "note_form": NewOwnNoteForm(),
            "absent": absent,
            "may_set_deputy": may(request.user, Act.SET_DEPUTY),
            **own_caseload(request, cases, today),
        },
    )


def day_in_short(meetings: list[DayMeeting], attention: list[Attention], cases: int, today: datetime.date) -> list[str]:
    """The line under the heading: "6 möten i dag", "3 frister inom 2 arbetsdagar", "41 aspiranter"."""
    until = add_working_days(today, SOON, stored_holiday)
    held = sum(row.is_today and row.meeting.status not in NOT_HELD for row in meetings)
    not_logged = sum(row.state == NOT_LOGGED for row in meetings)
    late = sum(row.is_late(today) for row in attention)
    soon = sum(row.is_soon(today, until) for row in attention)
    parts = (
        (True, counted(held, "möte i dag", "möten i dag")),
        (not_logged, f"{not_logged} ej {'loggat' if not_logged == 1 else 'loggade'}"),
        (late, counted(late, "försenad frist", "försenade frister")),
        (True, f"{counted(soon, 'frist', 'frister')} inom {working_days(SOON)}"),
        (True, counted(cases, "aspirant", "aspiranter")),
    )
    return [text for is_said, text in parts if is_said]


def own_caseload(request: StaffRequest, cases: list[AnnotatedCase], today: datetime.date) -> dict[str, Any]:
    """One page of a coach's cases for `_caseload.html`, as `caseload_page` gives it. They are few, and all fetched:
    counting and narrowing them takes no query."""
    counts = {"": len(cases)} | {one.key: sum(map(one.holds, cases)) for one in situations(today)}
    chosen = _chosen(request, today)
    narrowed = list(filter(chosen.holds, cases)) if chosen else cases
    page = Paginator(narrowed, ROWS).get_page(request.GET.get("page"))
    return _caseload(page, counts, chosen, _order(request, "frist"), today)


def caseload_page(request: StaffRequest, cases: Any, *, default_order: str) -> dict[str, Any]:
    """One page of cases for `_caseload.html`: narrowed by `?visa=`, ordered by `?ordning=`. Two queries."""
    now = timezone.now()
    today = timezone.localdate(now)
    annotated = with_situation(cases, today=today, now=now)
    counts = count_situations(annotated, today)
    chosen = _chosen(request, today)
    order = _order(request, default_order)
    narrowed = annotated.filter(chosen.condition) if chosen else annotated
    paginator = Paginator(narrowed.order_by(*ORDERS[order]), ROWS)
    paginator.count = counts[chosen.key if chosen else ""]  # counted already
    return _caseload(paginator.get_page(request.GET.get("page")), counts, chosen, order, today)


def _chosen(request: StaffRequest, today: datetime.date) -> Situation | None:
    return next((one for one in situations(today) if one.key == request.GET.get("visa")), None)


def _order(request: StaffRequest, default: str) -> str:
    order = request.GET.get("ordning", "")
    return order if order in ORDERS else default


def _caseload(
    page: Page[Any], counts: dict[str, int], chosen: Situation | None, order: str, today: datetime.date
) -> dict[str, Any]:
    chips = [{"key": "", "label": "Alla", "count": counts[""]}]
    chips += [{"key": one.key, "label": one.label, "count": counts[one.key]} for one in situations(today)]
    return {
        "chips": chips,
        "chosen": chosen.key if chosen else "",
        "order": order,
        "sorts": {key: "ascending" if key == order else "none" for key in ORDERS},
        "page": page,
        "rows": case_rows(page.object_list, today),
        "total": counts[""],
        "today": today,
    }
