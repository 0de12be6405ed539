"""Joining two records changes no figure but by the case that ends as registered in error, and their identity holds."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from aspirants.models import Enrolment
from demo.factories import ClosureReasonFactory, UserFactory
from measures.periods import Period
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from tests.casework.joining import join, undo
from tests.casework.test_joining import referred

pytestmark = pytest.mark.django_db


def _figures() -> tuple[int, int, int, list[str]]:
    """New, closed and remaining cases of the year in the city, and what contradicts itself."""
    year = Period(timezone.localdate().replace(month=1, day=1), timezone.localdate())
    statement = collect(Scope(Reach.CITY), year)
    [total] = [row.figures for row in statement.rows if row.is_total]
    return total.new, total.closed, total.remaining, statement.contradictions


def test_figures_lose_the_case_in_error_and_nothing_else(now) -> None:
    ClosureReasonFactory(error=True)
    coach = UserFactory(coach=True)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    first, second = referred(coach, datetime.date(2026, 11, 2)), referred(coach, datetime.date(2026, 11, 16))
    new, closed, remaining, faults = _figures()
    assert (new, closed, remaining, faults) == (2, 0, 2, [])
    joined = join(manager, first.person, second.person, goes_on=second)
    assert _figures() == (1, 0, 1, [])
    assert Enrolment.objects.count() == 2
    undo(manager, joined)
    assert _figures() == (2, 0, 2, [])
