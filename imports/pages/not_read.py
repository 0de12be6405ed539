"""Which files and sheets of an import are not taken in and why, and which columns of the others are not read."""

from __future__ import annotations

from collections.abc import Iterable

from imports.choices import Stage
from imports.models import ImportBatch, ImportFile, ImportList
from imports.pages.lists.meanings import heading_of

NOT_CHOSEN = "Inte vald under Kolumner."
NOT_YET = "Inte läst ännu."
READ = (Stage.CHECKED, Stage.COMMITTED, Stage.UNDONE)


def not_taken(batch: ImportBatch) -> list[tuple[str, str]]:
    """The names of lists that are not taken in, each with the reason."""
    lists = [one for one in batch.all_lists if not one.included]
    # What has been checked has been read.
    unread = () if batch.stage in READ else batch.files.filter(lists__isnull=True).order_by("pk")
    return [*((str(one), one.refusal or NOT_CHOSEN) for one in lists), *((str(file), NOT_YET) for file in unread)]


def unused_columns(lists: Iterable[ImportList]) -> list[tuple[str, str]]:
    """For each list with columns that are not read its name and their headings, identity numbers hidden."""
    found = []
    for imported in lists:
        unused = [
            heading_of(imported, number)
            for number in range(len(imported.headings))
            if number >= len(imported.fields) or not imported.fields[number]
        ]
        if unused:
            found.append((str(imported), ", ".join(unused)))
    return found


def states_of(batch: ImportBatch) -> list[tuple[ImportFile, list[str]]]:
    """The files of an import, each with what became of its reading in sentences."""
    files = batch.files.select_related("jobbtorg").prefetch_related("lists").order_by("pk")
    return [(file, _states(list(file.lists.all()))) for file in files]


def _states(lists: list[ImportList]) -> list[str]:
    if not lists:
        return [NOT_YET]
    read = [one for one in lists if not one.refusal]
    refused = [f"{one.sheet}: {one.refusal}" if one.sheet else one.refusal for one in lists if one.refusal]
    return [*(["Läst."] if read else []), *(f"Kan inte läsas. {sentence}" for sentence in refused)]
