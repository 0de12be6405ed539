"""What `manage.py check` finds about meetings and clocks: a pair of kinds of which nothing is said."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from meetings import effects as meeting_effects


@register
def every_meeting_kind_has_its_effects(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The table of what meetings mean for clocks is complete and agrees with the table of clock kinds."""
    return [Error(gap, id="meetings.E001") for gap in meeting_effects.gaps()]
