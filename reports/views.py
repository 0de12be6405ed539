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
from core.forms import render_form
from core.sorting import heading
from deadlines.status.last_sweep import last_sweep
from measures.definition_version import DEFINITION_VERSION
from measures.guarantee_now.measures import GUARANTEE_NOW, HELD
from measures.guarantee_now.report import collect_standing
from measures.publication import Publication
from measures.querysets import units_in
from measures.scope import Scope, scope_of
from measures.statistics.figures import Figures
from measures.statistics.measures import M4, STATISTICS, Subject
from measures.statistics.statement import IdentityBrokenError, Row, Statement
from organisation.access.permissions import Act, Reach, reach_of
from organisation.access.rules import StaffRequest, access
from organisation.models import User
from reports import charts, exports, sentences, tables
from reports.access import reads_statistics
from reports.current_guarantees_table import UNIT, StandingTable
from reports.forms import StatisticsForm, form_for

logger = logging.getLogger(__name__)


def _asked_for(request: StaffRequest, scope: Scope) -> StatisticsForm:
    form = form_for(scope)
    return form(request.GET.dict(), scope=scope, units=units_in(scope), today=timezone.localdate())


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
    publication = form.publication()
    page = _page(publication, _chosen_row(publication.report, form), form)
    return render_form(request, "reports/statistics.html", form, adds_up=_adds_up(publication.report), **page)


def _page(publication: Publication[Statement], row: Row, form: StatisticsForm) -> dict[str, Any]:
    statement = publication.report

    def section(subject: Subject, question: str, finding: str, **more: Any) -> dict[str, Any]:
        definitions = STATISTICS.explained(subject)
        return {"question": question, "finding": finding, "definitions": definitions, **more}

    def table(subject: Subject) -> tables.Table:
        return tables.per_unit(publication, STATISTICS, subject)

    return {
        "statement": statement,
        "row": row,
        "today": form.today,
        "extracted_at": timezone.localtime(),
        "is_empty": all(one.figures.is_empty for one in statement.rows),
        "is_running": statement.period.last > form.today,
        "about_imports": exports.about_imports(publication, row),
        "remarks": exports.remarks(publication),
        "movements": section(
            Subject.MOVEMENTS,
            "Hur många ärenden hade vi, och hur många avslutades?",
            sentences.movements(publication, row),
            table=table(Subject.MOVEMENTS),
        ),
        "results": section(
            Subject.RESULTS,
            "Hur många gick till arbete eller studier?",
            sentences.results(publication, row),
            chart=charts.closed_by_group(publication),
            chart_groups=charts.BAR_GROUPS,
            table=table(Subject.RESULTS),
            more=table(Subject.MORE_SHARES),
            more_definitions=STATISTICS.explained(Subject.MORE_SHARES),
        ),
        "reasons": section(
            Subject.REASONS,
            "Varför avslutades ärendena?",
            sentences.reasons(publication, row),
            groups=tables.reason_groups(publication, row),
        ),
        "guarantee_clocks": section(
            Subject.GUARANTEE_CLOCKS,
            "Fick de som omfattas av jobbgarantin en jobbplan i tid?",
            sentences.guarantee_clocks(publication, row),
            table=table(Subject.GUARANTEE_CLOCKS),
        ),
    }


@access(reads_statistics)
def statistics_csv(request: StaffRequest) -> HttpResponse:
    """The same figures as a file; shares with one decimal."""
    scope = scope_of(request.user)
    form = _asked_for(request, scope)
    if not form.is_valid():
        return render_form(request, "reports/statistics.html", form)
    publication = form.publication()
    statement, period = publication.report, publication.report.period
    _adds_up(statement)
    log_access(request, AccessKind.EXPORT, subject="Statistik")
    text = exports.statistics_csv(
        publication, _chosen_row(statement, form), user=request.user, now=timezone.localtime()
    )
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
        "definitions": [*GUARANTEE_NOW.definitions, M4.definition],
        "extracted_at": timezone.localtime(now),
        "of_the_week": table.report.scope.leaves_unit,
        "sweep": last_sweep(now),
    }
    return render(request, "reports/standing.html", context)


def _watched_unit(user: User) -> int | None:
    """The jobbtorg whose row leads to its deadlines, because the user watches all of them there."""
    return user.jobbtorg_id if reach_of(user, Act.WATCH_DEADLINES) is Reach.UNIT else None


def _headings(table: StandingTable) -> list[dict[str, str]]:
    labels = {UNIT: table.first_column} | {key: measure.label for key, measure in table.columns.items()}
    upwards = (UNIT, HELD.key)
    return [heading(key, label, table.order, upwards_first=key in upwards) for key, label in labels.items()]


@access(reads_statistics)
@require_safe
def standing_file(request: StaffRequest) -> HttpResponse:
    """The same table as a file."""
    now = timezone.now()
    table = StandingTable(collect_standing(scope_of(request.user), now))
    name = f"frister-per-jobbtorg-{table.report.today}"
    return file_of(
        request,
        name,
        "Frister per jobbtorg",
        table.as_file(),
        persons=0,
        asked=(),
        definitions=DEFINITION_VERSION,
    )
