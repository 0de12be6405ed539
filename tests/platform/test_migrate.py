"""`migrate` does not touch a database that was built by migrations it does not know."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_of_before_the_fold_is_refused_by_name() -> None:
    MigrationRecorder.Migration.objects.create(app="aspirants", name="0005_history")
    with pytest.raises(CommandError, match=r"no longer there \(aspirants\.0005_history\).*make reset"):
        call_command("migrate", verbosity=0)


def test_what_a_package_left_behind_that_is_not_installed_any_more_is_no_fault() -> None:
    MigrationRecorder.Migration.objects.create(app="gone", name="0001_initial")
    call_command("migrate", verbosity=0, check_unapplied=True)
