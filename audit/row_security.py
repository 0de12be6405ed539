"""Everybody writes their own rows of the access log; few read it, and only the sealer seals (docs/security.md)."""

from __future__ import annotations

from audit.models import AccessKind
from organisation.access.database_roles import LOG_READER, WORKER
from organisation.access.row_security import (
    I_ADMINISTER,
    I_MANAGE,
    I_REVIEW_LOGS,
    MY_JOBBTORG,
    USER,
    Grant,
    Policy,
    View,
    adding,
    for_all_pages,
    reading,
)

APPEND_ONLY = ["audit_accessevent", "audit_logseal"]

VIEWS = [
    View("audit_file_request_of", "SELECT id, asked_by_id, is_approved FROM audit_filerequest"),
    View("audit_review_place", "SELECT id, jobbtorg_id FROM audit_logreview"),
]

# Who signs in is nobody yet, or somebody else still.
COMING_AND_GOING = f"kind IN ('{AccessKind.SIGN_IN}', '{AccessKind.SIGN_IN_FAILED}', '{AccessKind.SIGN_OUT}')"
OF_MY_STAFF = f"user_id IN (SELECT staff.id FROM organisation_user staff WHERE staff.jobbtorg_id = {MY_JOBBTORG})"
MY_REVIEW = f"{I_MANAGE} AND jobbtorg_id = {MY_JOBBTORG}"
OF_MY_REVIEW = (
    f"{I_MANAGE} AND (SELECT place.jobbtorg_id = {MY_JOBBTORG} FROM audit_review_place place"
    " WHERE place.id = audit_logreviewitem.review_id)"
)

FOR_ME_TO_DECIDE = f"asked_by_id <> {USER} AND (({I_MANAGE} AND jobbtorg_id = {MY_JOBBTORG}) OR {I_ADMINISTER})"
MY_AGREED_FILE = (
    f"(SELECT asked.asked_by_id = {USER} AND asked.is_approved FROM audit_file_request_of asked"
    " WHERE asked.id = request_id)"
)

POLICIES = [
    # Who asks cannot decide, in the database either: only others change a request.
    *for_all_pages(reading("audit_filerequest", "my own", f"asked_by_id = {USER}")),
    *for_all_pages(adding("audit_filerequest", "my own, ask", f"asked_by_id = {USER} AND decided_by_id IS NULL")),
    reading("audit_filerequest", "for me to decide", FOR_ME_TO_DECIDE),
    Policy("audit_filerequest", "for me to decide, decide", FOR_ME_TO_DECIDE, "UPDATE"),
    *for_all_pages(reading("audit_fetchedfile", "everybody, that it was", "true")),
    *for_all_pages(adding("audit_fetchedfile", "my own, once", MY_AGREED_FILE)),
    # Now, and nobody else's doing. The database's own clock, so that a row has no other day.
    *for_all_pages(
        adding(
            "audit_accessevent",
            "what I do",
            f"(user_id = {USER} OR {COMING_AND_GOING}) AND at = statement_timestamp()",
        )
    ),
    # How fast one looks people up (audit/lookups.py). The log itself is not for reading, one's own rows neither.
    *for_all_pages(Policy("audit_lookup", "my own", f"user_id = {USER}")),
    reading("audit_accessevent", "reviewers", I_REVIEW_LOGS),
    reading("audit_accessevent", "managers, of the own staff", f"{I_MANAGE} AND {OF_MY_STAFF}"),
    reading("audit_accessevent", "from outside", "true", LOG_READER),
    reading("audit_logseal", "from outside", "true", LOG_READER),
    reading("audit_logreview", "managers", MY_REVIEW),
    reading("audit_logreview", "reviewers", I_REVIEW_LOGS),
    Policy("audit_logreview", "managers, change", MY_REVIEW, "UPDATE"),
    reading("audit_logreviewitem", "managers", OF_MY_REVIEW),
]

GRANTS = [Grant(table, LOG_READER) for table in APPEND_ONLY]

# Making months is the owner's; the worker may ask for it.
FUNCTIONS = [f"GRANT EXECUTE ON FUNCTION audit_add_partitions(integer, timestamptz) TO {WORKER}"]
