"""What somebody who came without a referral has stated belongs to the case, and to nobody at a stadsdel."""

from __future__ import annotations

from aspirants.row_security import in_my_case, of_case
from organisation.access.row_security import history

POLICIES = [
    *of_case("referrals_walkin"),
    *history("referrals_walkin", in_my_case("referrals_walkinchange.enrolment_id")),
]
