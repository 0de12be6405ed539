"""Django's `migrate`, which first builds an empty database at once.

It ends with bringing roles' grants and row security to what the packages declare.
"""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from jobbtorg.database import at_once
from jobbtorg.database.history import keep_history_of_everybody
from jobbtorg.database.row_security import RolesMissingError, prepare, secure
from jobbtorg.management.commands.makemigrations import Detector


class Command(migrate.Command):
    """A table without policies shows nobody a row, so a migration that forgets them is noticed at once."""

    autodetector = Detector

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's, and --step-by-step."""
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="apply each migration by itself also to an empty database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if _was_built_before_the_fold(options["database"]):
            raise CommandError(
                "The database was built by migrations that are no longer there (docs/decisions/066) and cannot be "
                "brought along: set up a new one. On a developer's machine `make reset` empties the embedded one."
            )
        partly = options["check_unapplied"] or options["plan"] or options["app_label"]
        if not (options["check_unapplied"] or options["plan"]):
            prepare()
        if not (partly or options["step_by_step"] or options["fake"] or options["fake_initial"]):
            self._build_at_once(options["database"], options["verbosity"])
        super().handle(*args, **options)
        if partly:
            return
        keep_history_of_everybody()
        try:
            secure()
        except RolesMissingError as missing:
            raise CommandError(
                f"The database has no roles {missing}; first run `manage.py create_database_roles`, which "
                "docs/operations.md explains."
            ) from None

    def _build_at_once(self, database: str, verbosity: int) -> None:
        """An empty database, as far as that goes; what is left, or all of it after a fault, Django does as always."""
        connection = connections[database]
        if not at_once.is_empty(connection):
            return
        try:
            built = at_once.build(connection)
        except Exception as error:  # whatever a migration raises, Django's own way shows it better
            self.stderr.write(f"The tables could not be made at once ({error}); each migration is applied by itself.")
            return
        if verbosity:
            self.stdout.write(f"Made the tables of {built} migrations at once.")


BEFORE_THE_FOLD = {
    ("organisation", "0002_history"),
    ("aspirants", "0005_history"),
    ("jobplans", "0003_history"),
    ("jobplans", "0002_excuses_revoked"),
}
"""Every database from before one of the folds has one of these; no migration of these names will come again."""


def _was_built_before_the_fold(database: str) -> bool:
    applied = MigrationRecorder(connections[database]).applied_migrations()
    return not BEFORE_THE_FOLD.isdisjoint(applied)
