"""The box of protected persons below the inbox: those whose referrals the chosen chip lets through."""

from __future__ import annotations

from django.db import connection

from deadlines.status.protected import Masked, masked_clocks
from organisation.models import User
from referrals.filters import StatusChip


def protected_waiting(user: User, chip: StatusChip) -> Masked:
    """The clocks of those whom nobody has enrolled yet; those enrolled stand among the aspirants."""
    masked = masked_clocks(user, waiting=True)
    if not masked or chip.statuses is None:
        return masked
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM protected_referral WHERE jobbtorg_id = %s AND status = ANY(%s)",
            [user.jobbtorg_id, [status.value for status in chip.statuses]],
        )
        numbers = {number for (number,) in cursor.fetchall()}
    return masked.clocks_that(lambda clock: clock.reference in numbers)
