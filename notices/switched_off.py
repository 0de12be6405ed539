"""Who wants which notices, for statements that write many notices at once.

One rule for all of them: a view says what a user has switched off, and leaves out what nobody may switch off.
"""

from __future__ import annotations

from notices.choices import NoticeKind
from notices.models import NoticeSettings
from organisation.models import User

SWITCHED_OFF = "notices_switched_off"


def not_switched_off(recipient: str, kind: NoticeKind) -> str:
    """The SQL condition that a user has not switched off a kind of notice; `recipient` is the column of the key.

    The few who have are looked up once for the statement. As a condition on each recipient the planner, which expects
    two of them, would read all users' settings anew for every notice of a batch.
    """
    who_has = f"SELECT u.user_id FROM {SWITCHED_OFF} u WHERE u.kind = '{kind.value}'"  # noqa: S608  # nosec B608
    return f"{recipient} <> ALL (ARRAY ({who_has}))"


def settings_of(user: User) -> NoticeSettings:
    """What the user has chosen, or the defaults."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)
