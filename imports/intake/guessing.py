"""What a list that has just been read seems to be: its kind, its day, its period, what its columns mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils import timezone

from imports.models import HeadingChoice, ImportFile, ImportList
from imports.profiles.fields import Field, Profile
from imports.profiles.guessing import guess_profile
from imports.profiles.headings import guess_columns
from imports.profiles.periods import period_in
from imports.reading.lists import ListHead
from imports.values.dates import date_in_titles

Remembered = Mapping[str, Mapping[str, Field | None]]


def remembered(jobbtorg: int) -> Remembered:
    """What headings mean in the lists of a jobbtorg, by kind of list and heading; None where one is not used."""
    found: defaultdict[str, dict[str, Field | None]] = defaultdict(dict)
    rows = HeadingChoice.objects.filter(jobbtorg_id=jobbtorg).values_list("profile", "heading", "field")
    for profile, heading, field in rows:
        found[profile][heading] = Field(field) if field else None
    return found


def guess(file: ImportFile, number: int, head: ListHead, choices: Remembered) -> ImportList:
    """The list in the `number`th sheet of a file, not saved yet. A sheet that is hidden or no list is left out."""
    imported = ImportList(
        file=file,
        number=number,
        sheet=head.sheet[:60],
        encoding=head.encoding,
        epoch_1904=head.epoch_1904,
        titles=list(head.titles),
        header_line=head.header_line,
        headings=list(head.headings),
        refusal=head.refusal[:300],
        included=not head.hidden and not head.refusal,
    )
    if head.refusal:
        return imported
    profile = file.profile or guess_profile(head.headings, head.upper, head.titles, f"{head.sheet} {file.name}")
    if profile:
        kind = Profile(profile)
        fields = guess_columns(kind, head.headings, head.upper, choices.get(kind, {}))
        imported.profile, imported.fields = kind.value, [field.value if field else "" for field in fields]
    imported.period_from, imported.period_to = period_in(file.name, [head.sheet, *head.titles]) or (None, None)
    today = timezone.localdate()
    imported.as_of = file.as_of or date_in_titles(head.titles, today) or imported.period_to
    if imported.as_of is not None and imported.as_of > today:
        imported.as_of = None
    return imported
