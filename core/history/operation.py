"""The history of a model as one operation of a migration (decision 052).

What `keeps_history` makes of a model, a table of versions and the triggers that fill it, would be five operations and
150 generated lines. `KeepHistory` derives the same from the tracked model as it stands in the migrations, and from the
names that its migration lists; it looks at no model of today. What it derives is therefore never changed here: where
`keeps_history` comes to mean something else, `makemigrations` finds the difference and writes it into a new migration.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import names_digest, truncate_name
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.expressions import RawSQL
from pgtrigger.compiler import Trigger, UpsertTriggerSql

LONGEST_NAME = 63
"""Characters, in PostgreSQL."""

OLD_ROWS = "OLD TABLE AS old_values "
NEW_ROWS = "NEW TABLE AS new_values "
TRIGGERS = (
    ("insert", "INSERT", "new_values", f"REFERENCING {NEW_ROWS}"),
    ("update", "UPDATE", "new_values", f"REFERENCING {OLD_ROWS} {NEW_ROWS}"),
    ("delete", "DELETE", "old_values", f"REFERENCING {OLD_ROWS}"),
)
"""Label of the version, SQL operation, the rows that are kept, and what the trigger sees of the statement's rows."""


class KeepHistory(Operation):
    """Have the database keep every version of a model's rows.

    `fields`: the names of what is kept. `by`: the foreign key that a case's history is looked up by, besides the row's
    own key. `keys_indexed`: whether each foreign key that is kept has an index too; in the first migrations it has one,
    until `LeaveKeysUnindexed`. The model and the models that its fields refer to must have been made before.
    """

    category = OperationCategory.ADDITION
    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, fields: Sequence[str], by: str = "", *, keys_indexed: bool = True) -> None:
        self.model_name = model_name
        self.fields = tuple(fields)
        self.by = by
        self.keys_indexed = keys_indexed

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As Django writes operations into files."""
        kwargs: dict[str, Any] = {"model_name": self.model_name, "fields": list(self.fields)}
        if self.by:
            kwargs["by"] = self.by
        if not self.keys_indexed:
            kwargs["keys_indexed"] = False
        return type(self).__qualname__, [], kwargs

    def describe(self) -> str:
        """The line that `migrate --plan` shows."""
        return f"Keep every version of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        """The part of a generated migration's name."""
        return f"{self.model_name.lower()}_history"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the model of the versions, and the triggers to the tracked model's options."""
        tracked = state.models[app_label, self.model_name.lower()]
        tracked.options["triggers"] = [*tracked.options.get("triggers", ()), *self.triggers(app_label, tracked)]
        # Renders the tracked model anew too, since the versions refer to it.
        state.add_model(self.versions(app_label, tracked))

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the table of versions and the triggers that fill it."""
        model = to_state.apps.get_model(app_label, f"{self.model_name}Change")
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        # pgtrigger's schema editor installs the new table's own trigger along with it.
        schema_editor.create_model(model)
        for trigger in self.triggers(app_label, to_state.models[app_label, self.model_name.lower()]):
            # The SQL is complete: without parameters the driver leaves its % alone.
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Remove the triggers, the table and the triggers' functions."""
        model = from_state.apps.get_model(app_label, f"{self.model_name}Change")
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        triggers = self.triggers(app_label, from_state.models[app_label, self.model_name.lower()])
        for trigger in triggers:
            schema_editor.execute(trigger.uninstall_sql, params=None)
        schema_editor.delete_model(model)
        for trigger in (*triggers, _append_only(app_label, f"{self.model_name}Change", model._meta.db_table)):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {trigger.sql.pgid}()")

    def versions(self, app_label: str, tracked: ModelState) -> ModelState:
        """The model of the versions: who changed what, when, and the kept fields without their own rules."""
        name = f"{self.model_name}Change"
        table = _table_name(app_label, name)
        indexes = [_index(table, "pgh_obj_id", "pgh_obj")]
        if self.by:
            indexes.append(_index(table, _bound(self.by, tracked.fields[self.by]).column, self.by))
        fields = {
            **_about_the_change(f"{app_label}.{self.model_name.lower()}"),
            **{kept: _as_kept(tracked.fields[kept], indexed=self.keys_indexed) for kept in self.fields},
        }
        options = {
            "ordering": ["-pgh_id"],
            "indexes": indexes,
            "triggers": [_append_only(app_label, name, table)],
        }
        return ModelState(app_label, name, list(fields.items()), options)

    def triggers(self, app_label: str, tracked: ModelState) -> list[Trigger]:
        """What writes a version after each INSERT, UPDATE and DELETE on the tracked model's table, once a statement."""
        columns = {
            name: _bound(name, field).column
            for name, field in tracked.fields.items()
            if not isinstance(field, models.ManyToManyField)
        }
        [key] = (columns[name] for name, field in tracked.fields.items() if getattr(field, "primary_key", False))
        changed = "old_values.* IS DISTINCT FROM new_values.*"
        if set(self.fields) != set(columns):
            changed = " OR ".join(
                f'old_values."{columns[name]}" IS DISTINCT FROM (new_values."{columns[name]}")'
                for name in sorted(self.fields)
            )
        rows = {
            "insert": "new_values ",
            "update": f'old_values JOIN new_values ON (old_values."{key}") = (new_values."{key}") WHERE ({changed})',
            "delete": "old_values ",
        }
        table = tracked.options.get("db_table") or _table_name(app_label, tracked.name)
        versions = _table_name(app_label, f"{self.model_name}Change")
        found = []
        for label, operation, kept, referencing in TRIGGERS:
            values = {columns[name]: f'{kept}."{columns[name]}"' for name in self.fields}
            values |= {
                "pgh_created_at": "CLOCK_TIMESTAMP()",
                "pgh_label": f"'{label}'",
                "pgh_obj_id": f'{kept}."{key}"',
            }
            into = ", ".join(f'"{column}"' for column in sorted(values))
            found.append(
                _trigger(
                    f"{label}_{label}",
                    app_label,
                    tracked.name,
                    func="WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value )"  # noqa: S608
                    f' INSERT INTO "{versions}" ({into})'
                    f" SELECT {', '.join(values[column] for column in sorted(values))}"
                    f" FROM ( SELECT {kept}.* FROM {rows[label]} ) AS {kept}, _pgh_attached_context; RETURN NULL;",
                    table=table,
                    when="AFTER",
                    operation=operation,
                    referencing=referencing,
                    level="STATEMENT",
                )
            )
        return found


class LeaveKeysUnindexed(Operation):
    """Drop the indexes of the foreign keys in all tables of versions of the app: nothing is looked up by them.

    A version is found by its row, or by the one key that its table is looked up by; both have an index of their own.
    """

    category = OperationCategory.ALTERATION
    reduces_to_sql = True
    reversible = True

    def describe(self) -> str:
        """The line that `migrate --plan` shows."""
        return "Drop the indexes of the foreign keys in tables of versions"

    @property
    def migration_name_fragment(self) -> str:
        """The part of a generated migration's name."""
        return "unindexed_versions"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The same fields, without an index."""
        for model, name, field in _indexed_keys(app_label, state):
            unindexed: Any = field.clone()
            unindexed.db_index = False
            state.alter_field(app_label, model, name, unindexed, preserve_default=True)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop them."""
        self._alter(app_label, schema_editor, from_state, to_state, _indexed_keys(app_label, from_state))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make them again."""
        self._alter(app_label, schema_editor, from_state, to_state, _indexed_keys(app_label, to_state))

    def _alter(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
        keys: list[tuple[str, str, Any]],
    ) -> None:
        for model, name, _ in keys:
            before, after = (state.apps.get_model(app_label, model) for state in (from_state, to_state))
            if self.allow_migrate_model(schema_editor.connection.alias, after):
                schema_editor.alter_field(before, before._meta.get_field(name), after._meta.get_field(name))


def _indexed_keys(app_label: str, state: ProjectState) -> list[tuple[str, str, Any]]:
    """Model, name and field of each foreign key that has an index in a table of versions of the app."""
    return [
        (model, name, field)
        for (app, model), made in state.models.items()
        if app == app_label and "pgh_id" in made.fields
        for name, field in made.fields.items()
        if isinstance(field, models.ForeignKey) and getattr(field, "db_index", False)
    ]


def _about_the_change(tracked: str) -> dict[str, models.Field]:
    """The columns that every table of versions has, as on `core.history.tracking.Change`."""
    return {
        "pgh_id": models.AutoField(primary_key=True, serialize=False),
        "pgh_created_at": models.DateTimeField(auto_now_add=True),
        "pgh_label": models.TextField(help_text="The event label."),
        "pgh_obj": models.ForeignKey(
            tracked, models.DO_NOTHING, related_name="changes", db_constraint=False, db_index=False
        ),
        "acting_user": models.ForeignKey(
            settings.AUTH_USER_MODEL,
            models.DO_NOTHING,
            null=True,
            related_name="+",
            db_constraint=False,
            db_index=False,
            db_default=RawSQL("(jobbtorg_acting('user_id'))::bigint", ()),
        ),
        "acting_system": models.CharField(max_length=20, db_default=RawSQL("jobbtorg_job()", ())),
        "transaction": models.BigIntegerField(
            db_default=RawSQL("(pg_current_xact_id()::text)::bigint", ()),
            help_text="Changes of one transaction are one thing that somebody did.",
        ),
    }


def _as_kept(field: models.Field, *, indexed: bool) -> models.Field:
    """A tracked field on the model of the versions: not unique, no key, and referring to what may be gone."""
    if isinstance(field, models.BigAutoField):
        return models.BigIntegerField(db_column=field.db_column)
    if isinstance(field, models.AutoField):
        return models.IntegerField(db_column=field.db_column)
    _, _, args, kwargs = field.deconstruct()
    kwargs |= {
        "primary_key": False,
        "unique": False,
        "db_index": False,
        "unique_for_date": None,
        "unique_for_month": None,
        "unique_for_year": None,
    }
    kind = type(field)
    if isinstance(field, models.ForeignKey):
        kind = models.ForeignKey
        kwargs |= {
            "related_name": "+",
            "related_query_name": "+",
            "on_delete": models.DO_NOTHING,
            "db_index": indexed,
            "db_constraint": False,
        }
    return kind(*args, **kwargs)


def _bound(name: str, field: models.Field) -> Any:
    """A copy that knows its column; a field in a migration's state does not."""
    copy = field.clone()
    copy.set_attributes_from_name(name)
    return copy


def _table_name(app_label: str, model: str) -> str:
    return truncate_name(f"{app_label}_{model.lower()}", LONGEST_NAME)


def _index(table: str, column: str, field: str) -> models.Index:
    """The index on a key and the time of the change, named as Django names an index without a name."""
    digest = names_digest(table, column, "pgh_created_at", "idx", length=6)
    return models.Index(fields=[field, "pgh_created_at"], name=f"{table[:11]}_{column[:7]}_{digest}_idx")


def _append_only(app_label: str, versions: str, table: str) -> Trigger:
    return _trigger(
        "append_only",
        app_label,
        versions,
        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
        table=table,
        when="BEFORE",
        operation="UPDATE OR DELETE",
    )


def _trigger(name: str, app_label: str, model: str, **sql: str) -> Trigger:
    """A trigger with the name in the database that pgtrigger gives it."""
    digest = hashlib.sha1(f"{app_label}.{model}:{name}".encode(), usedforsecurity=False).hexdigest()
    pgid = f"pgtrigger_{name}_{digest[:5]}"
    return Trigger(name=name, sql=UpsertTriggerSql(pgid=pgid, **sql))
