"""`manage.py erase_import_rows`: erase what imported lists said, ninety days after they were read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from imports.undoing.erasing import erase_old


class Command(BaseCommand):
    help = "Erase the texts of imports that are older than 90 days, and discard those that were never finished."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = erase_old(dry_run=options["dry_run"])
        end = " if it were not a dry run" if options["dry_run"] else ""
        self.stdout.write(f"Imports erased: {found.erased}, discarded: {found.discarded}{end}.")
