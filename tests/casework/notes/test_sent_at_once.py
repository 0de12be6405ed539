"""Fifty copies of one form at the same moment make one note, with the mechanism for all forms and without it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from casework.models import CaseNote
from casework.operations import write_note
from tests.aspirants.staff import TODAY
from tests.casework.notes.conftest import TEXT
from tests.same_moment import at_the_same_moment

TIMES = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_copies_make_one_note(coach: Any, case: Any) -> None:
    form = {"text": TEXT, "concerns_on": TODAY, "submission_id": uuid4()}
    notes = at_the_same_moment(*[partial(write_note, actor=coach, enrolment=case, **form)] * TIMES)
    assert notes == [CaseNote.objects.get()] * TIMES
