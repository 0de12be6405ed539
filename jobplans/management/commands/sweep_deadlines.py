"""`manage.py sweep_deadlines`: stamp the promises that were not kept in time."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jobplans.deadlines.sweep import sweep


def iso_date(text: str) -> datetime.date:
    """A date typed as 2026-11-23. Raises CommandError with one sentence, exit code 2."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"'{text}' is not a date; write it as 2026-11-23.", returncode=2) from error


class Command(BaseCommand):
    help = "Stamp clocks whose last day has passed as breached, once, and notify coach and manager."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to speak for (default: today in Stockholm)")
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        on = iso_date(options["on"]) if options["on"] else today
        if on > today and not options["dry_run"]:
            raise CommandError(
                "Promises due later than today can still be kept; only --dry-run may look ahead.", returncode=2
            )
        result = sweep(on=on, dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write(f"{result.breached} clocks would be stamped as breached on {on}. Nothing was written.")
        else:
            self.stdout.write(f"{result.breached} clocks stamped as breached on {on}, {result.notices} notices sent.")
