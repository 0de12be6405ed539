"""`manage.py backtest_forecast`: how often the forecast of broken promises would have held. Writes nothing."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from organisation.access.acting import System, acting_for
from organisation.models import Jobbtorg
from oversight.forecast.backtest import Backtest, backtest
from oversight.forecast.chances import PROMISED


class Command(BaseCommand):
    help = "Make the forecast again for each Monday of a year, for each jobbtorg, and compare it with what came."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobbtorg", metavar="CODE", help="only this one")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        units = Jobbtorg.objects.order_by("code")
        if options["jobbtorg"]:
            units = units.filter(code=options["jobbtorg"])
        with acting_for(System.COMMAND):
            found = [(unit.code, backtest(unit.pk, today)) for unit in units]
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_json(code, tried) for code, tried in found], indent=2))
            return
        for code, tried in found:
            held = f"{tried.held.whole_percent} of {tried.held.whole}"
            bias = "–" if tried.bias is None else f"{100 * tried.bias:+.0f} %"
            self.stdout.write(f"{code}: promised {PROMISED:.0%}, held in {held}; broken {tried.broken}, bias {bias}")


def _as_json(code: str, tried: Backtest) -> dict[str, Any]:
    return {
        "jobbtorg": code,
        "promised": PROMISED,
        "forecasts": tried.held.whole,
        "held": tried.held.part,
        "expected": round(tried.expected, 1),
        "broken": tried.broken,
        "bias": tried.bias,
        "weeks": [
            {
                "on": one.on.isoformat(),
                "expected": round(one.expected.mean, 2),
                "low": one.expected.low,
                "high": one.expected.high,
                "broken": one.broken,
            }
            for one in tried.tried
        ],
    }
