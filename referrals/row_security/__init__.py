"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from referrals.row_security import disclosures, likeness, referrals

VIEWS = [*referrals.VIEWS, *disclosures.VIEWS]
POLICIES = [*referrals.POLICIES, *disclosures.POLICIES]
FUNCTIONS = [*likeness.FUNCTIONS]
GRANTS = [*referrals.GRANTS]
DELETIONS = [*referrals.DELETIONS]
OWNERS_ALONE = referrals.OWNERS_ALONE
HIDES = referrals.HIDES
