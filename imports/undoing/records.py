"""The owner's functions that say of every record of an import whether undoing it leaves the record or takes it away.

A record goes with its case, and what has no case goes with its person. A case stays, with all its records, where it, a
record of it or its person has been written to by anything but the import since the import began; and a person whose
case stays, stays. Reading is not writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imports.undoing.hanging import CASES, PERSONS, Hanging, hanging
from imports.undoing.whose import NO_CASE, whose

OWN = "imports_undo_own"
ABOUT = "imports_undo_about"
RECORDS = "imports_undo_records"

TRANSACTION = "transaction"
"""In the counts of an import: what `current_transaction` said when it was brought in. Its versions have that number."""

WRITTEN_AT = {
    "aspirants_earliernumber": "changed_at",
    "aspirants_reportedfact": "reported_at",
    "aspirants_notsameperson": "said_at",
    "meetings_bookingchange": "changed_at",
    "referrals_departure": "made_at",
    "referrals_deviation": "noted_at",
    "referrals_fitnessanswer": "registered_at",
    "referrals_questionmessage": "sent_at",
    "referrals_referralevent": "at",
    "referrals_attachment": "added_at",
}
"""Tables without versions: a row written since the import, and not by it, is a change of its case or person."""

NOT_WRITING = frozenset({"aspirants_opening", "casework_movedrow", "referrals_attachmentpart"})
"""Tables without versions whose rows change nothing by themselves: who opened a person; what a joining moved, which has
versions of its own; the content of an attachment, which comes with its row."""

SINCE = "NOT version.transaction = ANY (own) AND version.pgh_created_at >= began"
"""Of a version: made by another transaction than the import's, since the import began."""


def undo_records() -> list[str]:
    """SQL that makes the functions: what is the import's own, what its records are about, and whether each stays.

    They read every table that hangs on persons, which the importer itself may not, and are the owner's alone.
    """
    tables = {table.table: table for table in hanging()}
    return [_own(), _about(tables), _staying(tables)]


_OWNER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"


def _own() -> str:
    """The number of the import's transaction, and when it began, as the bringing in has noted them."""
    return f"""
    CREATE OR REPLACE FUNCTION {OWN}(import bigint) RETURNS TABLE (transaction bigint, began timestamptz)
    LANGUAGE sql {_OWNER} AS $function$
        SELECT (batch.counts -> '{TRANSACTION}' ->> 'number')::bigint,
               (batch.counts -> '{TRANSACTION}' ->> 'began')::timestamptz
          FROM imports_importbatch batch WHERE batch.id = import AND batch.counts ? '{TRANSACTION}'
    $function$
    """


def _about(tables: Mapping[str, Hanging]) -> str:
    """Each record with its table and key, whether the import made it, its case (0: none) and its person."""
    return f"""
    CREATE OR REPLACE FUNCTION {ABOUT}(import bigint)
    RETURNS TABLE (entry bigint, kept_in text, object bigint, made boolean, whose_case bigint, whose bigint)
    LANGUAGE sql {_OWNER} AS $function$ {" UNION ALL ".join(_records(tables))} $function$
    """


def _staying(tables: Mapping[str, Hanging]) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION {RECORDS}(import bigint)
    RETURNS TABLE (entry bigint, kept_in text, object bigint, made boolean, whose_case bigint, whose bigint,
                   stays boolean)
    LANGUAGE plpgsql {_OWNER} AS $function$
    DECLARE
        own bigint[];
        began timestamptz;
        brought_in_at timestamptz := (SELECT committed_at FROM imports_importbatch WHERE id = import);
        cases bigint[];
        persons bigint[];
        touched_cases bigint[];
        touched_persons bigint[];
        staying_persons bigint[];
    BEGIN
        SELECT COALESCE(array_agg(one.transaction), '{{}}'), COALESCE(min(one.began), '-infinity')
          INTO own, began FROM {OWN}(import) one;
        SELECT array_agg(DISTINCT about.whose_case) FILTER (WHERE about.whose_case <> {NO_CASE}),
               array_agg(DISTINCT about.whose)
          INTO cases, persons FROM {ABOUT}(import) about;
        SELECT array_agg(DISTINCT touched.whose_case) FILTER (WHERE touched.whose_case IS NOT NULL),
               array_agg(DISTINCT touched.whose) FILTER (WHERE touched.whose_case IS NULL)
          INTO touched_cases, touched_persons
          FROM ({" UNION ALL ".join(_touched(tables))}) touched;
        staying_persons := touched_persons || ARRAY(
            SELECT enrolment.person_id FROM {CASES} enrolment WHERE enrolment.id IN (SELECT unnest(touched_cases)));
        RETURN QUERY SELECT about.*,
            CASE WHEN about.whose_case = {NO_CASE} THEN about.whose IN (SELECT unnest(staying_persons))
                 ELSE about.whose_case IN (SELECT unnest(touched_cases))
                      OR about.whose IN (SELECT unnest(touched_persons)) END
          FROM {ABOUT}(import) about;
    END
    $function$
    """


def _records(tables: Mapping[str, Hanging]) -> Iterator[str]:
    for table in tables.values():
        of = whose(table, "it", tables)
        yield (
            f'SELECT record.id, record."table"::text, record.object_id, record.created,'
            f" COALESCE({of.case}, {NO_CASE}), {of.person}"
            f" FROM imports_importedrecord record JOIN {table.table} it ON it.id = record.object_id{of.joins}"
            f" WHERE record.batch_id = import AND record.\"table\" = '{table.table}'"
        )


def _touched(tables: Mapping[str, Hanging]) -> Iterator[str]:
    """Cases that have been written to since, and persons: a row with a case is about the case alone."""
    yield _versions(PERSONS, "NULL::bigint", "version.pgh_obj_id", "version.pgh_obj_id", "persons")
    yield _versions(CASES, "version.pgh_obj_id", "NULL::bigint", "version.pgh_obj_id", "cases")
    for table in tables.values():
        if table.table != PERSONS:
            yield from _touched_by(table, tables)
    yield (
        "SELECT NULL::bigint, person_id FROM aspirants_reportedfact"
        " WHERE person_id IN (SELECT unnest(persons)) AND settled_at >= brought_in_at"
    )


def _touched_by(table: Hanging, tables: Mapping[str, Hanging]) -> Iterator[str]:
    if not table.facts:
        if table.table not in NOT_WRITING:
            yield from _rows_since(table, tables)
        return
    for column, target in table.keys.items():
        key = f"version.{column}"
        if target == CASES:
            yield _versions(table.table, key, "NULL::bigint", key, "cases")
        elif target == PERSONS:
            # Another case of the person that goes on is no change of this one; a new one is.
            label = " AND version.pgh_label = 'insert'" if table.table == CASES else ""
            alone = " AND version.enrolment_id IS NULL" if "enrolment_id" in table.keys else ""
            yield _versions(table.table, "NULL::bigint", key, key, "persons", label + alone)
        elif target not in (CASES, PERSONS):
            yield from _versions_below(table, column, tables)


def _versions(table: str, case: str, person: str, key: str, known: str, more: str = "") -> str:
    return (
        f"SELECT {case} AS whose_case, {person} AS whose FROM {table}change version"
        f" WHERE {key} IN (SELECT unnest({known})) AND {SINCE}{more}"
    )


def _versions_below(table: Hanging, column: str, tables: Mapping[str, Hanging]) -> Iterator[str]:
    """Versions of what hangs on a row of a case (a plan's version, a clock's breach), or of a person alone."""
    above = tables[table.keys[column]]
    of = whose(above, "up", tables)
    joined = f"FROM {above.table} up{of.joins} JOIN {table.versions} version ON version.{column} = up.id"
    if of.case != "NULL::bigint":
        yield f"SELECT {of.case}, {of.person} {joined} WHERE {of.case} IN (SELECT unnest(cases)) AND {SINCE}"
    if of.person.startswith("up"):
        yield (
            f"SELECT NULL::bigint, {of.person} {joined}"
            f" WHERE {of.case} IS NULL AND {of.person} IN (SELECT unnest(persons)) AND {SINCE}"
        )


def _rows_since(table: Hanging, tables: Mapping[str, Hanging]) -> Iterator[str]:
    of = whose(table, "it", tables)
    since = (
        f"it.{WRITTEN_AT[table.table]} >= brought_in_at AND NOT EXISTS (SELECT FROM imports_importedrecord record"
        f" WHERE record.batch_id = import AND record.\"table\" = '{table.table}' AND record.object_id = it.id)"
    )
    if of.case != "NULL::bigint":
        yield (
            f"SELECT {of.case}, {of.person} FROM {table.table} it{of.joins}"
            f" WHERE {of.case} IN (SELECT unnest(cases)) AND {since}"
        )
    for column, target in table.keys.items():
        if target == PERSONS:
            yield (
                f"SELECT NULL::bigint, it.{column} FROM {table.table} it"
                f" WHERE it.{column} IN (SELECT unnest(persons)) AND {since}"
            )
