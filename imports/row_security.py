"""Old lists on their way in: administrators ask for them and see what became of them; the importer does the work.

What a list says is encrypted and shown row by row, if at all. The file itself is read by the importer alone.
"""

from __future__ import annotations

from aspirants.choices import Protection
from aspirants.row_security import for_database_roles
from imports.models import UNFINISHED, JobState
from organisation.access.database_roles import IMPORTER, PAGES, WEB
from organisation.access.row_security import I_ADMINISTER, USER, Deletion, View, adding, reading

SHOWN = ("imports_importbatch", "imports_importrow", "imports_importissue", "imports_importjob")
TABLES = (*SHOWN, "imports_importpart")

HIDDEN_ROWS = "imports_hidden_row"
"""Rows that became a case of somebody who is protected by now: their page must not name the person any more."""

_UNFINISHED = ", ".join(f"'{state.value}'" for state in UNFINISHED)

VIEWS = [
    View(
        HIDDEN_ROWS,
        "SELECT row.id FROM imports_importrow row JOIN aspirants_enrolment enrolment ON enrolment.id = row.enrolment_id"
        " JOIN aspirants_person person ON person.id = enrolment.person_id"
        f" WHERE person.protection <> '{Protection.NONE.value}' AND {I_ADMINISTER}",
        readers=(WEB,),
    ),
    # For the deep health: how many jobs nobody has taken up, and since when.
    View(
        "imports_untried",
        "SELECT count(*) AS jobs, min(not_before) AS since FROM imports_importjob"
        f" WHERE state IN ({_UNFINISHED}) AND attempts = 0",
        readers=PAGES,
    ),
]

POLICIES = [
    *(reading(table, "administrators", I_ADMINISTER) for table in SHOWN),
    # Whoever asks asks as themselves: the importer acts for the user whom the row names.
    adding(
        "imports_importjob",
        "administrators, add",
        f"{I_ADMINISTER} AND asked_by_id = {USER} AND state = '{JobState.QUEUED.value}' AND attempts = 0",
    ),
    adding("imports_importpart", "administrators, add", I_ADMINISTER),
    *(policy for table in TABLES for policy in for_database_roles(table, IMPORTER)),
]

KEPT_FROM_JOBS = ["imports_importpart"]
"""What the files say is read by the importer alone."""

DELETIONS = [Deletion(table, (IMPORTER,)) for table in TABLES]

FUNCTIONS = [
    # The importer acts for nobody but the administrator who asked for the job that it is at, so that history names
    # them. The policy above has seen to it that this was they themselves.
    f"""
    CREATE OR REPLACE FUNCTION imports_act_for_asker(job bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    BEGIN
        PERFORM private_seal('user_id', asked_by_id::text)
          FROM imports_importjob WHERE id = job AND state = '{JobState.WORKING.value}';
    END
    $function$
    """,
    f"GRANT EXECUTE ON FUNCTION imports_act_for_asker(bigint) TO {IMPORTER}",
]
