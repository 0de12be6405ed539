"""Which import a page is about, and where to go when something is at work on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from imports.models import ImportBatch
from imports.pages.steps import job_at_work, next_step

AT_WORK = "Importen behandlas just nu. Spara igen när det är klart: det du valt står kvar här."


def the_import(pk: int) -> ImportBatch:
    """The import with its people, or 404."""
    people = ("started_by", "committed_by", "undone_by")
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.select_related(*people), pk=pk)
    return batch


def led_on(batch: ImportBatch) -> HttpResponse:
    """To the page that the import has come to."""
    job = job_at_work(batch)
    # Read after the job: one that ended a moment ago has moved the import on.
    batch.refresh_from_db(fields=["stage"])
    return redirect(next_step(batch, job)[0])
