"""Notes about the work together: for the jobbtorg that has the referral, and for the unit that follows it."""

from __future__ import annotations

from aspirants.row_security import in_readable_case, open_to_me
from organisation.access.database_roles import REPORTS, STADSDEL
from organisation.access.row_security import MY_JOBBTORG, USER, Grant, Policy, adding, reading, rightly
from referrals.row_security.conditions import followed, readable_by_stadsdel

TABLE = "referrals_deviation"


def _of_referral(condition: str) -> str:
    return f"(SELECT {condition} FROM referrals_referral_place r WHERE r.id = {TABLE}.referral_id)"


HERE = f"{open_to_me('r.person_id')} AND r.jobbtorg_id = {MY_JOBBTORG}"
READABLE = f"{open_to_me('r.person_id')} AND (r.jobbtorg_id = {MY_JOBBTORG} OR {in_readable_case('r.enrolment_id')})"
BY_ME = f"noted_by_id = {USER}"
OURS = followed(f"r.id = {TABLE}.referral_id")

POLICIES = [
    reading(TABLE, "of open referrals", _of_referral(READABLE)),
    adding(TABLE, "of referrals here, add", f"{BY_ME} AND {_of_referral(HERE)}"),
    readable_by_stadsdel(TABLE, OURS),
    adding(TABLE, "the stadsdel's, add", f"{BY_ME} AND {OURS}", STADSDEL),
    Policy(TABLE, f"role {REPORTS}", rightly(REPORTS), "SELECT", REPORTS),
]

GRANTS = [Grant(TABLE, REPORTS, columns=("id", "referral_id", "kind", "noted_at"))]
