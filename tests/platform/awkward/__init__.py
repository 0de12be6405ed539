"""Migrations that cannot be part of one transaction with all others, each kind among an app's own."""

from pathlib import Path
from pkgutil import iter_modules

OWN = str(Path(__file__).resolve().parents[3] / "workbench" / "migrations")
LAST = ("workbench", max(module.name for module in iter_modules([OWN])))
"""The workbench's newest migration."""
