"""`manage.py load_demo`: fill an empty database with a believable Stockholm in miniature."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from aspirants.models import Person
from demo.city import load_city
from demo.city.past_log import write_past_log
from organisation.models import Jobbtorg


class Command(BaseCommand):
    help = "Load staff and some 600 invented aspirants, in demo mode and into a database without persons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to load for (default: today in Stockholm)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demo data are for demo mode only; set DEMO_MODE=true, never in production.")
        on = _date(options["on"]) if options["on"] else timezone.localdate()
        if Person.objects.exists():
            self.stdout.write("The database already holds persons; nothing was loaded.")
            return
        if not Jobbtorg.objects.exists():
            raise CommandError("The reference data are missing; run manage.py load_reference_data first.")
        loaded = load_city(on)
        events = write_past_log(on)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the first pages come before PostgreSQL has looked at the tables by itself
        if options["verbosity"] > 0:
            self.stdout.write(
                f"Loaded {loaded.persons} persons with {loaded.cases} cases ({loaded.open_cases} open) "
                f"and {loaded.staff} members of staff, with {events} events in the access log, as of {on}."
            )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"'{text}' is not a date; write it as 2026-11-23.", returncode=2) from error
