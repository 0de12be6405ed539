"""The statistics page and its file."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import file_of
from audit.models import AccessKind
from audit.operations import log_access
from jobplans.deadlines.freshness import freshness
from organisation.access import StaffRequest, access
from organisation.forms import render_form
from organisation.models import User
from organisation.permissions import Act, Reach, reach_of
from organisation.sorting import heading
from reports import charts, definitions, exports, findings, tables
from reports.forms import StatisticsForm
from reports.measures import Figures, IdentityBrokenError, Row, Statement, collect
from reports.publication import Publication
from reports.querysets import units_in
from reports.scope import Scope, reads_statistics, scope_of
from reports.standing import collect_standing
from reports.standing_table import UNIT, StandingTable

logger = logging.getLogger(__name__)


def _asked_for(request: StaffRequest, scope: Scope) -> StatisticsForm:
    return StatisticsForm(request.GET.dict(), scope=scope, units=units_in(scope), today=timezone.localdate())


def _chosen_row(statement: Statement, form: StatisticsForm) -> Row:
    """The row of the chosen unit; one that did not exist in the period has only zeros."""
    row = statement.row(form.unit)
    return row or Row(form.unit, form.unit_names[form.unit], Figures())


def _adds_up(statement: Statement) -> bool:
    """Check the identity; figures that contradict each other are shown, but with a warning, and logged for us."""
    try:
        statement.verify()
    except IdentityBrokenError:
        logger.exception("Statistics contradict themselves")
        return False
    return True


@access(reads_statistics)
def statistics(request: StaffRequest) -> HttpResponse:
    """What happened to the cases in a period, per unit (R-4-31, R-1-29, R-1-30)."""
    scope = scope_of(request.user)
    form = _asked_for(request, scope)
    if not form.is_valid():
        return render_form(request, "reports/statistics.html", form)
    statement = collect(scope, form.period)
    row = _chosen_row(statement, form)
    page = _page(Publication(statement), row, form)
    return render_form(request, "reports/statistics.html", form, adds_up=_adds_up(statement), **page)


def _page(publication: Publication, row: Row, form: StatisticsForm) -> dict[str, Any]:
    statement = publication.statement
    return {
        "statement": statement,
        "row": row,
        "today": form.today,
        "extracted_at": timezone.localtime(),
        "is_empty": all(one.figures.is_empty for one in statement.rows),
        "is_running": statement.period.last > form.today,
        "remarks": exports.remarks(publication),
        "movements": {
            "question": "Hur många ärenden hade vi, och hur många avslutades?",
            "finding": findings.movements(publication, row),
            "table": tables.movements(publication),
            "definitions": [definitions.M1, definitions.MOVEMENTS],
        },
        "results": {
            "question": "Hur många gick till arbete eller studier?",
            "finding": findings.results(publication, row),
            "chart": charts.closed_by_group(publication),
            "chart_groups": charts.GROUPS,
            "table": tables.results(publication),
            "more": tables.more_shares(publication),
            "definitions": [definitions.M2, definitions.M2_PARTS, definitions.PERSONS],
            "more_definitions": [definitions.M2N, definitions.M3],
        },
        "reasons": {
            "question": "Varför avslutades ärendena?",
            "finding": findings.reasons(publication, row),
            "groups": tables.reason_groups(publication, row),
            "definitions": [definitions.REASONS],
        },
        "promises": {
            "question": "Fick de som omfattas av jobbgarantin en jobbplan i tid?",
            "finding": findings.promises(publication, row),
            "table": tables.promises(publication),
            "definitions": [definitions.M4, definitions.M4N],
        },
    }


@access(reads_statistics)
def statistics_csv(request: StaffRequest) -> HttpResponse:
    """The same figures as a file; shares with one decimal."""
    scope = scope_of(request.user)
    form = _asked_for(request, scope)
    if not form.is_valid():
        return render_form(request, "reports/statistics.html", form)
    statement = collect(scope, form.period)
    _adds_up(statement)
    log_access(request, AccessKind.EXPORT, subject="Statistik")
    text = exports.statistics_csv(
        Publication(statement), _chosen_row(statement, form), user=request.user, now=timezone.localtime()
    )
    period = statement.period
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="statistik-{period.first}-{period.last}.csv"'},
    )


@access(reads_statistics)
@require_safe
def standing(request: StaffRequest) -> HttpResponse:
    """How jobbgarantin stands now in each jobbtorg: what is near, what is late, what was kept (R-4-15)."""
    now = timezone.now()
    table = StandingTable(collect_standing(scope_of(request.user), now), request.GET.get("ordning", UNIT))
    context = {
        "statement": table.report,
        "table": table,
        "columns": _headings(table),
        "watched_unit": _watched_unit(request.user),
        "definitions": [definitions.STANDING, definitions.M4],
        "extracted_at": timezone.localtime(now),
        "sweep": freshness(now),
    }
    return render(request, "reports/standing.html", context)


def _watched_unit(user: User) -> int | None:
    """The jobbtorg whose row leads to its deadlines, because the user watches all of them there."""
    return user.jobbtorg_id if reach_of(user, Act.WATCH_DEADLINES) is Reach.UNIT else None


def _headings(table: StandingTable) -> list[dict[str, str]]:
    labels = {UNIT: table.first_column} | {key: label for key, (label, _) in table.columns.items()}
    upwards = (UNIT, "andel-hallna")
    return [heading(key, label, table.order, upwards_first=key in upwards) for key, label in labels.items()]


@access(reads_statistics)
@require_safe
def standing_file(request: StaffRequest) -> HttpResponse:
    """The same table as a file."""
    now = timezone.now()
    table = StandingTable(collect_standing(scope_of(request.user), now))
    name = f"frister-per-jobbtorg-{timezone.localdate(now)}"
    return file_of(request, name, "Frister per jobbtorg", table.file_lines())
