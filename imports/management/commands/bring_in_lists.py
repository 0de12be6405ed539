"""`manage.py bring_in_lists`: what the importer does at each ring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from imports.jobs.work import work


class Command(BaseCommand):
    help = "Check and bring in the lists that administrators have asked for."

    def handle(self, *args: Any, **options: Any) -> None:
        """Beside a running importer it takes only what that one is not at."""
        self.stdout.write(f"{work()} jobs ended.")
