"""`manage.py demo_accounts`: who one can sign in as in the demo."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from demo.accounts import demo_accounts

HEADINGS = ("Konto", "Roll", "Enhet", "E-postadress")


class Command(BaseCommand):
    help = "List the demo accounts as a table."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = demo_accounts()
        if not accounts:
            self.stdout.write("There are no demo accounts; run manage.py load_demo first.")
            return
        rows = [HEADINGS, *((a.name, a.role_label, a.unit, a.email) for a in accounts)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
