"""`manage.py load_reference_data`: units, reasons, insatser and deadline rules from the files of the product."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jobbtorg.declarations import declared
from organisation.reference_tables.calendar import extend_calendar
from organisation.reference_tables.columns import TableError
from organisation.reference_tables.tables import LoadedTable, ReferenceResource, load_table

TABLES: list[type[ReferenceResource]] = declared("resources", "TABLES")
"""The tables of all packages, in the order of the floors: a row may point at one of a lower floor."""


class Command(BaseCommand):
    help = "Loads the reference data that ships with the product. Rows that already exist are left as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--update", action="store_true", help="let the files overwrite rows that were edited in the administration"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, update: bool, dry_run: bool, verbosity: int, **options: Any) -> None:
        """All tables or none. Raises CommandError with one sentence at the first fault."""
        try:
            with transaction.atomic():
                loaded = [load_table(table, table.file(), update=update) for table in TABLES]
                days = extend_calendar()
                if dry_run:
                    transaction.set_rollback(True)
        except TableError as error:
            raise CommandError(str(error)) from None
        if verbosity:
            self._report(loaded, days, dry_run=dry_run)

    def _report(self, loaded: list[LoadedTable], days: int, *, dry_run: bool) -> None:
        for table in loaded:
            self.stdout.write(
                f"{table.file_name}: {table.new} new, {table.changed} changed, {table.unchanged} unchanged, "
                f"{len(table.kept)} kept as edited"
            )
            for row in table.kept:
                self.stdout.write(f"  kept: {row}")
        if days:
            self.stdout.write(f"calendar: {days} days added")
        if dry_run:
            self.stdout.write("Dry run: nothing was saved.")
        elif not days and not any(table.new or table.changed for table in loaded):
            self.stdout.write("Nothing to load.")
