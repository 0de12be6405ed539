"""What each kept fact of a case is called where a sentence tells of it: "Telefonnumret ändrades från … till …".

Every model whose versions are a case's history stands here, and every field of it that is not in NOT_SHOWN;
`tests/history/test_words.py` names what is missing.
"""

from __future__ import annotations

from aspirants.models.identifying import NUMBER_KEYS
from workbench.cases.changes.of_cases import OF_CASES
from workbench.cases.changes.of_work import OF_WORK
from workbench.cases.changes.told import Told

# Facts that are kept but say nothing to a reader, or repeat what the sentence says already.
NOT_SHOWN = frozenset(
    {"id", "created_at", "submission_id", *NUMBER_KEYS, "edition", "saved_by", "enrolment", "person", "clock"}
    | {"version", "plan", "disclosure", "logged_by", "logged_at", "booked_by", "booked_at", "recorded_by"}
    | {"recorded_at", "drafted_by", "drafted_at", "registered_by", "registered_at", "decided_by", "decided_at"}
    | {"joined_into", "goes", "stays", "goes_on", "case", "ended_case", "asked_by", "asked_at", "undone_by"}
    | {"answered_by", "answered_at", "written_by", "written_at"}
    | {"assigned_by", "disclosed_by", "sent_by", "explained_by", "stamped_at", "revoked_by", "granted_by"}
    | {"taken_by", "withdrawn_by", "withdrawn_at", "receipt_by"}
    | {"made_by", "made_at", "moves_evidence", "number", "answer_recorded_at", "agreement_recorded_at"}
)

TOLD: dict[str, Told] = OF_CASES | OF_WORK
