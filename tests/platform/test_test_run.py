"""The test run's own promises: what it adds to production settings really bites."""

import datetime
import warnings

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.template import engines
from django.utils import timezone

from core.workdays import holiday_name, is_working_day
from tests import instant
from tests.settings import DATABASES

HOUR = datetime.timedelta(hours=1)


@pytest.mark.django_db
def test_rows_without_an_order_come_the_other_way_round():
    Group.objects.bulk_create([Group(name="first"), Group(name="second")])
    assert [group.name for group in Group.objects.all()] == ["second", "first"]
    assert [group.name for group in Group.objects.order_by("pk")] == ["first", "second"]


def test_an_undefined_template_variable_fails():
    with pytest.raises(pytest.fail.Exception, match=r"Undefined template variable 'nobody\.name'"):
        engines["django"].from_string("{{ nobody.name }}").render({})


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="beware"):
        warnings.warn("beware", stacklevel=1)


def test_the_database_is_postgresql():
    assert DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.django_db
def test_a_test_begins_at_the_instant_of_the_run_for_python_and_for_the_database():
    """With TEST_NOW that instant; without, the real time."""
    expected = instant.asked_for() or datetime.datetime.fromtimestamp(instant.real_time(), datetime.UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), statement_timestamp(), clock_timestamp()")
        told = cursor.fetchone()
    assert max(abs(timezone.now() - one) for one in told) < HOUR / 60
    assert abs(timezone.now() - expected) < HOUR, "making the database is part of the first test"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-01-03T00:20", "2027-01-02T23:20:00+00:00"),
        ("2027-07-01 09:30", "2027-07-01T07:30:00+00:00"),
        ("2027-01-03T00:20Z", "2027-01-03T00:20:00+00:00"),
    ],
)
def test_the_instant_is_local_time_in_stockholm(monkeypatch, text, moment):
    monkeypatch.setenv(instant.VARIABLE, text)
    assert instant.asked_for().isoformat() == moment


def test_on_a_working_day_it_is_one(on_a_working_day):
    assert is_working_day(timezone.localdate(), holiday_name)
    assert timezone.localtime().hour == 9
