"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from referrals.row_security import deviations, likeness, moves, referrals

VIEWS = [*referrals.VIEWS, *moves.VIEWS]
POLICIES = [*referrals.POLICIES, *moves.POLICIES, *deviations.POLICIES]
FUNCTIONS = [*likeness.FUNCTIONS, *moves.FUNCTIONS]
GRANTS = [*referrals.GRANTS, *moves.GRANTS, *deviations.GRANTS]
DELETIONS = [*referrals.DELETIONS]
OWNERS_ALONE = referrals.OWNERS_ALONE
HIDES = referrals.HIDES
