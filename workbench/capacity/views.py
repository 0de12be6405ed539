"""Kapacitet: how much work the jobbtorg has, who has it, and where it has stopped; each figure leads to its rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import Enrolment
from audit.files import file_of
from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import Cell, Table
from core.swedish.dates import weekday_date
from core.swedish.numbers import counted
from measures.definition_version import DEFINITION_VERSION
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from referrals.filters import ALL_WAITING
from workbench.capacity.flow import FlowChart, Week, weeks_of
from workbench.capacity.standstill import BY_KEY, STANDSTILLS, cases_of, count_each
from workbench.capacity.workload import (
    CoachLoad,
    Queue,
    coach_loads,
    referral_queue,
    sessions_ahead,
    target_groups,
)
from workbench.my_day.caseload import count_situations, with_situation
from workbench.my_day.views import caseload_page

WATCHERS = allowed_to(Act.WATCH_CAPACITY)
LOGGED_AS = "Kapacitet"


@access(WATCHERS)
@require_safe
def capacity(request: StaffRequest) -> HttpResponse:
    """The manager's view of the whole jobbtorg. What lacks a coach stands first, coaches by name (R-4-06)."""
    now = timezone.now()
    today = timezone.localdate(now)
    user = request.user
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    loads = coach_loads(user, today)
    cases = Enrolment.objects.visible_to(user)
    standing_still = count_each(cases, now)
    vacuum = count_situations(with_situation(cases, today=today, now=now), today)["vakuum"]
    weeks = weeks_of(user.jobbtorg_id or 0, today)
    context = {
        "today": today,
        "figures": _figures(loads[0], referral_queue(user), vacuum),
        "standstills": [(one, standing_still[one.key]) for one in STANDSTILLS],
        "loads": loads,
        "total": sum(load.cases for load in loads),
        "sessions": sessions_ahead(user, now),
        "groups": target_groups(user, today),
        "weeks": list(reversed(weeks)),
        "chart": FlowChart(weeks),
    }
    return render(request, "workbench/capacity/capacity.html", context)


def _figures(without_coach: CoachLoad, queue: Queue, vacuum: int) -> list[tuple[str, str, str]]:
    """What waits for the manager, as sentences, each with where its rows are and what else there is to say."""
    since = f"Den äldsta kom {weekday_date(queue.oldest)}" if queue.oldest else ""
    return [
        (
            f"{counted(without_coach.cases, 'ärende', 'ärenden')} saknar coach i tjänst",
            reverse("aspirant_list", query={"coach": "ingen"}),
            "",
        ),
        (
            f"{counted(queue.referrals, 'remiss', 'remisser')} är inte inskrivna"
            if queue.referrals != 1
            else "1 remiss är inte inskriven",
            reverse("referral_inbox", query={"visa": ALL_WAITING}),
            since,
        ),
        (
            f"{counted(vacuum, 'ärende', 'ärenden')} har inget på gång",
            reverse("aspirant_list", query={"visa": "vakuum"}),
            "Inget möte, kontaktförsök eller anteckning de senaste 14 dagarna, inget möte de kommande och ingen insats",
        ),
    ]


@access(WATCHERS)
@require_safe
def capacity_cases(request: StaffRequest) -> HttpResponse:
    """The cases that a rule (`?regel=`) holds for, the first rule where none is named. 404 for one there is not."""
    standstill = BY_KEY.get(request.GET.get("regel", STANDSTILLS[0].key))
    if standstill is None:
        raise Http404
    cases = cases_of(standstill, Enrolment.objects.visible_to(request.user), timezone.now())
    context = caseload_page(request, cases, default_order="frist")
    log_access(request, AccessKind.READ, subject=f"{LOGGED_AS}: {standstill.key}")
    return render(
        request,
        "workbench/capacity/cases.html",
        {**context, "standstill": standstill, "heading": standstill.several, "shows_coach": True},
    )


@access(WATCHERS)
@require_safe
def capacity_file(request: StaffRequest) -> HttpResponse:
    """Coaches and weeks as a file: figures alone."""
    today = timezone.localdate()
    loads = coach_loads(request.user, today)
    weeks = weeks_of(request.user.jobbtorg_id or 0, today)
    return file_of(
        request,
        f"kapacitet-{today}",
        LOGGED_AS,
        _tables(loads, weeks),
        persons=0,
        asked=(),
        definitions=DEFINITION_VERSION,
    )


def _tables(loads: Sequence[CoachLoad], weeks: Sequence[Week]) -> list[Table]:
    return [
        Table(
            ["Coach", "Öppna ärenden", "I uppehåll", "Utan jobbplan", "Bokade möten, fem arbetsdagar"],
            [_line(load) for load in loads],
            name="Kapacitet per coach",
        ),
        Table(
            ["Vecka från", "Nya ärenden", "Flyttade hit, netto", "Avslutade", "Öppna i slutet"],
            [[week.monday, week.new, week.moved, week.closed, week.remaining] for week in weeks],
            name="Kapacitet per vecka",
        ),
    ]


def _line(load: CoachLoad) -> list[Cell]:
    name = str(load.coach) if load.coach else "Utan coach i tjänst"
    return [name, load.cases, load.paused, load.without_plan, load.meetings]
