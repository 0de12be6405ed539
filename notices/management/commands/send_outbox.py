"""`manage.py send_outbox`: hand the letters that are due to the mail server."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from notices.relay import relay, waiting_letters


class Command(BaseCommand):
    help = "Send the letters that wait in the outbox, each at least once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"{waiting_letters()} letters would be sent. Nothing was written.")
            return
        result = relay()
        self.stdout.write(f"{result.sent} letters sent, {result.postponed} postponed, {result.given_up} given up.")
