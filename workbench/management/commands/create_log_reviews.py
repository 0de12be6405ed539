"""`manage.py create_log_reviews`: what each manager looks at in the access log of a month."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workbench.access_log.reviews import create_log_reviews, first_of_month, previous_month


class Command(BaseCommand):
    help = "Make the log reviews of a month that is over, for every jobbtorg that has none yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", metavar="YYYY-MM", help="the month (default: the one before this)")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        month = _month(options["month"]) if options["month"] else previous_month(today)
        if month >= first_of_month(today):
            raise CommandError("The month is not over yet; its review would miss what is still to come.", returncode=2)
        made = create_log_reviews(month)
        self.stdout.write(f"{made} log reviews made for {month:%Y-%m}.")


def _month(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise CommandError(f"'{text}' is not a month; write it as 2026-10.", returncode=2) from error
