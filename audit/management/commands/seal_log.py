"""`manage.py seal_log`: fix what has been written to the access log since the last seal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from audit.seals.sealing import seal_log


class Command(BaseCommand):
    help = "Seal the rows of the access log that are not sealed yet."

    def handle(self, *args: Any, **options: Any) -> None:
        seals = seal_log()
        if seals is None:
            self.stdout.write("The log is busy. Nothing was sealed; try again.")
        elif not seals:
            self.stdout.write("Everything is sealed already.")
        for seal in seals or []:
            self.stdout.write(f"Seal {seal.number} covers {seal.rows} rows. Head: {seal.head}")
