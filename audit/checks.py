"""What `manage.py check --database default` looks at: the log has room for the coming months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

from audit.models import AccessEvent
from audit.partitions import FEWEST_MONTHS, months_ahead


@register(Tags.database)
def log_has_room(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the coming months lack partitions: rows go into the default partition and stay there."""
    if not databases or AccessEvent._meta.db_table not in connection.introspection.table_names():
        return []  # a database that is still to be made
    ahead = months_ahead()
    if ahead >= FEWEST_MONTHS:
        return []
    return [
        Warning(
            f"The access log has partitions for {ahead} months after this one; {FEWEST_MONTHS} are the least.",
            hint="Run `manage.py extend_log`, and see why the daily job does not.",
            id="audit.W001",
        )
    ]
