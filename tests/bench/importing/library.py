"""django-import-export, row by row, on persons alone: one table of the dozen that an import writes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import tablib
from django.db import transaction
from import_export import resources

from aspirants.identity import parse_identity
from aspirants.models import Person
from tests.bench.importing.product import AS_OF


class PersonResource(resources.ModelResource):
    """A person by number, with what follows from number and name."""

    class Meta:
        model = Person
        import_id_fields = ("identity_hash",)
        fields = ("identity_hash", "identity_no", "first_name", "last_name")

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """As the product's own operation does."""
        person = Person()
        person.set_identity(parse_identity(row["identity_no"], AS_OF))
        row["identity_hash"] = person.identity_hash

    def before_save_instance(self, instance: Person, row: Any, **kwargs: Any) -> None:
        """What is derived."""
        instance.set_identity(parse_identity(instance.identity_no, AS_OF))
        instance.set_name(instance.first_name, instance.last_name)


def rows_a_second(rows: Sequence[tuple[str, str, str]]) -> float:
    """How many persons a second the library imports; taken back again."""
    headers = ["identity_no", "last_name", "first_name", "identity_hash"]
    dataset = tablib.Dataset(*((*row, "") for row in rows), headers=headers)
    with transaction.atomic():
        began = time.perf_counter()
        result = PersonResource().import_data(dataset, raise_errors=True, use_transactions=False)
        taken = time.perf_counter() - began
        assert result.totals["new"] == len(rows), result.totals
        transaction.set_rollback(True)
    return len(rows) / taken
