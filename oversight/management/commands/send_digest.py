"""`manage.py send_digest`: queue today's morning letters."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from oversight.digest import write_digest


class Command(BaseCommand):
    help = "Queue today's morning letters, once; `send_outbox` sends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        result = write_digest(on=today, dry_run=options["dry_run"])
        before = " They had been queued before." if result.written_before else ""
        if options["dry_run"]:
            self.stdout.write(f"{result.letters} letters would be queued for {today}. Nothing was written.{before}")
        else:
            self.stdout.write(f"{result.letters} letters queued for {today}.{before}")
