"""Whatever could bring a request to a protected person is declared to the function that hides them. No database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from pghistory.core import event_models

from aspirants.models import Consent, Disclosure, Person, ReportedFact
from aspirants.models.rooms import rooms_of
from jobbtorg.database.row_security import functions
from organisation.models import Jobbtorg
from organisation.row_security import act_for

HIDDEN_WITH_ANOTHER = (ReportedFact, Disclosure, Consent)
"""What a referral said, what was told and what was agreed to are seen where the person has a case or a referral, which
hide them."""


def _of_a_person_at_a_jobbtorg(model: type[Model]) -> bool:
    pointed_at = {field.related_model for field in model._meta.get_fields() if isinstance(field, ForeignKey)}
    return {Person, Jobbtorg} <= pointed_at


def test_each_table_that_brings_a_person_to_a_jobbtorg_hides_the_protected():
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if _of_a_person_at_a_jobbtorg(model) and model not in event_models() and model not in HIDDEN_WITH_ANOTHER
    }
    assert len(tables) >= 3
    [hiding] = (text for text in functions() if "FUNCTION jobbtorg_act_for" in text)
    assert {table for table in tables if f"FROM {rooms_of(table)} " not in hiding} == set()


@pytest.mark.parametrize("left_out", ["hides", "opens"])
def test_without_a_declaration_no_function_is_made(left_out):
    declared = {"hides": ["SELECT 1"], "opens": ["SELECT 1"]}
    assert "jobbtorg_act_for" in act_for(**declared)
    with pytest.raises(ValueError, match="whom a request must hide"):
        act_for(**{**declared, left_out: []})
