"""Who sees transfers, joinings and notes, and what is done across jobbtorg for them."""

from casework.row_security import joining, notes, phrases, transfers

VIEWS = [*transfers.VIEWS, *joining.VIEWS]
POLICIES = [*transfers.POLICIES, *joining.POLICIES, *notes.POLICIES]
FUNCTIONS = [*transfers.FUNCTIONS, *notes.FUNCTIONS]
GRANTS = joining.GRANTS
APPEND_ONLY = joining.APPEND_ONLY
DELETIONS = [*notes.DELETIONS, *phrases.DELETIONS]
