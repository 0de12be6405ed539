"""The owner's functions that take an import out of the register again, and tell an administrator beforehand how much.

Only the importer takes out, and only while it is at the job that an administrator has asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from imports.choices import JobKind, JobState, Stage, Verdict
from imports.undoing.hanging import CASES, PERSONS, Hanging, hanging
from imports.undoing.records import ABOUT, OWN, RECORDS, undo_records
from organisation.access.database_roles import IMPORTER, WEB
from organisation.access.row_security import I_ADMINISTER

REMOVE = "imports_undo"
FORGET = "imports_forget_versions"
PREVIEW = "imports_undo_preview"

SESSIONS = "meetings_groupinformationsession"
GOING = "imports_undo_going"
"""A table of the transaction alone: the records that go."""

_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

_NUMBERS = f"""
    count(*) FILTER (WHERE made AND kept_in = '{CASES}' AND NOT stays) AS cases,
    count(*) FILTER (WHERE made AND kept_in = '{PERSONS}' AND NOT stays) AS persons,
    count(*) FILTER (WHERE NOT stays) AS records,
    count(DISTINCT whose_case) FILTER (WHERE stays AND whose_case <> 0) AS touched
"""


def undo_functions() -> list[str]:
    """SQL that makes them, and says who may call them."""
    return [
        *undo_records(),
        _preview(),
        f"GRANT EXECUTE ON FUNCTION {PREVIEW}(bigint) TO {WEB}",
        _forget(),
        f"GRANT EXECUTE ON FUNCTION {FORGET}(bigint) TO {IMPORTER}",
        _remove(),
        f"GRANT EXECUTE ON FUNCTION {REMOVE}(bigint) TO {IMPORTER}",
    ]


def _preview() -> str:
    """Numbers only, and for administrators only: they cannot read the register."""
    return f"""
    CREATE OR REPLACE FUNCTION {PREVIEW}(import bigint)
    RETURNS TABLE (cases bigint, persons bigint, records bigint, touched bigint)
    LANGUAGE sql STABLE {_OWNER} AS $function$
        SELECT {_NUMBERS} FROM {RECORDS}(import) WHERE {I_ADMINISTER}
    $function$
    """


def _forget() -> str:
    """Removes the versions of what an import made and undoing has removed.

    The third exception to history that is never changed: who was brought in by mistake does not live on in it.
    """
    tracked = [table for table in hanging() if table.facts]
    protected = ", ".join(f"'{table.versions}'::regclass" for table in tracked)
    return f"""
    CREATE OR REPLACE FUNCTION {FORGET}(import bigint) RETURNS void
    LANGUAGE plpgsql {_OWNER} AS $function$
    BEGIN
        IF NOT {_AT_IT} THEN
            RAISE EXCEPTION 'The import is not being undone.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('pgtrigger.ignore', array_agg(tgname::text)::text, true) FROM pg_trigger
          WHERE tgrelid IN ({protected}) AND tgname LIKE 'pgtrigger_append_only%';
        {" ".join(map(_forget_versions, tracked))}
        PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    END
    $function$
    """


_AT_IT = f"""EXISTS (
            SELECT FROM imports_importbatch batch JOIN imports_importjob job ON job.batch_id = batch.id
             WHERE batch.id = import AND batch.stage = '{Stage.COMMITTED.value}'
               AND job.kind = '{JobKind.UNDO.value}' AND job.state = '{JobState.WORKING.value}')"""


def _forget_versions(table: Hanging) -> str:
    return (
        f"DELETE FROM {table.versions} version USING imports_importedrecord record"
        f" WHERE record.batch_id = import AND record.\"table\" = '{table.table}' AND record.created"
        " AND version.pgh_obj_id = record.object_id"
        f" AND NOT EXISTS (SELECT FROM {table.table} it WHERE it.id = record.object_id);"
    )


def _remove() -> str:
    """Locks the records without waiting, so that nobody is in the middle of anything; then removes and puts back.

    Raises lock_not_available where somebody is. Returns how many went, and how many cases stay.
    """
    tables = hanging()
    tracked = [table for table in tables if table.facts]
    children_first = list(reversed(tables))
    return f"""
    CREATE OR REPLACE FUNCTION {REMOVE}(import bigint)
    RETURNS TABLE (cases bigint, persons bigint, records bigint, touched bigint)
    LANGUAGE plpgsql {_OWNER} AS $function$
    BEGIN
        IF NOT {_AT_IT} THEN
            RAISE EXCEPTION 'The import is not being undone.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        {" ".join(_locks(tables))}
        CREATE TEMPORARY TABLE {GOING} ON COMMIT DROP AS SELECT * FROM {RECORDS}(import);
        RETURN QUERY SELECT {_NUMBERS} FROM {GOING};
        DELETE FROM {GOING} WHERE stays;
        ANALYZE {GOING};
        {_rows_wait_again()}
        {_rows_lose_their_case()}
        DELETE FROM aspirants_opening opening USING {GOING} going
         WHERE going.kept_in = '{PERSONS}' AND going.made AND opening.person_id = going.object;
        DELETE FROM aspirants_notsameperson pair USING {GOING} going
         WHERE going.kept_in = '{PERSONS}' AND going.made AND going.object IN (pair.one_id, pair.other_id);
        {" ".join(map(_delete, children_first))}
        {_delete_sessions()}
        {" ".join(map(_put_back, tracked))}
        PERFORM {FORGET}(import);
        DELETE FROM imports_importedrecord record USING {GOING} going WHERE record.id = going.entry;
        DROP TABLE {GOING};
    END
    $function$
    """


def _locks(tables: list[Hanging]) -> Iterator[str]:
    """Persons and cases first: whoever would add to them waits. Then what the import wrote itself."""
    for root, column in ((PERSONS, "whose"), (CASES, "whose_case")):
        yield f"PERFORM FROM {root} it WHERE it.id IN (SELECT {column} FROM {ABOUT}(import)) FOR UPDATE NOWAIT;"
    for table in tables:
        if table.table not in (PERSONS, CASES):
            yield (
                f"PERFORM FROM {table.table} it JOIN imports_importedrecord record ON record.object_id = it.id"
                f" WHERE record.batch_id = import AND record.\"table\" = '{table.table}' FOR UPDATE OF it NOWAIT;"
            )


def _rows_wait_again() -> str:
    """Rows of an earlier import that came in with this one wait for another list, as before."""
    return f"""
        UPDATE imports_importrow waited SET verdict = '{Verdict.WAITING.value}', batch_id = file.batch_id,
               enrolment_id = NULL, case_no = ''
          FROM imports_importlist list JOIN imports_importfile file ON file.id = list.file_id
         WHERE waited.batch_id = import AND list.id = waited.list_id AND file.batch_id <> import
           AND EXISTS (SELECT FROM {GOING} going WHERE going.whose_case = waited.enrolment_id);
    """


def _rows_lose_their_case() -> str:
    """Of this import, and of others that have the case too; a row that waits has none."""
    return f"""
        UPDATE imports_importrow row SET enrolment_id = NULL, case_no = ''
         WHERE row.enrolment_id IN (SELECT object FROM {GOING} WHERE kept_in = '{CASES}' AND made)
            OR row.enrolment_id IS NOT NULL AND row.verdict = '{Verdict.WAITING.value}';
    """


def _delete(table: Hanging) -> str:
    return (
        f"DELETE FROM {table.table} it USING {GOING} going"
        f" WHERE going.kept_in = '{table.table}' AND going.made AND it.id = going.object;"
    )


def _delete_sessions() -> str:
    """Group information that the import made, once nobody is left who was invited to it."""
    return f"""
        DELETE FROM {SESSIONS} session USING imports_importedrecord record
         WHERE record.batch_id = import AND record."table" = '{SESSIONS}' AND record.created
           AND session.id = record.object_id AND session.moved_to_id IS NULL
           AND NOT EXISTS (SELECT FROM meetings_groupinformationbooking booking WHERE booking.session_id = session.id)
           AND NOT EXISTS (SELECT FROM {SESSIONS} earlier WHERE earlier.moved_to_id = session.id);
        DELETE FROM imports_importedrecord record WHERE record.batch_id = import AND record."table" = '{SESSIONS}'
           AND NOT EXISTS (SELECT FROM {SESSIONS} session WHERE session.id = record.object_id);
    """


def _put_back(table: Hanging) -> str:
    """Rows that the import changed become what they were in the version before its own."""
    facts = ", ".join(f'"{fact}"' for fact in table.facts)
    before = ", ".join(f'before."{fact}"' for fact in table.facts)
    return f"""
        UPDATE {table.table} it SET ({facts}) = ROW({before})
          FROM {GOING} going CROSS JOIN LATERAL (
            SELECT min(version.pgh_id) AS first FROM {table.versions} version
             WHERE version.pgh_obj_id = going.object
               AND version.transaction IN (SELECT one.transaction FROM {OWN}(import) one)) its_own
          CROSS JOIN LATERAL (
            SELECT version.* FROM {table.versions} version
             WHERE version.pgh_obj_id = going.object AND version.pgh_id < its_own.first
             ORDER BY version.pgh_id DESC LIMIT 1) before
         WHERE going.kept_in = '{table.table}' AND NOT going.made AND it.id = going.object;
    """
