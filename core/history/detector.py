"""Lets `makemigrations` write one `KeepHistory` operation instead of a table of versions and its triggers in full."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.migrations.operations import AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from pghistory.core import event_models
from pgtrigger.migrations import AddTrigger

from core.history.operation import KeepHistory


class HistoryDetector:
    """A mixin that stands before Django's autodetector. It replaces only operations that do just what KeepHistory does.

    A later change of a tracked model is left in full: the operations on its fields and those on its triggers.
    """

    def _optimize_migrations(self) -> None:
        super()._optimize_migrations()  # type: ignore[misc]
        for app_label, migrations in self.migrations.items():  # type: ignore[attr-defined]
            for number, migration in enumerate(migrations):
                later = {_about(operation) for other in migrations[number + 1 :] for operation in other.operations}
                for versions in event_models():
                    tracked = versions.pgh_tracked_model._meta  # type: ignore[attr-defined]
                    if versions._meta.app_label == tracked.app_label == app_label and tracked.model_name not in later:
                        migration.operations = self._shortened(migration.operations, versions)

    def _shortened(self, operations: list[Operation], versions: type[models.Model]) -> list[Operation]:
        """The operations, with one KeepHistory in place of those that make the model of versions and its triggers."""
        name, app_label = versions._meta.model_name, versions._meta.app_label
        tracked = versions.pgh_tracked_model._meta  # type: ignore[attr-defined]
        history = keep_history(versions)
        state = self.to_state.models[app_label, tracked.model_name]  # type: ignore[attr-defined]
        filling = history.triggers(app_label, state)
        replaced = [
            operation
            for operation in operations
            if _about(operation) == name
            or (
                isinstance(operation, AddTrigger)
                and _about(operation) == tracked.model_name
                and operation.trigger in filling
            )
        ]
        if not self._make_the_same(replaced, history, app_label, state):
            return operations
        kept = [operation for operation in operations if operation not in replaced]
        needed = {tracked.model_name} | {
            field.related_model._meta.model_name
            for field in versions._meta.fields
            if field.related_model is not None and field.related_model._meta.app_label == app_label
        }
        place = 1 + max((at for at, operation in enumerate(kept) if _about(operation) in needed), default=-1)
        while place < len(kept) and isinstance(kept[place], KeepHistory):
            place += 1
        return [*kept[:place], history, *kept[place:]]

    def _make_the_same(self, replaced: list[Operation], history: KeepHistory, app_label: str, state: Any) -> bool:
        """Whether these operations make what the one would, and nothing else."""
        fields: dict[str, models.Field] = {}
        indexes, triggers = [], []
        for operation in replaced:
            if isinstance(operation, CreateModel):
                fields |= dict(operation.fields)
                indexes += operation.options.get("indexes", [])
            elif isinstance(operation, AddField):
                fields[operation.name] = operation.field
            elif isinstance(operation, AddIndex):
                indexes.append(operation.index)
            elif isinstance(operation, AddTrigger):
                triggers.append(operation.trigger)
            else:
                return False
        if not any(isinstance(operation, CreateModel) for operation in replaced):
            return False
        made = history.versions(app_label, state)
        wanted = [*made.options["triggers"], *history.triggers(app_label, state)]
        alike = self.deep_deconstruct  # type: ignore[attr-defined]
        return (
            alike(fields) == alike(made.fields)
            and sorted(map(repr, indexes)) == sorted(map(repr, made.options["indexes"]))
            and len(triggers) == len(wanted)
            and all(trigger in wanted for trigger in triggers)
        )


def keep_history(versions: type[models.Model]) -> KeepHistory:
    """The operation for a model of versions that `keeps_history` made, its fields in the tracked model's order."""
    tracked = versions.pgh_tracked_model._meta  # type: ignore[attr-defined]
    kept = {field.name for field in versions._meta.fields}
    [*by] = (index.fields[0] for index in versions._meta.indexes if index.fields[0] != "pgh_obj")
    fields = [field.name for field in tracked.fields if field.name in kept]
    return KeepHistory(tracked.object_name, fields, *by, keys_indexed=False)


def _about(operation: Operation) -> str:
    """The model an operation is about, in lower case; "" for other operations."""
    if isinstance(operation, (FieldOperation, IndexOperation)):
        return operation.model_name_lower
    if isinstance(operation, ModelOperation):
        return operation.name_lower
    return ""
