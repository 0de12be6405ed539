"""Django's `migrate`, which then brings roles' grants and row security to what the packages declare."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate

from jobbtorg.database.row_security import RolesMissingError, secure


class Command(migrate.Command):
    """A table without policies shows nobody a row, so a migration that forgets them is noticed at once."""

    def handle(self, *args: Any, **options: Any) -> None:
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
