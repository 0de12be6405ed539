"""Fifty copies of one form at the same moment make one note, with the mechanism for all forms and without it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from casework.models import CaseNote
from casework.operations import write_note
from tests.aspirants.staff import TODAY
from tests.casework.notes.conftest import TEXT

TIMES, AT_ONCE = 50, 10


@pytest.mark.django_db(transaction=True)
def test_fifty_copies_make_one_note(coach: Any, case: Any) -> None:
    form = {"text": TEXT, "concerns_on": TODAY, "submission_id": uuid4()}
    start = threading.Barrier(AT_ONCE, timeout=60)

    def press(number: int) -> int:
        try:
            if number < AT_ONCE:
                start.wait()
            return write_note(actor=coach, enrolment=case, **form).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(press, range(TIMES))) == {CaseNote.objects.get().pk}
