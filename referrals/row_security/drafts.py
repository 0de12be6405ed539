"""What is begun and not sent is its author's alone; a unit learns that a colleague has begun on a number, no more."""

from __future__ import annotations

from organisation.access.database_roles import STADSDEL, WORKER
from organisation.access.row_security import MY_UNITS, USER, Deletion, Policy, View

VIEWS = [
    # Asked by the keyed hash of a number that the asker has typed. Nothing of what the draft says.
    View(
        "referrals_begun_draft",
        "SELECT draft.id, draft.identity_hash, draft.author_id, draft.begun_at, draft.updated_at"
        " FROM referrals_referraldraft draft JOIN organisation_user author ON author.id = draft.author_id"
        f" WHERE draft.identity_hash <> '' AND author.income_support_unit_id = {MY_UNITS}",
        readers=(STADSDEL,),
    ),
]

POLICIES = [
    Policy("referrals_referraldraft", "my own", f"author_id = {USER}", role=STADSDEL),
    Policy("referrals_referrallistdraft", "my own", f"author_id = {USER}", role=STADSDEL),
]

DELETIONS = [
    Deletion(table, (STADSDEL, WORKER)) for table in ("referrals_referraldraft", "referrals_referrallistdraft")
]
