"""That something has happened in a case which its unit has not been told of: that it has, and nothing of what.

Of a protected person's case only who sent that person knows even this.
"""

from __future__ import annotations

from aspirants.choices import ClosureStatus, DisclosureContent
from jobplans.choices import FollowUpStatus, VersionStatus
from organisation.access.database_roles import STADSDEL
from organisation.access.row_security import MY_UNITS, View
from referrals.row_security.conditions import told_of


def _told(condition: str) -> str:
    return (
        "SELECT told.disclosed_at FROM aspirants_disclosure told WHERE told.enrolment_id = referral.enrolment_id"
        f" AND told.recipient_id = referral.unit_id AND {condition}"
    )


def _is_news(at: str, content: DisclosureContent) -> str:
    """What happened at a time is news: nothing of its kind was told since, nor anything else but a message.

    In a case that has ended only for a while: a jobbtorg that has not told by then does not tell.
    """
    told_since = f"told.content = '{content.value}' AND told.disclosed_at >= {at}"
    other_since = f"told.content <> '{DisclosureContent.MESSAGE.value}' AND told.disclosed_at > {at}"
    return (
        f"NOT EXISTS ({_told(f'(({told_since}) OR ({other_since}))')})"
        f" AND (enrolment.closed_on IS NULL OR {at} >= now() - interval '{DAYS_AFTER_THE_END} days')"
    )


DAYS_AFTER_THE_END = 30
"""How long something untold is news once the case has ended."""

_PLAN = (
    "SELECT FROM jobplans_jobplanversion version JOIN jobplans_jobplan plan ON plan.id = version.plan_id"
    " JOIN jobplans_planapproval approval ON approval.version_id = version.id"
    f" WHERE plan.enrolment_id = enrolment.id AND version.status = '{VersionStatus.APPROVED.value}'"
    " AND NOT EXISTS (SELECT FROM jobplans_plancommunication sent"
    " WHERE sent.version_id = version.id AND sent.unit_id = referral.unit_id)"
    f" AND {_is_news('approval.recorded_at', DisclosureContent.JOB_PLAN)}"
)
_FOLLOW_UP = (
    "SELECT FROM jobplans_followup follow_up WHERE follow_up.enrolment_id = enrolment.id"
    f" AND follow_up.status = '{FollowUpStatus.HELD.value}'"
    f" AND {_is_news('follow_up.recorded_at', DisclosureContent.FOLLOW_UP)}"
)
_CLOSING = (
    "SELECT FROM aspirants_closure closure WHERE closure.enrolment_id = enrolment.id"
    f" AND closure.status <> '{ClosureStatus.CORRECTED.value}'"
    f" AND {_is_news('closure.decided_at', DisclosureContent.CLOSURE)}"
)

VIEWS = [
    View(
        "referrals_untold",
        "SELECT referral.id FROM referrals_referral referral"
        " JOIN aspirants_enrolment enrolment ON enrolment.id = referral.enrolment_id"
        f" WHERE referral.unit_id = {MY_UNITS} AND referral.followed_until IS NULL AND {told_of('enrolment')}"
        f" AND (EXISTS ({_PLAN}) OR EXISTS ({_FOLLOW_UP}) OR EXISTS ({_CLOSING}))",
        readers=(STADSDEL,),
    ),
]
