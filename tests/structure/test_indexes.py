"""Every index has a query that it serves (docs/indexes.md), and none repeats another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from pghistory.core import event_models

pytestmark = pytest.mark.django_db

DOC = Path(__file__).resolve().parents[2] / "docs" / "indexes.md"
LINE = re.compile(r"^\| (\w+) \| `(.+?)` \| (.+?) \|$", re.MULTILINE)

OF_LIBRARIES = (
    "account_",
    "auth_",
    "django_",
    "mfa_",
    "organisation_user_groups",
    "organisation_user_user_permissions",
    "socialaccount_",
    "usersessions_",
)
INDEXES = """
SELECT t.relname, replace(substring(pg_get_indexdef(i.indexrelid) FROM ' USING (.*)'), 'btree ', ''),
       i.indisunique OR EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'x')
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
 WHERE t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
"""
"""Table, what is indexed, and whether the index holds a rule rather than serving a query."""


def _indexes() -> list[tuple[str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, None)
        return [tuple(row) for row in cursor.fetchall() if not row[0].startswith(OF_LIBRARIES)]


def _is_djangos_own(what: str) -> bool:
    """Beside each unique text Django makes an index for how it begins; on tables of some tens of rows that may stay."""
    return what.endswith("varchar_pattern_ops)")


def _of_versions() -> set[str]:
    return {model._meta.db_table for model in event_models()}


def test_each_index_is_listed_with_its_query() -> None:
    listed = {(table, what) for table, what, _ in LINE.findall(DOC.read_text())}
    serving = {
        (table, what)
        for table, what, is_rule in _indexes()
        if not is_rule and table not in _of_versions() and not _is_djangos_own(what)
    }
    assert sorted(serving - listed) == [], "indexes that docs/indexes.md does not list"
    assert sorted(listed - serving) == [], "indexes in docs/indexes.md that are not in the database"


def test_no_index_begins_another() -> None:
    """An index on a is of no use beside one on a and b; each of them costs every row that is written."""
    whole = [(table, what) for table, what, _ in _indexes() if re.fullmatch(r"\([\w, ]+\)", what)]
    found = [
        f"{table} {what} beside {other}"
        for table, what in whole
        for of, other in whole
        if of == table and other != what and f"{other[:-1]},".startswith(f"{what[:-1]},")
    ]
    rules = {(table, what) for table, what, is_rule in _indexes() if is_rule}
    assert [text for text in found if tuple(text.split(" beside ")[0].split(" ", 1)) not in rules] == []


def test_versions_are_looked_up_by_their_row_and_their_case() -> None:
    """A version is written with every change: each further index would be paid for there."""
    allowed = re.compile(r"\(\w+, pgh_created_at\)|\(pgh_id\)")
    found = [f"{table} {what}" for table, what, _ in _indexes() if table in _of_versions()]
    assert found
    assert [text for text in found if not allowed.fullmatch(text.split(" ", 1)[1])] == []
