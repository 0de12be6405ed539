"""The conditions of the jobbgaranti as they ship, for an installation whose table of them is empty."""

from __future__ import annotations

from functools import cache

from organisation.reference_tables.tables import read_table
from referrals.models.rules import CoverageRule
from referrals.resources import CoverageRuleResource


@cache
def shipped_coverage_rules() -> tuple[CoverageRule, ...]:
    """The rows of the file, not stored, in the order of the conditions."""
    resource = CoverageRuleResource()
    rows = read_table(resource.file()).dict
    columns = {name: resource.fields[name].widget for name in resource.headings()}
    made = [CoverageRule(**{name: widget.clean(row[name]) for name, widget in columns.items()}) for row in rows]
    return tuple(sorted(made, key=lambda rule: rule.position))
