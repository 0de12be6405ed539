from importlib import import_module
from typing import Any

from django.db import connection, migrations

Initial = import_module("workbench.migrations.0001_initial").Migration


def look_from_outside(apps: Any, schema_editor: Any) -> None:
    """What another connection sees."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    finally:
        other.close()


class Migration(Initial):  # type: ignore[misc, valid-type]
    operations = [*Initial.operations, migrations.RunPython(look_from_outside)]
