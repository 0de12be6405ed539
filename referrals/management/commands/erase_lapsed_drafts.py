"""`manage.py erase_lapsed_drafts`: erase drafts of referrals after fourteen days, and files that were never sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from referrals.attachments.erasing import erase_lapsed


class Command(BaseCommand):
    help = "Erase drafts of referrals that nobody has saved for 14 days, and attachments that were never sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = erase_lapsed(dry_run=options["dry_run"])
        end = " if it were not a dry run" if options["dry_run"] else ""
        self.stdout.write(f"Drafts erased: {found.drafts}, attachments: {found.attachments}{end}.")
