"""`manage.py create_post_closure_checks`: make the checks one and four months after closings to work and studies."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from casework.closings.checks_to_come import create_checks


class Command(BaseCommand):
    help = "Make the checks after closings to work and studies that have fallen due by today, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        created = create_checks(on=timezone.localdate(), dry_run=options["dry_run"])
        verb = "would be made. Nothing was written" if options["dry_run"] else "made"
        self.stdout.write(f"{created} checks {verb}.")
