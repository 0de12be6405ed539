"""Aspiranter: the list with its filters, and the same list as a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import Enrolment, Protection
from audit.files import MOST_ROWS_IN_FILE, file_of
from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import Cell
from core.swedish.numbers import counted
from deadlines.status.protected import Masked
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.lists.file_columns import FileColumn, file_columns
from organisation.lists.filters import ORDER
from organisation.lists.registry import address_of
from organisation.lists.results import MARKED, marked_keys, take_result
from organisation.lists.shown import own_choices
from organisation.models import User
from workbench.aspirants.listing.orders import headings
from workbench.aspirants.listing.protected import protected_asked_for
from workbench.aspirants.listing.rows import ASPIRANTS, Listed, listed
from workbench.my_day.caseload import CaseRow, case_rows, count_situations, situations

ROWS = 50
LOGGED_AS = "Aspiranter"


@access(jobbtorg_staff)
@require_safe
def aspirant_list(request: StaffRequest) -> HttpResponse:
    """All cases of the unit in Swedish order of names; names are searched for by POST, never in the URL."""
    now = timezone.now()
    today = timezone.localdate(now)
    asked = listed(request.user, request.GET, now)
    counts = count_situations(asked.cases, today)
    paginator = Paginator(asked.rows, ROWS)
    paginator.count = counts[asked.chosen.key if asked.chosen else ""]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    known = asked.filters.known()
    if page.number > 1:
        known["page"] = str(page.number)
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    context = {
        "today": today,
        "filter": asked.filters,
        "chips": asked.filters.chips(),
        "situations": _situations(asked, counts),
        "visa": asked.chosen.key if asked.chosen else "",
        "kept": [("visa", asked.chosen.key if asked.chosen else ""), (ORDER, known.get(ORDER, ""))],
        "headings": headings(asked.order),
        "page": page,
        "rows": case_rows(page.object_list, today),
        "total": counts[""],
        "own": own_choices(request.user, ASPIRANTS, asked.filters.known()),
        "place": address_of(ASPIRANTS, known),
        "masked": protected_asked_for(request.user, asked),
        "may_hand_over": may(request.user, Act.CHANGE_COACH),
        "all_marked": request.GET.get(MARKED) == "alla",
        "marked": marked_keys(request.GET.get(MARKED, "")),
        "result": take_result(request, ASPIRANTS.key, lambda keys: names_of(request.user, keys)),
    }
    return render(request, "workbench/aspirants/aspirants.html", context)


def _situations(asked: Listed, counts: dict[str, int]) -> list[dict[str, Any]]:
    """What a coach looks for first, with how many there are."""
    chips = [{"key": "", "label": "Alla", "count": counts[""]}]
    known = situations(timezone.localdate())
    return chips + [{"key": one.key, "label": one.label, "count": counts[one.key]} for one in known]


def names_of(user: User, keys: Iterable[int]) -> dict[int, str]:
    """The names of cases a user may see, with the case number, by the case's key. One statement."""
    found = Enrolment.objects.visible_to(user).filter(pk__in=list(keys)).select_related("person")
    return {case.pk: f"{case.person.name} ({case.case_no})" for case in found}


@access(jobbtorg_staff)
@require_safe
def aspirant_list_file(request: StaffRequest) -> HttpResponse:
    """The list as filtered, as a file, without protected persons."""
    now = timezone.now()
    today = timezone.localdate(now)
    asked = listed(request.user, request.GET, now)
    cases = asked.rows.select_related("target_group", "income_support_unit")
    found = list(cases[: MOST_ROWS_IN_FILE + 1])
    if len(found) > MOST_ROWS_IN_FILE:
        messages.error(request, "Urvalet är för stort för en fil. Välj färre ärenden med filtren.")
        return redirect(reverse("aspirant_list", query=request.GET))
    shown = [row for row in case_rows(found, today) if row.enrolment.person.protection == Protection.NONE]
    masked = protected_asked_for(request.user, asked)
    persons = len({row.enrolment.person_id for row in shown})
    said = [*asked.filters.in_words(), *([asked.chosen.label] if asked.chosen else [])]
    columns = file_columns(request.user, ASPIRANTS, request.GET, IN_FILE)
    table = columns.table(shown, below=_left_out_lines(len(found) - len(shown), masked))
    return file_of(
        request, f"aspiranter-{today}", LOGGED_AS, table, persons=persons, asked=said, columns=columns.in_words
    )


IN_FILE = (
    FileColumn("Aspirant", lambda row: row.enrolment.person.name),
    FileColumn("Ärende", lambda row: row.enrolment.case_no, "arende"),
    FileColumn("Ålder", lambda row: _age(row), "alder"),
    FileColumn("Steg", lambda row: row.step, "steg"),
    FileColumn("Insats", lambda row: row.activity, "steg"),
    FileColumn("Målgrupp", lambda row: _group(row), "malgrupp"),
    FileColumn("Försörjningsstödsenhet", lambda row: str(row.enrolment.income_support_unit or ""), "enhet"),
    FileColumn("Coach", lambda row: row.enrolment.coach_in_words, "coach"),
    FileColumn("Inskriven", lambda row: row.enrolment.enrolled_on, "inskriven"),
    FileColumn("Senaste möte", lambda row: _local(row.enrolment.last_meeting_at), "senaste"),
    FileColumn("Nästa möte", lambda row: _local(row.next_meeting_at), "nasta"),
    FileColumn("Frist", lambda row: row.due_on),
    FileColumn("Status", lambda row: row.status),
)
"""The columns of the list in the order of its page, as a file has them."""


def _age(row: CaseRow) -> Cell:
    """Whole years today; both where only the year of birth is known, nothing where it is not."""
    ages = row.enrolment.person.ages_on(timezone.localdate())
    return ages[0] if len(ages) == 1 else "–".join(map(str, ages))


def _group(row: CaseRow) -> str:
    return row.enrolment.target_group.in_lists if row.enrolment.target_group else ""


def _local(instant: datetime.datetime | None) -> datetime.datetime | None:
    return timezone.localtime(instant) if instant else None


def _left_out_lines(opened: int, masked: Masked) -> list[list[Cell]]:
    """How many protected persons are not in the file: of those whom the reader may open, and of the others."""
    left_out, lines = opened + masked.count, []
    if left_out:
        lines.append(f"{counted(left_out, 'ärende', 'ärenden')} för personer med skyddade personuppgifter är inte med.")
    if masked.left_out:
        lines.append(masked.left_out_in_words)
    return [[line] for line in lines]
