"""Choosing how the own screen looks and listens."""

from __future__ import annotations

from organisation.models import ColorScheme, User
from organisation.models.users import PREFERENCES


def choose_preferences(*, actor: User, shortcuts: bool, compact_rows: bool, color_scheme: ColorScheme) -> None:
    """Store what a user wants of the own screen; it holds from the next page on.

    Checked by: `signed_in` (everybody, the own choices alone).
    """
    actor.shortcuts, actor.compact_rows, actor.color_scheme = shortcuts, compact_rows, color_scheme
    actor.save(update_fields=PREFERENCES)
