"""Celery as in production, only that the sweep's batches may be so small that it has a middle to be killed in."""

from __future__ import annotations

import os
from typing import Any

from celery.signals import worker_process_init

from jobbtorg.celery import app

__all__ = ["app"]


@worker_process_init.connect  # type: ignore[untyped-decorator]
def cut_small(**kwargs: Any) -> None:
    """In each child, before its first task."""
    from deadlines.jobs import sweep

    sweep.CLOCKS_PER_BATCH = int(os.environ.get("OUTSIDE_BATCH", sweep.CLOCKS_PER_BATCH))
