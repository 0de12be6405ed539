"""`migrate` does not touch a database that was built before its migrations were folded."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("app", "name"), [("aspirants", "0005_history"), ("jobplans", "0002_excuses_revoked")])
def test_a_database_of_before_a_fold_is_refused(app: str, name: str) -> None:
    MigrationRecorder.Migration.objects.create(app=app, name=name)
    with pytest.raises(CommandError, match="no longer there"):
        call_command("migrate", verbosity=0)


def test_migrations_of_a_later_version_or_another_package_are_no_fault() -> None:
    for app, name in (("gone", "0001_initial"), ("account", "0001_squashed"), ("aspirants", "0017_of_tomorrow")):
        MigrationRecorder.Migration.objects.create(app=app, name=name)
    call_command("migrate", verbosity=0, check_unapplied=True)
