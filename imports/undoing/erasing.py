"""What lists said is erased ninety days after it was read, and an import that nobody finished by then is discarded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from imports.choices import UNFINISHED
from imports.models import ImportBatch
from imports.undoing.discarding import remove_lists
from imports.undoing.texts import erase_texts
from imports.workflow import BEFORE_COMMIT

KEPT_FOR = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Erased:
    """How many imports had their rows' texts erased, and how many were discarded."""

    erased: int
    discarded: int


def erase_old(*, dry_run: bool = False) -> Erased:
    """Erase what has been kept for so long, one transaction an import; a dry run only counts.

    An import with a job that waits or goes on is left for the next day. Safe to run twice or late.
    """
    found = ImportBatch.objects.filter(started_at__lte=timezone.now() - KEPT_FOR, erased_at__isnull=True)
    old = found.exclude(jobs__state__in=UNFINISHED)
    keys = list(old.order_by("pk").values_list("pk", "stage"))
    if not dry_run:
        for key, _ in keys:
            _erase(key)
    discarded = sum(stage in BEFORE_COMMIT for _, stage in keys)
    return Erased(erased=len(keys) - discarded, discarded=discarded)


@transaction.atomic
def _erase(key: int) -> None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=key)
    if batch.stage in BEFORE_COMMIT:
        remove_lists(batch)
    else:
        erase_texts(batch)
