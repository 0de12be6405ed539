"""`manage.py import_legacy`: old lists from files, by an operator, with the engine of the pages."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseAwayError

from imports.choices import PROFILES, Outcome
from imports.jobs.commanding import Order, OrderError, Report, carried_out, error_printed, is_complete, printed
from imports.values.dates import read_date

CLEAN, WITH_ERRORS, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Check old lists, and bring them into the register with --commit. Exit status: 0 clean; 1 with rows that"
        " cannot be brought in, or that wait for another list; 2 unusable."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """As in docs/operations.md."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="xlsx, xls, ods or csv; all of one jobbtorg")
        names = [value.lower() for value, _ in PROFILES]
        parser.add_argument("--profile", choices=[*names, *_SWEDISH], help="guessed from the headings if left out")
        parser.add_argument("--unit", required=True, metavar="CODE", help="the jobbtorg's code, for example RS")
        parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day the lists were true")
        parser.add_argument("--map", metavar="FILE", help="JSON: columns, values, outcome (docs/operations.md)")
        outcomes = [outcome.value.lower() for outcome in Outcome if outcome]
        parser.add_argument("--outcome", choices=outcomes, help="what became of cases that no list closes")
        parser.add_argument("--outcome-on", type=_day, metavar="DATE", help="the day they are counted as closed on")
        parser.add_argument("--good-rows", action="store_true", help="bring in the others where rows are faulty")
        parser.add_argument("--commit", action="store_true", help="bring the lists into the register")
        parser.add_argument(
            "--by", metavar="EMAIL", help="the administrator in whose name it is done; required where there are several"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and bring in where it was asked for; nothing stays of a list that was only checked."""
        profile = options["profile"] or ""
        order = Order(
            files=options["files"],
            profile=_SWEDISH.get(profile, profile.upper()),
            unit=options["unit"],
            as_of=options["as_of"],
            map_file=options["map"],
            outcome=(options["outcome"] or "").upper(),
            outcome_on=options["outcome_on"],
            good_rows=options["good_rows"],
            commit=options["commit"],
            by=options["by"] or "",
        )
        as_json = options["format"] == "json"
        try:
            report: Report = carried_out(order)
        except OrderError as error:
            raise self._unusable(str(error), as_json=as_json) from error
        except DatabaseAwayError as error:
            # What it says may repeat a row.
            sentence = f"Databasen: {type(error).__name__}. Inget är infört."
            raise self._unusable(sentence, as_json=as_json) from None
        self.stdout.write(printed(report, as_json=as_json))
        if not is_complete(report):
            raise SystemExit(WITH_ERRORS)

    def _unusable(self, sentence: str, *, as_json: bool) -> CommandError:
        """The end of an order that cannot be carried out: said on stderr, and on stdout where that is read as JSON."""
        if as_json:
            self.stdout.write(error_printed(sentence))
        return CommandError(sentence, returncode=UNUSABLE)


_SWEDISH = {"aspirantlista": "ASPIRANTS", "remisser": "REFERRALS", "avslut": "CLOSINGS", "moten": "MEETINGS"}


def _day(text: str) -> datetime.date:
    day = read_date(text, datetime.date.today()).value  # noqa: DTZ011 - gives a missing year only
    if day is None:
        raise argparse.ArgumentTypeError(f"not a date: {text}")
    return day
