"""Who wants which notices, for statements that write many notices at once.

One rule for all of them: a view says what a user has switched off, and leaves out what nobody may switch off.
"""

from __future__ import annotations

from notices.choices import NoticeKind
from notices.models import NoticeSettings
from organisation.models import User

SWITCHED_OFF = "notices_switched_off"


def not_switched_off(recipient: str, kind: NoticeKind) -> str:
    """The SQL condition that a user has not switched off a kind of notice; `recipient` is the column of the key."""
    return f"NOT EXISTS (SELECT FROM {SWITCHED_OFF} u WHERE u.user_id = {recipient} AND u.kind = '{kind.value}')"


def settings_of(user: User) -> NoticeSettings:
    """What the user has chosen, or the defaults."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)
