"""One jobbtorg on a Monday morning; see tests/aspirants/staff.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from aspirants.models import Enrolment
from casework.models import CaseNote
from casework.operations import write_note
from organisation.models import User
from tests.aspirants.staff import TODAY, as_coach, as_manager, case, coach, manager, now, stranger

__all__ = ["as_coach", "as_manager", "case", "coach", "manager", "now", "stranger"]

TEXT = "Ringde om praktikplatsen."


@pytest.fixture
def write(coach: User, case: Enrolment) -> Callable[..., CaseNote]:
    """Write a note as the coach, by the operation."""

    def written(text: str = TEXT, concerns_on: date = TODAY, by: User = coach) -> CaseNote:
        return write_note(actor=by, enrolment=case, text=text, concerns_on=concerns_on, submission_id=uuid4())

    return written
