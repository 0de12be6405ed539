"""Builds an empty database's schema without stepping through every state it ever had (decision 083).

Django renders the models anew for each operation of each migration, although in an empty database nothing looks at what
a table was between being made and being complete. Here operations that only give a table its shape are carried out on
the state of the models alone, until one comes that is more than shape (SQL, Python, a table that stands already). Then
the tables made since are created as they are by now, and that operation runs as Django would have run it. Changes of
one column each that follow one upon the other share the models before the first and after the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from core.history.operation import KeepHistory

SHAPE = frozenset(
    {
        migrations.AddConstraint,
        migrations.AddField,
        migrations.AddIndex,
        migrations.AlterConstraint,
        migrations.AlterField,
        migrations.AlterModelManagers,
        migrations.AlterModelOptions,
        migrations.AlterUniqueTogether,
        migrations.RemoveConstraint,
        migrations.RemoveField,
        migrations.RemoveIndex,
        AddTrigger,
        KeepHistory,
        RemoveTrigger,
    }
)
"""What gives the one model that it names its shape, and does nothing to a table that is not made yet.

Renaming is not among them: PostgreSQL keeps the names of a renamed table's or column's indexes. Nor is a class derived
from one of these, which may do more.
"""
ADDITIONS = frozenset({migrations.AddConstraint, migrations.AddIndex, AddTrigger})
"""What can wait for others of its kind on a table that stands: it looks at the table's columns alone."""
COLUMNS = frozenset({migrations.AddField, migrations.AlterField, RemoveTrigger})
"""What changes one column or trigger of a table that stands, and looks at no other: several follow from one state to
another as they would from each to the next."""
PLAIN: dict[type[Operation], type[Operation]] = {
    AddIndexConcurrently: migrations.AddIndex,
    RemoveIndexConcurrently: migrations.RemoveIndex,
}
"""What is done differently only for the sake of others at work, of whom there are none."""

Key = tuple[str, str]


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether no table stands in the database but the empty list of its migrations."""
    tables = connection.introspection.table_names()
    return tables in ([], ["django_migrations"]) and not MigrationRecorder(connection).applied_migrations()


def build(connection: BaseDatabaseWrapper) -> int:
    """Bring an empty database to the last migration in one transaction, and return how many migrations that were.

    Ends before the first migration that cannot be part of a transaction; what is left is for Django to apply. Whatever
    an operation raises comes out, and then nothing has happened.
    """
    executor = MigrationExecutor(connection)
    if executor.loader.detect_conflicts():
        return 0
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    taken = plan[: next((number for number, migration in enumerate(plan) if not _fits(migration)), len(plan))]
    if not taken:
        return 0
    with connection.schema_editor(atomic=True) as editor:
        executor.recorder.ensure_schema()
        apply(taken, ProjectState(real_apps=executor.loader.unmigrated_apps), editor)
        for migration in taken:
            executor.record_migration(migration)  # type: ignore[call-arg, arg-type]  # the stubs know the one of Django 2
        executor.check_replacements()
    return len(taken)


def apply(plan: Sequence[Migration], state: ProjectState, editor: BaseDatabaseSchemaEditor) -> ProjectState:
    """Carry out the migrations on a database that stands at `state`, and return the state after them."""
    schema = _Schema(editor, state)
    for migration in plan:
        for operation in migration.operations:
            schema.take(migration.app_label, _plain(operation))
    schema.make()
    return schema.state


def _fits(migration: Migration) -> bool:
    """Whether nothing of it has to run outside a transaction: shapes do not, whatever the migration asks for."""
    return bool(migration.atomic) or all(
        type(_plain(operation)) in {*SHAPE, migrations.CreateModel} for operation in migration.operations
    )


def _plain(operation: Operation) -> Operation:
    plain = PLAIN.get(type(operation))
    if plain is None:
        return operation
    _, args, kwargs = operation.deconstruct()
    return plain(*args, **kwargs)


class _Schema:
    """The state of the models, and how far the database has followed it."""

    def __init__(self, editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        self.editor = editor
        self.state = state
        self.rendered: Any = None
        """The models of `state` as classes, as far as they were needed; None where they would have to change."""
        self.to_make: list[Key] = []
        self.to_add: list[tuple[str, Operation]] = []
        self.to_change: dict[tuple[Key, str], tuple[str, Operation]] = {}
        """By table and column."""
        self.unchanged: ProjectState = state
        """Before the first of `to_change`."""

    def take(self, app_label: str, operation: Operation) -> None:
        """Carry out one operation, or note it for later where nothing looks at the difference."""
        kind, key = type(operation), _key(app_label, operation)
        if _does_nothing(operation):
            return
        if kind in COLUMNS and key not in self.to_make and not self._makes_unique(key, operation):
            self._change_later(app_label, operation)
        elif kind is migrations.CreateModel:
            if self.to_change:
                self.make()
            self.to_make.append(key)
        elif kind is KeepHistory and key in self.to_make:
            self.to_make.append((app_label, f"{key[1]}change"))
        elif kind in ADDITIONS and key not in self.to_make:
            self.to_add.append((app_label, operation))
            self.rendered = None
        elif kind not in SHAPE or key not in self.to_make or self._makes_unique(key, operation):
            self._run(app_label, operation)
            return
        operation.state_forwards(app_label, self.state)

    def _makes_unique(self, key: Key, operation: Operation) -> bool:
        """Whether it changes if a column is unique; such a constraint is named otherwise than one made with it."""
        if not isinstance(operation, migrations.AlterField):
            return False
        return bool(self.state.models[key].fields[operation.name].unique != operation.field.unique)

    def make(self) -> None:
        """Have the database follow: the columns changed since the last time, the tables made, then the additions."""
        if not (self.to_change or self.to_make or self.to_add):
            return
        state = self._with_models()
        for app_label, operation in self.to_change.values():
            operation.database_forwards(app_label, self.editor, self.unchanged, state)
        for app_label, name in self.to_make:
            model = state.models[app_label, name]
            # Its own triggers come along with a table (pgtrigger's schema editor).
            create = migrations.CreateModel(model.name, list(model.fields.items()), model.options)
            create.database_forwards(app_label, self.editor, state, state)
        for app_label, operation in self.to_add:
            operation.database_forwards(app_label, self.editor, state, state)
        self.to_change, self.to_make, self.to_add = {}, [], []
        self._finish()

    def _change_later(self, app_label: str, operation: Any) -> None:
        """Note a change of one column; it waits for those that follow it, though not for a second one of its column."""
        place = _key(app_label, operation), str(getattr(operation, "name", "")).lower()
        if place in self.to_change or self.to_make or self.to_add:
            self.make()
        if not self.to_change:
            self.unchanged, self.state = self.state, _copy(self.state)
            if self.rendered is not None:
                self.unchanged.apps, self.rendered = self.rendered, None
        self.to_change[place] = app_label, operation

    def _run(self, app_label: str, operation: Operation) -> None:
        """As Django does it, with the states before and after; each renders its models when it is asked for them."""
        self.make()
        before, after = self.state, _copy(self.state)
        if self.rendered is not None:
            before.apps = self.rendered
        operation.state_forwards(app_label, after)
        operation.database_forwards(app_label, self.editor, before, after)
        self._finish()
        unchanged = _same(before, after)
        self.rendered = (before if unchanged else after).__dict__.get("apps")
        self.state = _copy(after)

    def _with_models(self) -> ProjectState:
        """The state, with all of its models as classes; what is rendered already is only added to."""
        state = _copy(self.state)
        if self.rendered is not None:
            self.rendered.render_multiple([state.models[key] for key in self.to_make])
            state.apps = self.rendered
        self.rendered = state.apps
        return state

    def _finish(self) -> None:
        """What Django does at a migration's end: foreign keys, and the checks that wait for the end of a transaction.

        A table with such a check still to come could not be altered.
        """
        for statement in self.editor.deferred_sql:
            self.editor.execute(statement, None)
        self.editor.deferred_sql.clear()
        self.editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _key(app_label: str, operation: Operation) -> Key:
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None) or ""
    return app_label, str(name).lower()


def _does_nothing(operation: Operation) -> bool:
    """Where a migration only says how it would be taken back."""
    if type(operation) is migrations.RunPython:
        return operation.code is migrations.RunPython.noop
    return type(operation) is migrations.RunSQL and not operation.sql and not operation.state_operations


def _copy(state: ProjectState) -> ProjectState:
    """The same state, without the classes of its models."""
    return ProjectState({key: model.clone() for key, model in state.models.items()}, state.real_apps)


def _same(one: ProjectState, other: ProjectState) -> bool:
    """Whether an operation left the models alone: what it changes it replaces."""
    return one.models.keys() == other.models.keys() and all(
        _parts(model) == _parts(other.models[key]) for key, model in one.models.items()
    )


def _parts(model: ModelState) -> tuple[Any, ...]:
    fields = [(name, id(field)) for name, field in model.fields.items()]
    options = [(name, id(option)) for name, option in model.options.items()]
    return fields, options, model.bases, model.managers
