"""Attempts to reach the person whose clock it is, as they are on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from deadlines.models import ContactAttempt, ContactChannel, ContactResult, DeadlineClock
from organisation.models import User

CHANNELS = (ContactChannel.PHONE, ContactChannel.LETTER)


def seek(clock: DeadlineClock, *days: date, by: User, channels: tuple[str, ...] = CHANNELS) -> None:
    """One attempt at noon on each day, in turn by telephone and by letter; nobody answered."""
    for n, day in enumerate(days):
        at = datetime.combine(day, time(11), UTC)
        ContactAttempt.objects.create(
            clock=clock,
            channel=channels[n % len(channels)],
            attempted_at=at,
            result=ContactResult.NOT_REACHED,
            recorded_by=by,
            recorded_at=at,
        )
