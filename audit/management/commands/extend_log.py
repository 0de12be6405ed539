"""`manage.py extend_log`: make the partitions of the access log's coming months."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from audit.partitions import extend_log, months_ahead


class Command(BaseCommand):
    help = "Make the partitions of the access log that the coming months need."

    def handle(self, *args: Any, **options: Any) -> None:
        made = extend_log()
        self.stdout.write(f"{made} partitions made. The log has room for the {months_ahead()} months after this one.")
