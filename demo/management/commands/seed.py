"""`manage.py seed`: fill a database that is marked for measuring with a city of any age."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from aspirants.models import Person
from demo.measured_city import City, Mark, build_city, mark_of, write_mark
from demo.measured_city.building import OPEN_CASES
from organisation.models import Jobbtorg


class Command(BaseCommand):
    help = (
        "Fill an empty database, marked as one for measuring, with invented persons, cases and all that follows."
        " Scale 1: 150 000 persons, 1 000 000 meetings, 8 655 open cases. A greater scale is an older city."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="how many times the history of scale 1")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same city, on the same day")
        parser.add_argument("--open", type=int, default=OPEN_CASES, help="how many cases are open now")
        parser.add_argument("--processes", type=int, default=2, help="how many connections write at a time")
        parser.add_argument(
            "--mark", metavar="DATABASE", help="first mark the database of this name, if it holds no person, for good"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = connection.settings_dict["NAME"]
        if Person.objects.exists():
            raise CommandError(f"The database {name} holds persons; a measured city needs one that is empty.")
        if not Jobbtorg.objects.exists():
            raise CommandError("The reference data are missing; run manage.py load_reference_data first.")
        if not 0.01 <= options["scale"] <= 100:
            raise CommandError("The scale is a number from 0.01 to 100.")
        if options["mark"]:
            if options["mark"] != name:
                raise CommandError(f"The database one is connected to is {name}, not {options['mark']}.")
            write_mark(Mark())
        if mark_of() is None:
            raise CommandError(f"The database {name} is not marked as one for measuring; --mark {name} marks it.")
        report = self.stdout.write if options["verbosity"] > 0 else (lambda line: None)
        build_city(
            City(options["scale"], options["seed"], options["open"]), processes=options["processes"], report=report
        )
