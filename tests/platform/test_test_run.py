"""The test run's own promises: what it adds to production settings really bites."""

import warnings

import pytest
from django.contrib.auth.models import Group
from django.template import engines

from tests.settings import DATABASES


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
