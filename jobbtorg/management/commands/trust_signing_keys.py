"""Tells the database which keys to believe when a process says who acts: SECRET_KEY and SECRET_KEY_FALLBACKS."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand
from django.db import connection, transaction

from jobbtorg.database.keys import make_keys


class Command(BaseCommand):
    """A step of changing SECRET_KEY (docs/operations.md), run as the owner; `migrate` does the same at its end."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Trust the settings' keys, and no others any more."""
        with transaction.atomic(), connection.cursor() as cursor:
            make_keys(cursor)
        self.stdout.write("The database trusts the signing keys of these settings.")
