"""Undoing an import: what nobody has touched since leaves the register and its history, the rest stays whole."""

from __future__ import annotations

import pytest
from django.db import connection

from aspirants.models import Enrolment, Person
from demo.factories import MeetingFactory
from imports.choices import Stage
from organisation.models import Jobbtorg, User
from tests.imports.brought_in import SURNAME, bring_in, new_import, persons_of, undo_as_importer, whole_case

pytestmark = pytest.mark.django_db(transaction=True)


def everywhere(*texts: str) -> list[str]:
    """The tables of the whole database in which one of the texts stands, in any column of any row."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            likes = " OR ".join(["strpos(row_to_json(it)::text, %s) > 0"] * len(texts))
            cursor.execute(f"SELECT count(*) FROM {table} it WHERE {likes}", texts)
            found += [table] * (cursor.fetchone()[0] > 0)
    return found


def test_what_an_import_made_is_found_nowhere_after_the_undo(admin: User, rosenlund: Jobbtorg) -> None:
    batch = bring_in(new_import(admin, rosenlund, rows=2), whole_case)
    hashes = [person.identity_hash for person in persons_of(batch)]
    numbers = list(Enrolment.objects.values_list("case_no", flat=True))
    assert len(everywhere(SURNAME, *hashes, *numbers)) > 4

    undone = undo_as_importer(admin, batch)

    assert (undone.cases, undone.persons, undone.touched) == (2, 2, 0)
    assert everywhere(SURNAME, *hashes, *numbers) == []
    assert (Person.objects.count(), Enrolment.objects.count(), batch.records.count()) == (0, 0, 0)
    batch.refresh_from_db()
    assert (batch.stage, batch.undone_by) == (Stage.UNDONE, admin)
    assert batch.counts["NEW"] == 2
    assert batch.counts["undone"]["cases"] == 2


def test_a_case_that_somebody_has_written_in_stays_whole(admin: User, rosenlund: Jobbtorg) -> None:
    batch = bring_in(new_import(admin, rosenlund, rows=2), whole_case)
    kept, gone = batch.rows.order_by("line")
    MeetingFactory(enrolment=kept.enrolment)
    undone = undo_as_importer(admin, batch)
    assert (undone.cases, undone.persons, undone.touched) == (1, 1, 1)
    assert [case.pk for case in Enrolment.objects.all()] == [kept.enrolment_id]
    assert persons_of(batch) == [Person.objects.get()]
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.case_no, bool(kept.case_no), kept.cells) == ("", True, "")
