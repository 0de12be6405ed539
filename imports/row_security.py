"""Old lists on their way in: administrators ask for them and see what became of them; the importer does the work.

What a list says is encrypted and shown row by row, if at all. A file is read by the importer alone. A manager meets the
questions of the own unit and nothing else of an import.
"""

from __future__ import annotations

from aspirants.choices import Protection
from aspirants.row_security import for_database_roles, in_readable_case
from imports.choices import LEFT_OUT, UNFINISHED, JobState, Stage, Verdict
from imports.undoing.removal import undo_functions
from organisation.access.database_roles import IMPORTER, PAGES, WEB
from organisation.access.row_security import (
    HIDDEN,
    I_ADMINISTER,
    I_MANAGE,
    MY_JOBBTORG,
    USER,
    ColumnLimit,
    Deletion,
    Policy,
    View,
    adding,
    reading,
)

SHOWN = (
    "imports_importbatch",
    "imports_importfile",
    "imports_importlist",
    "imports_importrow",
    "imports_cellcorrection",
    "imports_importissue",
    "imports_importedrecord",
    "imports_headingchoice",
    "imports_valuechoice",
    "imports_importquestion",
    "imports_importanswer",
    "imports_importjob",
    "imports_importprogress",
    "imports_importstop",
)
TABLES = (*SHOWN, "imports_importpart")

HIDDEN_ROWS = "imports_hidden_row"
"""Rows that became a case of somebody who is protected by now: their page must not name the person any more."""

MY_QUESTIONS = "imports_my_question"
"""The questions that the acting user answers: those of the manager's own jobbtorg, until they are brought in."""

PROVENANCE = "imports_provenance"
"""From which file and line a case comes, and who brought it in when, for those who may open the case."""

_UNFINISHED = ", ".join(f"'{state.value}'" for state in UNFINISHED)
_NOT_IN = ", ".join(f"'{verdict.value}'" for verdict in (Verdict.WAITING, *LEFT_OUT))

_CAN_BE_ANSWERED = ", ".join(f"'{stage.value}'" for stage in (Stage.FILES, Stage.COLUMNS, Stage.CHECKED))

_OF_MY_UNIT = f"jobbtorg_id = {MY_JOBBTORG} AND {I_MANAGE}"

VIEWS = [
    View(
        HIDDEN_ROWS,
        "SELECT row.id FROM imports_importrow row JOIN aspirants_enrolment enrolment ON enrolment.id = row.enrolment_id"
        " JOIN aspirants_person person ON person.id = enrolment.person_id"
        f" WHERE person.protection <> '{Protection.NONE.value}' AND {I_ADMINISTER}",
        readers=(WEB,),
    ),
    # A row that waited came in with a later import than its file's.
    View(
        PROVENANCE,
        "SELECT row.enrolment_id, file.name AS file, list.sheet, row.line, batch.committed_at AS brought_in_at,"
        " concat_ws(' ', actor.first_name, actor.last_name) AS brought_in_by FROM imports_importrow row"
        " JOIN imports_importlist list ON list.id = row.list_id JOIN imports_importfile file ON file.id = list.file_id"
        " JOIN imports_importbatch batch ON batch.id = row.batch_id"
        " JOIN organisation_user actor ON actor.id = batch.committed_by_id"
        f" WHERE row.enrolment_id IS NOT NULL AND {in_readable_case('row.enrolment_id')}",
        readers=(WEB,),
    ),
    View(
        MY_QUESTIONS,
        "SELECT question.id, question.batch_id FROM imports_importquestion question"
        " JOIN imports_importbatch batch ON batch.id = question.batch_id"
        f" WHERE batch.stage IN ({_CAN_BE_ANSWERED}) AND {_OF_MY_UNIT}",
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

_OPEN_QUESTION = f"{_OF_MY_UNIT} AND (person_id IS NULL OR person_id <> {HIDDEN})"

POLICIES = [
    *(reading(table, "administrators", I_ADMINISTER) for table in SHOWN),
    # Whoever asks asks as themselves: the importer acts for the user whom the row names.
    adding(
        "imports_importjob",
        "administrators, add",
        f"{I_ADMINISTER} AND asked_by_id = {USER} AND state = '{JobState.QUEUED.value}' AND attempts = 0",
    ),
    adding("imports_importbatch", "administrators, add", f"{I_ADMINISTER} AND started_by_id = {USER}"),
    adding("imports_importfile", "administrators, add", I_ADMINISTER),
    adding("imports_importpart", "administrators, add", I_ADMINISTER),
    adding("imports_cellcorrection", "administrators, add", f"{I_ADMINISTER} AND corrected_by_id = {USER}"),
    adding("imports_headingchoice", "administrators, add", f"{I_ADMINISTER} AND chosen_by_id = {USER}"),
    adding("imports_valuechoice", "administrators, add", f"{I_ADMINISTER} AND chosen_by_id = {USER}"),
    adding("imports_importstop", "administrators, add", f"{I_ADMINISTER} AND asked_by_id = {USER}"),
    *(
        Policy(table, "administrators, change", I_ADMINISTER, "UPDATE")
        for table in ("imports_importbatch", "imports_importlist", "imports_headingchoice", "imports_valuechoice")
    ),
    reading("imports_importquestion", "of the own unit", _OPEN_QUESTION),
    reading(
        "imports_importanswer",
        "of the own unit",
        f"(SELECT true FROM {MY_QUESTIONS} mine WHERE mine.id = imports_importanswer.question_id)",
    ),
    adding(
        "imports_importanswer",
        "of the own unit, add",
        f"answered_by_id = {USER}"
        f" AND (SELECT true FROM {MY_QUESTIONS} mine WHERE mine.id = imports_importanswer.question_id)",
    ),
    *(policy for table in TABLES for policy in for_database_roles(table, IMPORTER)),
]

COLUMN_LIMITS = [
    ColumnLimit("imports_importbatch", ("policy", "outcome", "outcome_on", "changed_at")),
    ColumnLimit("imports_importlist", ("included", "profile", "fields", "as_of", "period_from", "period_to")),
    ColumnLimit("imports_headingchoice", ("field", "chosen_by_id", "chosen_at")),
    ColumnLimit("imports_valuechoice", ("value", "chosen_by_id", "chosen_at")),
]
"""What an administrator decides of an import by hand. How far it has come, and what its rows say, is the importer's."""

KEPT_FROM_JOBS = ["imports_importpart"]
"""What the files say is read by the importer alone."""

DELETIONS = [Deletion(table, (IMPORTER,)) for table in TABLES]

LEFT_OUT_ROWS = "imports_left_out"
"""The function that counts rows of a period which wait or were left out, for the figures of that period."""

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
    # A case of the period is one that began or ended in it. Numbers only, and only of imports that were brought in.
    f"""
    CREATE OR REPLACE FUNCTION {LEFT_OUT_ROWS}(units bigint[], first_day date, last_day date)
    RETURNS TABLE (waiting bigint, left_out bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
        SELECT count(*) FILTER (WHERE verdict = '{Verdict.WAITING.value}'),
               count(*) FILTER (WHERE verdict <> '{Verdict.WAITING.value}')
          FROM imports_importrow imported
          JOIN imports_importbatch batch ON batch.id = imported.batch_id AND batch.stage = '{Stage.COMMITTED.value}'
         WHERE jobbtorg_id = ANY (units) AND verdict IN ({_NOT_IN})
           AND (starts_on BETWEEN first_day AND last_day OR ends_on BETWEEN first_day AND last_day)
    $function$
    """,
    f"GRANT EXECUTE ON FUNCTION {LEFT_OUT_ROWS}(bigint[], date, date) TO {', '.join(PAGES)}",
    *undo_functions(),
]
