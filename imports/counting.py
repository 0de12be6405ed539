"""The figures of a check: rows by verdict, what was found, and what today's pages would gain."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from deadlines.models import ClockStatus
from imports.choices import Verdict
from imports.judging.facts import Issue
from imports.models import ImportBatch, ImportList, ImportRow
from imports.register.clocks import ClockRules
from imports.resolving.outcomes import CasePlan, Resolution
from imports.values.findings import Severity


class Counts:
    """Gathered while persons are resolved."""

    def __init__(self, rules: ClockRules, today: datetime.date) -> None:
        self._rules, self._today = rules, today
        self.rows = 0
        self.warnings = 0
        self._issues: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._gains: Counter[str] = Counter(open_cases=0, without_coach=0, running_clocks=0, follow_ups=0)

    @property
    def unanswered(self) -> int:
        """Cases of which nobody has said what became."""
        return self._found["unanswered"]

    def add_issues(self, issues: Sequence[Issue]) -> None:
        """Count what was found in a row."""
        self.rows += 1
        self._issues.update(issue.finding.code for issue in issues if issue.finding.code)
        self.warnings += any(issue.finding.severity == Severity.WARNING for issue in issues)

    def add(self, resolutions: Sequence[Resolution]) -> None:
        """Count what came of some persons' rows."""
        for resolution in resolutions:
            for row in resolution.rows:
                self.add_issues([*row.judged.issues, *row.issues])
            self._found["unanswered"] += resolution.unanswered
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
        if case.closed_on is None:
            self._gains["open_cases"] += 1
            self._gains["without_coach"] += case.coach is None
            self._gains["follow_ups"] += any(follow_up.held_on is None for follow_up in clocks.follow_ups)

    def of(self, batch: ImportBatch) -> dict[str, Any]:
        """Everything that the pages show of the import's figures."""
        lists = ImportList.objects.filter(file__batch=batch, included=True)
        rows = ImportRow.objects.filter(batch=batch, list__in=list(lists))
        people = rows.filter(is_person=True)
        verdicts = dict(rows.values_list("verdict").annotate(Count("pk")).order_by())
        issues = Counter(self._issues)
        for imported in lists:
            issues.update(imported.notes)
        return {
            "rows": people.count(),
            "verdicts": verdicts,
            "issues": dict(issues),
            "warnings": self.warnings,
            "protected": people.filter(protected=True).count(),
            "waiting": verdicts.get(Verdict.WAITING, 0),
            "control": [
                [imported.pk, imported.control_total, imported.rows_read]
                for imported in lists
                if imported.control_total is not None
            ],
            "gains": dict(self._gains),
            **{name: self._found[name] for name in ("persons", "cases", "closed", "unanswered")},
        }
