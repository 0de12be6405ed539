"""That something has happened in a case which its unit has not been told of: that it has, and nothing of what."""

from __future__ import annotations

from aspirants.choices import ClosureStatus, DisclosureContent
from jobplans.choices import FollowUpStatus, VersionStatus
from organisation.access.database_roles import STADSDEL
from organisation.access.row_security import MY_UNITS, View


def _not_told(content: DisclosureContent, since: str) -> str:
    return (
        "NOT EXISTS (SELECT FROM aspirants_disclosure told WHERE told.enrolment_id = referral.enrolment_id"
        f" AND told.recipient_id = referral.unit_id AND told.content = '{content.value}'"
        f" AND told.disclosed_at >= {since})"
    )


_PLAN = (
    "SELECT FROM jobplans_jobplanversion version JOIN jobplans_jobplan plan ON plan.id = version.plan_id"
    f" WHERE plan.enrolment_id = referral.enrolment_id AND version.status = '{VersionStatus.APPROVED.value}'"
    " AND NOT EXISTS (SELECT FROM jobplans_plancommunication sent"
    " WHERE sent.version_id = version.id AND sent.unit_id = referral.unit_id)"
)
_FOLLOW_UP = (
    "SELECT FROM jobplans_followup follow_up WHERE follow_up.enrolment_id = referral.enrolment_id"
    f" AND follow_up.status = '{FollowUpStatus.HELD.value}'"
    f" AND {_not_told(DisclosureContent.FOLLOW_UP, 'follow_up.recorded_at')}"
)
_CLOSING = (
    "SELECT FROM aspirants_closure closure WHERE closure.enrolment_id = referral.enrolment_id"
    f" AND closure.status <> '{ClosureStatus.CORRECTED.value}'"
    f" AND {_not_told(DisclosureContent.CLOSURE, 'closure.decided_at')}"
)

VIEWS = [
    View(
        "referrals_untold",
        f"SELECT referral.id FROM referrals_referral referral WHERE referral.unit_id = {MY_UNITS}"
        " AND referral.followed_until IS NULL AND referral.enrolment_id IS NOT NULL"
        f" AND (EXISTS ({_PLAN}) OR EXISTS ({_FOLLOW_UP}) OR EXISTS ({_CLOSING}))",
        readers=(STADSDEL,),
    ),
]
