"""One held row stops nobody else, and whoever meets it is told so and loses nothing (decision 092)."""

from __future__ import annotations

import re
import statistics
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workdays import ONE_DAY, next_working_day
from demo.factories import EnrolmentFactory, UserFactory
from organisation.reference_tables.calendar import stored_holiday
from tests.platform.conftest import PATIENCE
from tests.waiting.holding import held
from tests.waiting.server import percentile, serving, session_of, token_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

SENTENCE = "Någon annan sparar just nu. Försök igen."
POSTS = 9
OTHERS = 4
LONGEST = 1.0
"""Seconds that a page of somebody else may take, on a machine that has nothing else to do."""


def meeting_on(page: str) -> dict[str, object]:
    """What a coach sends in from the page on which a meeting is booked: for the next working day."""
    day = next_working_day(timezone.localdate() + ONE_DAY, stored_holiday)
    submission = re.search(r'name="submission_id"[^>]*value="([\w-]+)"', page)
    assert submission
    typed = {"day": day.isoformat(), "time": "10.00", "kind": "COACH", "channel": "VISIT"}
    return {"csrfmiddlewaretoken": token_on(page), **typed, "submission_id": submission[1]}


@pytest.mark.parametrize("same", [False, True], ids=["nine forms", "one form nine times"])
def test_nine_posts_to_a_held_case_stop_nobody_else(tmp_path: Path, same: bool) -> None:
    coach, other = UserFactory(coach=True), UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach)
    EnrolmentFactory(coach=other)
    path = reverse("book_meeting", args=[case.pk])
    pages = [reverse(name) for name in ("home", "aspirant_list", "notices", "help")]
    with serving(tmp_path / "log") as server:
        session, their_session = session_of(coach), session_of(other)
        quiet = [server.seconds(page, their_session) for page in pages * 5]
        form = meeting_on(server.ask(path, session=session)[1])
        waited: list[float] = []
        answers: list[tuple[int, float]] = []
        done = threading.Event()

        def post(number: int) -> None:
            began = time.monotonic()
            typed = form | {"submission_id": form["submission_id"] if same else uuid.uuid4()}
            status, body, _ = server.ask(path, session=session, data=typed)
            answers.append((status, time.monotonic() - began))
            assert status != 503 or SENTENCE in body

        def read(number: int) -> None:
            while not done.is_set():
                waited.append(server.seconds(pages[number % len(pages)], their_session))

        with held(case) as holder, ThreadPoolExecutor(POSTS + OTHERS) as pool:
            posts = [pool.submit(post, number) for number in range(POSTS)]
            time.sleep(0.1)
            reads = [pool.submit(read, number) for number in range(OTHERS)]
            # It is held until everybody has been told, however long that takes.
            wait(posts, timeout=PATIENCE)
            done.set()
            holder.rollback()
            for job in (*posts, *reads):
                job.result()
    print(  # the figures, for who asks with -s
        f"\nothers: {len(waited)} pages, p95 {percentile(waited, 0.95):.2f} s, longest {max(waited):.2f} s; "
        f"quiet: median {statistics.median(quiet):.3f} s; posts: {sorted(round(s, 2) for _, s in answers)} "
        f"{[status for status, _ in answers]}"
    )
    assert percentile(waited, 0.95) < LONGEST + 2 * max(quiet)
    assert {status for status, _ in answers} == {503}
