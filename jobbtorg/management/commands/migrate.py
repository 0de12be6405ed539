"""Django's `migrate`, which then brings roles' grants and row security to what the packages declare."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from jobbtorg.database.row_security import RolesMissingError, secure


class Command(migrate.Command):
    """A table without policies shows nobody a row, so a migration that forgets them is noticed at once."""

    def handle(self, *args: Any, **options: Any) -> None:
        if strangers := _applied_and_unknown(options["database"]):
            raise CommandError(
                f"The database was built by migrations that are no longer there ({', '.join(strangers)}). Before the "
                "first release there is no way from one to the other: empty it with `make reset`."
            )
        super().handle(*args, **options)
        if options["check_unapplied"] or options["plan"] or options["app_label"]:
            return
        try:
            secure()
        except RolesMissingError as missing:
            raise CommandError(
                f"The database has no roles {missing}; first run `manage.py create_database_roles`, which "
                "docs/operations.md explains."
            ) from None


def _applied_and_unknown(database: str) -> list[str]:
    """Migrations the database has had that the product's packages neither hold nor replace (decision 066)."""
    loader = MigrationLoader(connections[database])
    known = set(loader.disk_migrations)
    known |= {replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces}
    installed = {config.label for config in apps.get_app_configs()}
    unknown = [f"{app}.{name}" for app, name in set(loader.applied_migrations) - known if app in installed]
    return sorted(unknown)
