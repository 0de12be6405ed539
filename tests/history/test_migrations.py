"""A model's history as one operation of a migration: the same state and the same database as before and after."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import OperationWriter
from django.db.models import Index
from django.utils import translation
from pghistory.core import event_models

from core.history.operation import KeepHistory
from jobbtorg.database.history import keep_history_of_everybody
from jobbtorg.database.row_security import secure
from jobbtorg.management.commands.makemigrations import Detector
from organisation.models import TargetGroup
from tests.schema_text import compare, facts


def histories() -> dict[tuple[str, str], KeepHistory]:
    """What the project's migrations keep: (app, model) → the operation."""
    return {
        (app, operation.model_name): operation
        for (app, _), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, KeepHistory)
    }


def detected(before: ProjectState, after: ProjectState, app: str) -> list[Operation]:
    """What `makemigrations` would write for an app to lead from one state to the other."""
    with translation.override(None):  # as the command does: migrations hold Django's own labels untranslated
        found = Detector(before, after, NonInteractiveMigrationQuestioner())._detect_changes()
    return [operation for migration in found.get(app, []) for operation in migration.operations]


def in_words(operations: list[Operation]) -> set[str]:
    return {operation.describe() for operation in operations}


def without(*names: str) -> ProjectState:
    """The project as its migrations leave it, without some models of organisation."""
    state = MigrationLoader(None).project_state()
    for name in names:
        state.remove_model("organisation", name)
    return state


@pytest.mark.django_db
def test_migrations_lead_to_the_models() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_every_history_is_one_operation() -> None:
    tracked = {(model._meta.app_label, model.pgh_tracked_model.__name__) for model in event_models()}
    assert histories().keys() == tracked
    written_out = {
        operation.name
        for (app, _), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if app != "pghistory" and isinstance(operation, CreateModel) and "pgh_id" in dict(operation.fields)
    }
    assert not written_out


def test_an_operation_is_written_as_it_is_read() -> None:
    operation = KeepHistory("Enrolment", ["id", "person"], by="person")
    text, imports = OperationWriter(operation, indentation=0).serialize()
    names: dict[str, Any] = {}
    exec("\n".join([*imports, f"[again] = [{text}]"]), names)
    assert names["again"].deconstruct() == operation.deconstruct()


@pytest.mark.django_db
@pytest.mark.parametrize(("app", "model"), [("aspirants", "Interruption"), ("aspirants", "Enrolment")])
def test_taken_back_and_made_again_the_database_is_the_same(app: str, model: str) -> None:
    """One looked up by a second key, and one of which not every field is kept."""
    operation = histories()[app, model]
    state = MigrationLoader(None).project_state()
    before = facts()
    with connection.schema_editor() as editor:
        operation.database_backwards(app, editor, state, state)
    gone = compare(before, facts(), {})
    assert not gone.added
    assert any(f"{app}_{model.lower()}change" in fact for fact in gone.missing if fact.startswith("table "))
    assert sum(fact.startswith("trigger ") for fact in gone.missing) == 4
    assert sum(fact.startswith("function ") for fact in gone.missing) == 4

    with connection.schema_editor() as editor:
        operation.database_forwards(app, editor, state, state)
    keep_history_of_everybody()
    secure()
    assert not compare(before, facts(), {})


def a_target_group_without(field: str) -> ProjectState:
    """The project as if a model had come without one of its fields, its history kept from the beginning."""
    state = without("targetgroupchange", "targetgroup")
    model = ModelState.from_model(TargetGroup)
    del model.fields[field]
    model.options.pop("triggers", None)
    state.add_model(model)
    KeepHistory("TargetGroup", list(model.fields)).state_forwards("organisation", state)
    return state


def test_a_later_field_is_found_with_its_triggers() -> None:
    """The operation knows nothing of a field that its migration did not list."""
    changed = detected(a_target_group_without("restricted"), ProjectState.from_apps(apps), "organisation")
    assert in_words(changed) == {
        "Add field restricted to targetgroup",
        "Add field restricted to targetgroupchange",
        *(f"Remove trigger {name} from model targetgroup" for name in ("insert_insert", "update_update")),
        "Remove trigger delete_delete from model targetgroup",
        *(f"Create trigger {name} on model targetgroup" for name in ("insert_insert", "update_update")),
        "Create trigger delete_delete on model targetgroup",
    }


def test_the_operations_of_a_later_field_lead_to_the_models() -> None:
    state = a_target_group_without("restricted")
    for operation in detected(state.clone(), ProjectState.from_apps(apps), "organisation"):
        operation.state_forwards("organisation", state)
    assert not in_words(detected(state, ProjectState.from_apps(apps), "organisation"))


def test_a_new_model_gets_its_history_as_one_operation() -> None:
    made = detected(without("targetgroupchange", "targetgroup"), ProjectState.from_apps(apps), "organisation")
    assert [operation.describe() for operation in made] == [
        "Create model TargetGroup",
        "Keep every version of TargetGroup",
    ]
    _, _, expected = histories()["organisation", "TargetGroup"].deconstruct()
    # Fields that came or went later are in migrations of their own.
    now = [field.name for field in TargetGroup._meta.concrete_fields]
    assert made[-1].deconstruct() == ("KeepHistory", [], {**expected, "fields": now, "keys_indexed": False})


def test_a_history_of_another_kind_stays_written_out() -> None:
    """An index more than KeepHistory makes: what a reader sees must be what the database gets."""
    after = ProjectState.from_apps(apps)
    versions = after.models["organisation", "targetgroupchange"]
    versions.options["indexes"] = [*versions.options["indexes"], Index(fields=["code"], name="one_more")]
    made = detected(without("targetgroupchange", "targetgroup"), after, "organisation")
    assert "Keep every version of TargetGroup" not in in_words(made)
    assert "Create model TargetGroupChange" in in_words(made)
