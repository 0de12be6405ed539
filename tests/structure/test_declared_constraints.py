"""What the models declare, the database has: every constraint and index by its name.

Taking away a foreign key's own index (`db_index=False`) makes Django drop every other index of that column alone too,
rules such as "one approved version of a plan" among them.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_every_constraint_and_index_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind IN ('i', 'I')"
        )
        there = {name for (name,) in cursor.fetchall()}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    assert len(models) > 50
    declared = {
        f"{model._meta.label}: {item.name}": item.name
        for model in models
        for item in [*model._meta.constraints, *model._meta.indexes]
    }
    assert [where for where, name in sorted(declared.items()) if name not in there] == []
