"""Loading: only in demo mode, only with reference data, on any day."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from aspirants.models import Enrolment, Person
from deadlines.clocks.lifecycle import recomputed
from deadlines.models import DeadlineClock
from meetings.models import Meeting
from organisation.models import User
from tests.long_walks import FULL

pytestmark = pytest.mark.django_db


DAYS = [date(2026, 12, 27), date(2027, 3, 29)]
"""A Sunday between Christmas and New Year; annandag påsk."""


@pytest.mark.parametrize("on", DAYS if FULL else DAYS[:1], ids=str)
def test_it_can_be_loaded_on_any_day(on: date) -> None:
    out = StringIO()
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", on=on.isoformat(), stdout=out)
    assert str(Person.objects.count()) in out.getvalue()
    clocks = DeadlineClock.objects.select_related("policy").prefetch_related("pauses")
    assert all(clock.due_on == recomputed(clock).due_on for clock in clocks)
    assert DeadlineClock.objects.overdue(on=on).exists()
    assert Meeting.objects.filter(starts_at__date=on).exists()
    assert not Enrolment.objects.filter(enrolled_on__gte=on).exists()


def test_it_refuses_outside_demo_mode(settings: Settings) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_it_asks_for_the_reference_data_and_a_proper_date() -> None:
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="write it as"):
        call_command("load_demo", on="23/11")
