"""The comparison of two schemas: it sees every kind of difference, and explains those of names alone."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.schema_text import as_text, compare, facts, from_text

CHANGES = {
    "ALTER TABLE aspirants_person ADD COLUMN extra text": "+column aspirants_person.extra",
    "ALTER TABLE aspirants_person ALTER COLUMN email TYPE text": "+column aspirants_person.email",
    "ALTER TABLE aspirants_person ALTER COLUMN email DROP NOT NULL": "+column aspirants_person.email",
    "ALTER TABLE aspirants_person ALTER COLUMN language SET DEFAULT 'x'": "+column aspirants_person.language",
    "ALTER TABLE aspirants_person ADD CONSTRAINT extra CHECK (id > 0)": "+constraint aspirants_person extra",
    "DROP INDEX one_open_case_per_person": "-index aspirants_enrolment one_open_case_per_person",
    "CREATE INDEX extra_index ON aspirants_person (phone)": "+index aspirants_person extra_index",
    "CREATE OR REPLACE VIEW audit_review_place AS SELECT id, id AS jobbtorg_id FROM audit_logreview": (
        "+view audit_review_place"
    ),
    "ALTER FUNCTION audit_refuse() SET work_mem = '1MB'": "+function audit_refuse()",
    "ALTER TABLE audit_logseal DISABLE TRIGGER USER": "+trigger audit_logseal",
    'ALTER POLICY "the owner" ON aspirants_person USING (id > 0)': '+policy aspirants_person "the owner"',
    "ALTER TABLE aspirants_enrolment NO FORCE ROW LEVEL SECURITY": "+table aspirants_enrolment",
    "GRANT UPDATE ON aspirants_personchange TO jobbtorg_web": "+grant on table aspirants_personchange to jobbtorg_web",
    "GRANT UPDATE (at) ON audit_accessevent TO jobbtorg_web": "+grant on column audit_accessevent.at to jobbtorg_web",
    "GRANT UPDATE ON SEQUENCE aspirants_person_id_seq TO jobbtorg_web": (
        "+grant on sequence aspirants_person_id_seq to jobbtorg_web"
    ),
    "GRANT EXECUTE ON FUNCTION audit_add_partitions(integer, timestamptz) TO jobbtorg_web": (
        "+grant on function audit_add_partitions(integer,timestamp with time zone) to jobbtorg_web"
    ),
    "CREATE TABLE extra_part PARTITION OF audit_accessevent FOR VALUES FROM ('1999-01-01') TO ('1999-02-01')": (
        "+table extra_part"
    ),
    "COMMENT ON TABLE aspirants_person IS 'x'": "+comment table public.aspirants_person",
    "CREATE TYPE extra_type AS ENUM ('x')": "+type extra_type",
    "ALTER SEQUENCE aspirants_person_id_seq INCREMENT BY 2": "+sequence aspirants_person_id_seq",
}
"""A change of the schema → how the difference begins that it must make (+: only after, -: only before)."""


@pytest.mark.django_db
def test_the_text_is_read_as_it_was_written() -> None:
    found = facts()
    assert len(found) > 5000
    assert any("\n" in fact for fact in found)
    assert from_text(as_text(found)) == found


@pytest.mark.django_db
def test_every_kind_of_change_is_seen() -> None:
    before = facts()
    with connection.cursor() as cursor:
        for statement in CHANGES:
            cursor.execute(statement)
    difference = compare(before, facts(), {})
    seen = [*(f"-{fact}" for fact in difference.missing), *(f"+{fact}" for fact in difference.added)]
    assert [wanted for wanted in CHANGES.values() if not any(fact.startswith(wanted) for fact in seen)] == []
    assert not compare(before, before, {})


BEFORE = [
    "table a_case: r owner o",
    "column a_case.coach_id: bigint",
    "constraint a_case a_case_coach_id_1a2b3c4d_fk_user_id: FOREIGN KEY (coach_id) REFERENCES users(id)",
    "trigger a_case pgtrigger_keep_11111: O CREATE TRIGGER pgtrigger_keep_11111 ON public.a_case"
    " EXECUTE FUNCTION pgtrigger_keep_11111()",
    "function pgtrigger_keep_11111(): owner o\nINSERT INTO a_casechange",
]
AFTER = [
    "table b_case: r owner o",
    "column b_case.coach_id: bigint",
    "constraint b_case b_case_coach_id_99999999_fk_user_id: FOREIGN KEY (coach_id) REFERENCES users(id)",
    "trigger b_case pgtrigger_keep_22222: O CREATE TRIGGER pgtrigger_keep_22222 ON public.b_case"
    " EXECUTE FUNCTION pgtrigger_keep_22222()",
    "function pgtrigger_keep_22222(): owner o\nINSERT INTO b_casechange",
]
MOVED = {"a_case": "b_case", "a_casechange": "b_casechange"}


def test_renaming_explains_names_alone() -> None:
    difference = compare(BEFORE, AFTER, MOVED)
    assert not difference
    assert difference.paired == {
        "a_case_coach_id_1a2b3c4d_fk_user_id": "b_case_coach_id_99999999_fk_user_id",
        "pgtrigger_keep_11111": "pgtrigger_keep_22222",
    }
    assert compare(BEFORE, AFTER, {"a_case": "b_case"}), "a name that is not given is no explanation"


def test_what_else_differs_remains() -> None:
    after = [fact.replace("REFERENCES users", "REFERENCES staff") for fact in AFTER]
    difference = compare(BEFORE, after, MOVED)
    assert [fact.split()[0] for fact in (*difference.missing, *difference.added)] == ["constraint", "constraint"]


def test_a_trigger_that_calls_another_function_remains() -> None:
    """The function of the same body is paired with its own new name, not with what the trigger calls."""
    after = [
        fact.replace("EXECUTE FUNCTION pgtrigger_keep_22222", "EXECUTE FUNCTION pgtrigger_keep_33333") for fact in AFTER
    ]
    assert compare(BEFORE, after, MOVED)
