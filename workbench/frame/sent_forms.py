"""How long it is remembered that a form was sent."""

from __future__ import annotations

import datetime

from django.utils import timezone

from organisation.access.acting import System, acting_for
from workbench.models import SentForm

REMEMBERED = datetime.timedelta(days=1)
"""Longer than a session lasts: its pages cannot be sent after it."""


def drop_sent() -> int:
    """Forget forms that were sent longer ago than they are remembered; returns how many."""
    with acting_for(System.RETENTION):
        removed, _ = SentForm.objects.filter(sent_at__lt=timezone.now() - REMEMBERED).delete()
    return removed
