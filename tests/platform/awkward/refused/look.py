from typing import Any

from django.db import connection, migrations


def look_from_outside(apps: Any, schema_editor: Any) -> None:
    """What another connection sees."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    finally:
        other.close()


class Migration(migrations.Migration):
    dependencies = [("contenttypes", "0001_initial")]
    run_before = [("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(look_from_outside)]
