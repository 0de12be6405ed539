"""Who sees transfers and joinings, and what is done across jobbtorg for them."""

from casework.row_security import joining, phrases, transfers

VIEWS = [*transfers.VIEWS, *joining.VIEWS]
POLICIES = [*transfers.POLICIES, *joining.POLICIES]
FUNCTIONS = transfers.FUNCTIONS
GRANTS = joining.GRANTS
APPEND_ONLY = joining.APPEND_ONLY
DELETIONS = phrases.DELETIONS
