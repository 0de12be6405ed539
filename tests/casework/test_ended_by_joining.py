"""A case that a joining ended opens again by undoing that, and its closing is not corrected by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import Enrolment
from casework.operations import correct_closing
from casework.shown import shown_closure, standing_closure
from core.refusals import OperationRefused
from demo.factories import ClosureReasonFactory
from tests.aspirants.staff import text
from tests.casework.joining import join, undo
from tests.casework.test_joining import referred
from tests.casework.test_reopening import close, reopen


@pytest.fixture
def joined(manager, coach):
    """The joining, and the case that it ended."""
    ClosureReasonFactory(error=True)
    goes, stays = referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))
    done = join(manager, goes.person, stays.person, goes_on=stays)
    return done, Enrolment.objects.get(pk=goes.pk)


def correct(manager, case):
    closure = standing_closure(case)
    return correct_closing(
        actor=manager,
        enrolment=case,
        seen_closure=shown_closure(case, closure),
        reason=ClosureReasonFactory(moved=True),
        correction_reason="Personen hade flyttat från kommunen",
    )


def test_it_is_refused_with_the_way_that_there_is(manager, joined):
    _, case = joined
    for act in (lambda: reopen(case, manager), lambda: correct(manager, case)):
        with pytest.raises(OperationRefused, match="Ångra sammanslagningen"):
            act()
    case.refresh_from_db()
    assert not case.is_open


@pytest.mark.parametrize("name", ["case_closing", "case_reopen", "closing_correct"])
def test_the_pages_lead_to_the_joining(as_manager, joined, name):
    done, case = joined
    page = as_manager.get(reverse(name, args=[case.pk]))
    assert reverse("person_join", args=[done.pk]) in page.content.decode()
    assert "slogs samman" in text(page)
    for other in ("case_reopen", "closing_correct"):
        assert f'href="{reverse(other, args=[case.pk])}"' not in page.content.decode()
        assert f'action="{reverse(other, args=[case.pk])}"' not in page.content.decode()


def test_a_coach_reads_that_it_was_joined(as_coach, joined):
    done, case = joined
    page = as_coach.get(reverse("case_closing", args=[case.pk]))
    assert "slogs samman" in text(page)
    assert reverse("person_join", args=[done.pk]) not in page.content.decode()


def test_once_undone_it_is_a_case_as_any_other(manager, coach, joined):
    done, case = joined
    undo(manager, done)
    case.refresh_from_db()
    assert case.is_open
    close(case, coach)
    assert reopen(case, manager).is_open
