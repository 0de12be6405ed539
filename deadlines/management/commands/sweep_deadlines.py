"""`manage.py sweep_deadlines`: stamp the clocks that were not fulfilled in time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deadlines.jobs.sweep import sweep
from deadlines.jobs.warnings import warn
from deadlines.management.dates import iso_date
from deadlines.operations import note_departures, note_returns
from deadlines.operations.open_pauses import end_unapproved_pauses


class Command(BaseCommand):
    help = "Stamp clocks whose last day has passed as breached, once, and tell of them and of those that fall due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to speak for (default: today in Stockholm)")
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        on = iso_date(options["on"]) if options["on"] else today
        if on > today and not options["dry_run"]:
            raise CommandError(
                "Clocks due later than today can still be met; only --dry-run may look ahead.", returncode=2
            )
        returned = end_unapproved_pauses(on=on, dry_run=options["dry_run"])
        if returned:
            verb = "would get" if options["dry_run"] else "got"
            self.stdout.write(f"{returned} paused clocks {verb} their last day again.")
        result = sweep(on=on, dry_run=options["dry_run"])
        if options["dry_run"]:
            stamped = f"{result.breached} clocks would be stamped on {on}, as breached or excused"
            self.stdout.write(f"{stamped}. Nothing was written.")
        else:
            stamped = f"{result.breached} clocks stamped as breached on {on}, {result.excused} as excused"
            self.stdout.write(f"{stamped}, {result.notices} notices sent.")
        # What was near on another day is over by now, or not yet so.
        if on == today:
            warned = warn(on=on, dry_run=options["dry_run"])
            verb = "would be sent" if options["dry_run"] else "sent"
            if not options["dry_run"]:
                note_returns(on=on)
                note_departures(on=on)
            self.stdout.write(f"{warned.near} clocks are near their last day, {warned.notices} warnings {verb}.")
