"""`manage.py explain_deadline`: how a due date is reached, day by day."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deadlines.calculation.deadline import Deadline, Pause, PauseError, compute_deadline
from deadlines.calculation.explanation import explain
from deadlines.clocks.lifecycle import policy_on
from deadlines.management.dates import iso_date
from deadlines.models import ClockKind, DeadlinePolicy
from organisation.reference_tables.calendar import stored_holiday


def pause(text: str) -> Pause:
    """A pause typed as FIRST_DAY_NOT_COUNTED:FIRST_DAY_COUNTED_AGAIN."""
    first, separator, last = text.partition(":")
    if not separator:
        raise CommandError(f"'{text}' is not a pause; write it as 2026-04-07:2026-04-09.", returncode=2)
    try:
        return Pause(iso_date(first), iso_date(last) if last else None)
    except PauseError as error:
        raise CommandError(str(error), returncode=2) from error


class Command(BaseCommand):
    help = "Show the due date of a clock and which days were counted and skipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--policy", required=True, choices=ClockKind.values)
        parser.add_argument("--start", required=True, action="append", metavar="DATE", help="day 0; may be repeated")
        parser.add_argument("--pause", action="append", default=[], metavar="FROM:TO", help="may be repeated")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        pauses = [pause(text) for text in options["pause"]]
        found = []
        for text in options["start"]:
            start = iso_date(text)
            try:
                policy = policy_on(ClockKind(options["policy"]), start)
                found.append((policy, start, compute_deadline(policy.rule, start, pauses, calendar=stored_holiday)))
            except DeadlinePolicy.DoesNotExist as error:
                raise CommandError(f"No policy {options['policy']} is in force on {start}.", returncode=2) from error
            except PauseError as error:
                raise CommandError(str(error), returncode=2) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps([as_json(start, deadline) for _, start, deadline in found], indent=2))
            return
        for policy, start, deadline in found:
            explanation = explain(
                policy.rule,
                start,
                deadline,
                policy.get_kind_display(),
                policy.get_start_event_display(),
                calendar=stored_holiday,
            )
            self.stdout.write("\n".join([explanation.summary, *map(str, explanation.days)]))


def as_json(start: Any, deadline: Deadline) -> dict[str, Any]:
    """A deadline with its dates as ISO texts."""
    return {
        "start": start.isoformat(),
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "recommended_on": deadline.recommended_on.isoformat() if deadline.recommended_on else None,
        "counted": [day.isoformat() for day in deadline.counted],
        "skipped": [{"date": skipped.day.isoformat(), "reason": skipped.reason} for skipped in deadline.skipped],
    }
