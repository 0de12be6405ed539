"""Every kept fact of a case has words, so that no field's own name is ever shown."""

from __future__ import annotations

import pytest
from django.db import models

from aspirants.events.history import case_history
from core.history.tracking import changes_of
from workbench.cases.changes.told import Told
from workbench.cases.changes.words import NOT_SHOWN, TOLD

KEPT = sorted({rows.model.pgh_tracked_model for rows in case_history().querysets}, key=lambda model: model._meta.label)


def shown_fields(model: type[models.Model]) -> list[models.Field]:
    """The facts of a model whose changes are told."""
    kept = {field.name for field in changes_of(model)._meta.concrete_fields} - NOT_SHOWN
    return [field for field in model._meta.concrete_fields if field.name in kept]


def test_there_are_many_kinds_of_facts() -> None:
    assert len(KEPT) > 20


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_each_kind_and_each_of_its_facts_has_words(model: type[models.Model]) -> None:
    """Add what is missing to workbench/cases/changes/of_cases.py or of_work.py, or to NOT_SHOWN."""
    told = TOLD.get(model._meta.label, Told("", {}))
    assert told.thing, f"{model._meta.label} has no words"
    missing = [field.name for field in shown_fields(model) if field.name not in told.facts]
    assert missing == []


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_no_fact_is_called_by_its_own_name(model: type[models.Model]) -> None:
    told = TOLD[model._meta.label]
    for field in shown_fields(model):
        what, change = told.fact(field.name)
        assert "_" not in what + change + str(field.verbose_name)
        # A new row's facts are listed by the name that the model gives them.
        assert field._verbose_name is not None, f"{field} has no Swedish name"  # type: ignore[attr-defined]


def test_no_words_are_left_of_what_is_gone() -> None:
    labels = {model._meta.label: model for model in KEPT}
    for label, told in TOLD.items():
        if label in labels:
            assert set(told.facts) <= {field.name for field in labels[label]._meta.concrete_fields}, label
