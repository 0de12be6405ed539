"""What stands in the tables of the product, so that a test can say that nothing has changed."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import connection, models

BESIDE = {"workbench.SentForm", "audit.AccessEvent", "audit.Lookup", "sessions.Session", "usersessions.UserSession"}
"""What is kept of every request."""


@cache
def tables() -> dict[str, type[models.Model]]:
    """Every table by the label of its model, histories included; without those that every request writes."""
    return {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in BESIDE
    }


def fingerprints() -> dict[str, str]:
    """Of all that stands in each table."""
    query = " UNION ALL ".join(
        f"SELECT '{label}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {model._meta.db_table} t"
        for label, model in tables().items()
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())
