from typing import Any

from django.db import connection, migrations

from tests.platform.awkward import LAST


def look_from_outside(apps: Any, schema_editor: Any) -> None:
    """What another connection sees."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    finally:
        other.close()


class Migration(migrations.Migration):
    dependencies = [LAST]
    operations = [migrations.RunPython(look_from_outside)]
