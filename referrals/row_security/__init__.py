"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from referrals.row_security import drafts, likeness, referrals

VIEWS = [*referrals.VIEWS, *drafts.VIEWS]
POLICIES = [*referrals.POLICIES, *drafts.POLICIES]
FUNCTIONS = [*likeness.FUNCTIONS]
GRANTS = [*referrals.GRANTS]
DELETIONS = [*drafts.DELETIONS]
OWNERS_ALONE = referrals.OWNERS_ALONE
HIDES = referrals.HIDES
