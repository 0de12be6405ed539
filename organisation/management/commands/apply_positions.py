"""`manage.py apply_positions`: give users the role and unit of the position that begins today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from organisation.staff.positions import apply_positions


class Command(BaseCommand):
    help = "Set role and unit of all users by the position that holds today in Stockholm, as beat does every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        applied = apply_positions(on=timezone.localdate(), dry_run=options["dry_run"])
        summary = f"{applied.moved} users moved to another position, {applied.without} found without one."
        self.stdout.write(f"{summary} Nothing was written." if options["dry_run"] else summary)
