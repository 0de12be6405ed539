"""What `manage.py check` finds about clocks: a kind the table does not know, an excuse that nothing could prove."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from deadlines.clocks import kinds as clock_kinds
from deadlines.excuses.sources import without_source


@register
def every_clock_kind_has_its_rules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The table of clock kinds is complete."""
    return [Error(gap, id="deadlines.E001") for gap in clock_kinds.gaps()]


@register
def every_excuse_has_a_source(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An app has registered where evidence for each of E01–E04 is found."""
    return [
        Error(
            f"No source is registered for the excuse {reason} ({reason.label}).",
            hint="Without one, what it excuses would be counted as broken. Register it in AppConfig.ready.",
            id="deadlines.E002",
        )
        for reason in without_source()
    ]
