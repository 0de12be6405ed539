"""The figures of a check: rows by verdict, what was found, and what today's pages would gain."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from deadlines.models import ClockStatus
from imports.choices import Verdict
from imports.models import ImportBatch, ImportIssue, ImportList, ImportRow
from imports.register.clocks import ClockRules
from imports.resolving.outcomes import CasePlan, Resolution
from imports.values.findings import Severity


class Counts:
    """Gathered while persons are resolved."""

    def __init__(self, rules: ClockRules, today: datetime.date) -> None:
        self._rules, self._today = rules, today
        self.rows = 0
        self._found: Counter[str] = Counter()
        self._gains: Counter[str] = Counter(open_cases=0, without_coach=0, running_clocks=0, follow_ups=0, breaches=0)

    def add(self, resolutions: Sequence[Resolution]) -> None:
        """Count what came of some persons' rows."""
        for resolution in resolutions:
            self.rows += len(resolution.rows)
            if resolution.plan is None:
                continue
            self._found["persons"] += resolution.plan.known is None
            for case in resolution.plan.cases:
                self._found["cases"] += case.known is None
                self._found["closed"] += case.known is None and case.closed_on is not None
                if case.known is None:
                    self._gain(case)

    def _gain(self, case: CasePlan) -> None:
        clocks = self._rules.clocks_of(case, self._today)
        running = [clock for clock in clocks.all if clock.status == ClockStatus.RUNNING]
        self._gains["running_clocks"] += len(running)
        self._gains["breaches"] += sum(clock.status == ClockStatus.BREACHED for clock in clocks.all)
        if case.closed_on is None:
            self._gains["open_cases"] += 1
            self._gains["without_coach"] += case.coach is None
            self._gains["follow_ups"] += any(follow_up.held_on is None for follow_up in clocks.follow_ups)

    def of(self, batch: ImportBatch) -> dict[str, Any]:
        """Everything that the pages show of the import's figures."""
        rows = ImportRow.objects.filter(batch=batch, list__included=True)
        people = rows.filter(is_person=True)
        verdicts = dict(rows.values_list("verdict").annotate(Count("pk")).order_by())
        issues = ImportIssue.objects.filter(row__batch=batch, row__list__included=True)
        lists = ImportList.objects.filter(file__batch=batch, included=True, control_total__isnull=False)
        return {
            "rows": people.count(),
            "verdicts": verdicts,
            "issues": dict(issues.exclude(code="").values_list("code").annotate(Count("pk")).order_by()),
            "warnings": issues.filter(severity=Severity.WARNING.value).values("row").distinct().count(),
            "protected": people.filter(protected=True).count(),
            "waiting": verdicts.get(Verdict.WAITING, 0),
            "control": [list(control) for control in lists.values_list("pk", "control_total", "rows_read")],
            "gains": dict(self._gains),
            **{name: self._found[name] for name in ("persons", "cases", "closed")},
        }
