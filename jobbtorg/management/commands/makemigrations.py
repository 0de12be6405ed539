"""Django's `makemigrations`, which writes a model's history as one operation (decision 052)."""

from __future__ import annotations

from django.core.management.commands import makemigrations

from core.history.detector import HistoryDetector


class Detector(HistoryDetector, makemigrations.Command.autodetector):  # type: ignore[misc, valid-type]
    """pgtrigger's detector, which has taken the place of Django's by the time a command is loaded."""


class Command(makemigrations.Command):
    """Everything else is Django's."""

    autodetector = Detector
