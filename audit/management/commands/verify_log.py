"""`manage.py verify_log`: has anybody changed the access log?"""

from __future__ import annotations

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.seals.verification import verify_log


class Command(BaseCommand):
    help = "Recompute every seal of the access log. Exit code 1 and a sentence for each difference, 0 if all is well."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="DIGEST", default="", help="a head kept elsewhere, to find in the chain")

    def handle(self, *args: Any, **options: Any) -> None:
        head = options["head"]
        if head and not re.fullmatch("[0-9a-fA-F]{64}", head):
            raise CommandError("A head is 64 hexadecimal digits, as seal_log writes it.", returncode=2)
        found = verify_log(head)
        for problem in found.problems:
            self.stderr.write(problem)
        if found.problems:
            sys.exit(1)
        self.stdout.write(
            f"The log is as it was sealed: {found.seals} seals, {found.rows} rows, "
            f"{found.unsealed} rows not sealed yet. Head: {found.head or 'none'}"
        )
