"""Which tables have to do with a person of the register."""

from __future__ import annotations

from django.db import models

from aspirants.models import Person

Model = type[models.Model]


def leads_to_a_person(model: Model, seen: frozenset[Model] = frozenset()) -> bool:
    """Whether a model is the person, or its keys lead to one, by whichever way."""
    if model is Person:
        return True
    targets = {field.related_model for field in model._meta.concrete_fields if field.related_model}
    return any(leads_to_a_person(target, seen | {model}) for target in targets - seen - {model})
