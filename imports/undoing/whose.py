"""SQL that follows a row to the case and the person that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imports.undoing.hanging import CASES, PERSONS, Hanging

NO_CASE = "0"
"""Instead of a case's key, for what hangs on a person alone: unlike NULL it can be compared and joined."""


@dataclass(frozen=True)
class Whose:
    """The expressions for a row's case and person, NULL where it has none, and the joins that they need."""

    case: str
    person: str
    joins: str


def whose(table: Hanging, row: str, tables: Mapping[str, Hanging]) -> Whose:
    """How to come from `row`, the name of a row of the table in SQL, to its case and its person."""
    if table.table == PERSONS:
        return Whose("NULL::bigint", f"{row}.id", "")
    if table.table == CASES:
        return Whose(f"{row}.id", f"{row}.person_id", "")
    by_table: dict[str, str] = {}
    for column, target in table.keys.items():
        by_table.setdefault(target, column)
    case = f"{row}.{by_table[CASES]}" if CASES in by_table else "NULL::bigint"
    person = f"{row}.{by_table[PERSONS]}" if PERSONS in by_table else "NULL::bigint"
    if CASES in by_table and PERSONS in by_table:
        return Whose(case, person, "")
    if CASES in by_table:
        its_case = f"{row}_case"
        return Whose(case, f"{its_case}.person_id", f" LEFT JOIN {CASES} {its_case} ON {its_case}.id = {case}")
    if PERSONS in by_table:
        return Whose(case, person, "")
    [target, column] = next(iter(by_table.items()))
    above = f"{row}_up"
    further = whose(tables[target], above, tables)
    join = f" JOIN {target} {above} ON {above}.id = {row}.{column}"
    return Whose(further.case, further.person, f"{join}{further.joins}")
