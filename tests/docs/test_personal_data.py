"""Every table with persons in it stands once in docs/personal-data.md, with all that is to be said of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from pghistory.core import event_models

from jobbtorg.database.row_security import protected_tables
from tests.person_bound import leads_to_a_person

PAGE = Path(__file__).resolve().parents[2] / "docs" / "personal-data.md"
COLUMNS = ("Table", "What it is for", "Who sees it", "History", "Kept", "Extract")
ROW = re.compile(r"^\| `(\w+\.\w+)` \|.*\|$", re.MULTILINE)
LABEL = re.compile(r"`(\w+\.\w+)`")
RULES = ("file", "log", "raw rows", "staff")
ERASED = (
    *("erased by nobody yet", "the product erases it", "is written over"),
    *("stays as proof", "removes it", "until the session has ended"),
)


def rows() -> list[dict[str, str]]:
    """The rows of the two tables of tables, by column."""
    found = [[cell.strip() for cell in line[0].strip("|").split(" | ")] for line in ROW.finditer(PAGE.read_text())]
    assert all(len(cells) == len(COLUMNS) for cells in found), [cells for cells in found if len(cells) != len(COLUMNS)]
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in found]


def versions_of(model: type[models.Model]) -> type[models.Model] | None:
    """The table in which the triggers keep the versions of a model, if it keeps any."""
    return next((versions for versions in event_models() if versions.pgh_tracked_model is model), None)


def test_every_person_bound_model_stands_there_once_and_nothing_else_does() -> None:
    bound = {
        model for model in apps.get_models() if leads_to_a_person(model) or model._meta.db_table in protected_tables()
    }
    bound |= {versions for model in bound if (versions := versions_of(model))}
    described = [label for row in rows() for label in LABEL.findall(row["Table"] + row["History"])]
    assert sorted(described) == sorted(model._meta.label for model in bound)


def test_the_first_table_has_those_that_lead_to_a_person() -> None:
    first, _, second = PAGE.read_text().partition("## Other tables under row security")
    for part, leads in ((first, True), (second, False)):
        assert ROW.search(part)
        for label in ROW.findall(part):
            assert leads_to_a_person(apps.get_model(label)) is leads, label


@pytest.mark.parametrize("row", rows(), ids=lambda row: LABEL.findall(row["Table"])[0])
def test_nothing_of_it_is_left_out(row: dict[str, str]) -> None:
    """The table of versions is the model's own, the rule is one of the page's, and it says who erases."""
    assert all(row.values())
    kept = versions_of(apps.get_model(LABEL.findall(row["Table"])[0]))
    assert LABEL.findall(row["History"]) == ([kept._meta.label] if kept else [])
    assert row["Kept"].startswith(RULES) or "the product erases it" in row["Kept"]
    assert any(words in row["Kept"] for words in ERASED)
    assert re.match(r"(10|[1-9])\b|no: ", row["Extract"])
