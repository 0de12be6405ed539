"""Where one begins: Min dag for coaches, the own workplace for everybody else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
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
from meetings.models import Meeting
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, signed_in
from organisation.models import Role, User
from organisation.reference_tables.calendar import stored_holiday
from organisation.staff.deputies import stood_in_for
from workbench.my_day.attention import (
    Attention,
    checks_after_closing,
    needs_attention,
    own_cases,
    questions_waiting,
)
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
    chosen_day,
    meetings_of,
    meetings_on,
    meetings_to_handle,
    week_of,
)
from workbench.my_day.own_notes.forms import NewOwnNoteForm
from workbench.my_day.own_notes.shown import own_notes_of
from workbench.my_day.sections import Section, read_sections

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
    day = chosen_day(request.GET.get("dag", ""), today)
    in_order = ORDERS[_order(request, "frist")]
    found = read_sections(
        [
            Section("cases", lambda _: list(own_cases(request.user, now, absent).order_by(*in_order))),
            Section("attention", lambda found: to_do(request.user, found["cases"], absent, today=today), needs="cases"),
            Section("meetings", lambda _: meetings_of(request.user, now=now, day=day, stood_in_for=absent)),
            Section("own_notes", lambda _: own_notes_of(request.user, now)),
        ]
    )
    return render(
        request,
        "workbench/my_day/home.html",
        {
            "sweep": last_sweep(now),
            "today": today,
            "today_text": long_date(today),
            "read": found,
            "summary": day_in_short(found, now),
            "own_notes": found.get("own_notes"),
            "note_form": NewOwnNoteForm(),
            "absent": absent,
            "may_set_deputy": may(request.user, Act.SET_DEPUTY),
            **attention_shown(request, found.get("attention", [])),
            **meetings_shown(found.get("meetings", []), day, now),
            **own_caseload(request, found.get("cases", []), today),
        },
    )


def to_do(
    coach: User, cases: list[AnnotatedCase], stood_in_for: Sequence[User], *, today: datetime.date
) -> list[Attention]:
    """Everything that a coach has to do, what alarms first. Three queries."""
    rows = [
        *needs_attention(cases, today=today),
        *checks_after_closing(coach, today=today),
        *questions_waiting(coach, stood_in_for),
    ]
    return sorted(rows, key=lambda row: row.order)


def attention_shown(request: StaffRequest, attention: list[Attention]) -> dict[str, Any]:
    """The first of what is to be done, or with `?atgarder=alla` all of it, for `_attention.html`."""
    shown = attention if request.GET.get("atgarder") == "alla" else attention[:SHOWN_AT_ONCE]
    return {
        "attention": shown,
        "attention_count": len(attention),
        "attention_hidden": len(attention) - len(shown),
    }


def meetings_shown(meetings: list[Meeting], day: datetime.date, now: datetime.datetime) -> dict[str, Any]:
    """The meetings of the chosen day, those still to be logged with today's, and its week."""
    today = timezone.localdate(now)
    is_other_day = day != today
    return {
        "day_text": long_date(day),
        "is_other_day": is_other_day,
        "meetings": meetings_on(meetings, day, now=now) if is_other_day else meetings_to_handle(meetings, now=now),
        "week": week_of(meetings, today=today, day=day),
    }


def day_in_short(found: Mapping[str, Any], now: datetime.datetime) -> list[str]:
    """The line under the heading, as far as its sections could be read.

    "6 möten i dag", "3 frister inom 2 arbetsdagar", "41 aspiranter".
    """
    today = timezone.localdate(now)
    until = add_working_days(today, SOON, stored_holiday)
    parts = []
    if "meetings" in found:
        rows = meetings_to_handle(found["meetings"], now=now)
        held = sum(row.is_today and row.meeting.status not in NOT_HELD for row in rows)
        not_logged = sum(row.state == NOT_LOGGED for row in rows)
        parts += [counted(held, "möte i dag", "möten i dag")]
        parts += [counted(not_logged, "ej loggat", "ej loggade")] if not_logged else []
    if "attention" in found:
        late = sum(row.is_late(today) for row in found["attention"])
        soon = sum(row.is_soon(today, until) for row in found["attention"])
        parts += [counted(late, "försenad åtgärd", "försenade åtgärder")] if late else []
        parts += [f"{counted(soon, 'frist', 'frister')} inom {working_days(SOON)}"]
        asked = sum(row.is_question for row in found["attention"])
        parts += [counted(asked, "fråga väntar på dig", "frågor väntar på dig")] if asked else []
    if "cases" in found:
        parts += [counted(len(found["cases"]), "aspirant", "aspiranter")]
    return parts


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
