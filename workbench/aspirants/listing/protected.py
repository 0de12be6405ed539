"""The box of protected persons below the list of aspirants: narrowed as the list is, by what its rows can be asked."""

from __future__ import annotations

from deadlines.status.protected import Masked, masked_cases
from organisation.models import User
from workbench.aspirants.listing.rows import Listed

STATUS, ANY = "status", "alla"
"""The one filter that a masked row answers; the others are about the person, the coach and what goes on in the case."""


def protected_asked_for(user: User, asked: Listed) -> Masked:
    """The open cases of protected persons, as far as the filters of the list let them through."""
    masked = masked_cases(user)
    if not masked:
        return masked
    filters = asked.filters
    # As in the list: what cannot be understood narrows nothing.
    chosen = filters.chosen() if filters.form.is_valid() else {}
    unanswered = [str(filters.form.fields[name].label) for name in chosen if name != STATUS]
    if asked.chosen:
        unanswered.append(asked.chosen.label)
    status = chosen.get(STATUS, ANY)
    return masked.cases_that(lambda case: status in (ANY, case.status), unanswered)
