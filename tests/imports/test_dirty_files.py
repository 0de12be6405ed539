"""Every file of tests/data and tests/data/legacy through a whole import: what the table of its README says it gives.

The table is what the test expects, so that it cannot say anything else than what happens.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from imports.models import ImportBatch, ImportIssue, ImportQuestion
from tests.imports.city import City
from tests.imports.end_state import assert_sound
from tests.imports.reading import LEGACY, REAL
from tests.imports.running import brought_in, started

NAME = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Told:
    """A line of the table: files imported together, and what comes of them."""

    files: tuple[str, ...]
    verdicts: str
    codes: str
    questions: str


def table() -> list[Told]:
    """The lines below the heading *What each gives*."""
    text = (LEGACY / "README.md").read_text().split("## What each gives")[1]
    lines = [line.strip("| \n").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return [
        Told(tuple(NAME.findall(files)), *(cell.strip().replace("–", "") for cell in cells)) for files, *cells in lines
    ]


def content_of(name: str) -> bytes:
    return (LEGACY / name if (LEGACY / name).exists() else LEGACY.parent / name).read_bytes()


def counted(found: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(found.items()))


def verdicts_of(batch: ImportBatch) -> str:
    return counted(Counter(batch.rows.filter(list__included=True).values_list("verdict", flat=True)))


def codes_of(batch: ImportBatch) -> str:
    issues = ImportIssue.objects.filter(row__batch=batch, row__list__included=True).exclude(code="")
    return counted(Counter(issues.values_list("code", flat=True)))


@pytest.mark.parametrize("told", table(), ids=lambda told: " + ".join(told.files))
def test_a_file_gives_what_the_table_says(town: City, told: Told) -> None:
    files = {name: content_of(name) for name in told.files}
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], files))
    asked = counted(Counter(ImportQuestion.objects.filter(asked=True).values_list("kind", flat=True)))
    assert (verdicts_of(batch), codes_of(batch), asked) == (told.verdicts, told.codes, told.questions)
    assert_sound()


def test_the_table_has_every_file() -> None:
    told = {name for line in table() for name in line.files}
    assert told == {path.name for path in REAL}
    assert len(told) > 12
