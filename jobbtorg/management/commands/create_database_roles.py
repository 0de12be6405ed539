"""Makes the database roles, on any server; safe to repeat."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from jobbtorg.database.roles import TooPowerfulError, adopt_tables, deny_large_objects, ensure_roles
from organisation.access.database_roles import LOGINS


class Command(BaseCommand):
    """Roles, memberships, passwords, ownership. Run it before the first `migrate` and whenever a password changes."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--database: only needed where the address names another database than the one the roles are for."""
        parser.add_argument("--database", help="the database that is given to the owner; default: the one connected to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Connect as the administrator of the server; passwords come from the addresses the processes use."""
        if "postgres" in settings.EMBEDDED_SERVERS:
            self.stdout.write("The embedded server has its roles already; it makes them when it starts.")
            return
        address = settings.DATABASE_ADMIN_URL
        if not address:
            raise CommandError("DATABASE_ADMIN_URL must name a role that may create roles (.env.example explains it).")
        passwords = dict(self._passwords())
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                ensure_roles(connection, options["database"] or connection.info.dbname, passwords)
                adopt_tables(connection)
                denied = deny_large_objects(connection)
        except psycopg.Error as error:
            raise CommandError(f"The roles could not be made: {str(error).splitlines()[0]}") from None
        except TooPowerfulError as error:
            raise CommandError(f"{error} must be no superuser and not see past row security (NOBYPASSRLS).") from None
        if not denied:
            self.stderr.write(
                "Large objects are still everybody's to make: only a superuser can take their functions away."
            )
        self.stdout.write("The database roles are in place.")

    def _passwords(self) -> Any:
        for address in settings.DATABASE_ROLE_URLS:
            parts = urlsplit(address)
            if parts.username not in LOGINS:
                raise CommandError(f"{parts.username!r} is no role of this system; those are {', '.join(LOGINS)}.")
            yield parts.username, parts.password
