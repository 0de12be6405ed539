"""The same form sent several times at the same moment is taken once, whatever form it is (decision 073).

Four times in a run of the suite, twelve with FULL=1.
"""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from demo.factories import UserFactory
from tests.access.adding import ADDING
from tests.access.scenes import SCENES, Place
from tests.access.standing import build_place
from tests.aspirants.staff import now
from tests.long_walks import FULL
from tests.pages import ADDS, OWN, PAGES, READS
from tests.post_forms import post_forms
from workbench.frame.middleware import SentOnceMiddleware
from workbench.frame.operations.sent_forms import answer_form, take_form
from workbench.models import SentForm

__all__ = ["now"]

TIMES = 12 if FULL else 4
FORMS = SCENES | ADDING
BESIDE = {"workbench.SentForm", "audit.AccessEvent"}
"""What is kept of the sending itself: once a form, and once a request."""
REFUSED = {
    "referral_lapse": "nobody has tried to reach the person",
    "referral_draft_details": "more is to be filled in; what was typed is kept",
}
TESTED_ELSEWHERE = {
    "demo_sign_in": "signs in",
    "notices_read": "marks what is marked",
    "referral_draft_autosave": "tests/referrals/test_two_tabs.py",
    "referral_draft_eligibility": "tests/referrals/test_two_tabs.py",
    "referral_draft_check": "tests/referrals/test_sending.py",
    "referral_list": "tests/referrals/test_several.py",
    "referral_list_discard": "tests/referrals/test_two_tabs.py",
    "referral_list_new": "tests/referrals/test_several.py",
    "undo": "tests/corrections/test_undo.py",
    "log_review": "tests/workbench/test_log_review.py",
    "file_request_ask": "tests/workbench/test_file_requests.py",
    "provider_signs_out": "tests/sign_in/test_provider_signs_out.py",
    "import_files": "tests/imports/test_flow_uploads.py",
    "import_columns": "tests/imports/test_flow_journey.py",
    "import_check": "tests/imports/test_flow_journey.py",
    "import_corrected": "tests/imports/test_flow_uploads.py",
    "import_commit": "tests/imports/test_flow_journey.py",
    "import_stop": "tests/imports/test_flow_running.py",
    "import_undo": "tests/imports/test_flow_ending.py",
    "import_discard": "tests/imports/test_flow_ending.py",
    "import_questions": "tests/imports/test_flow_questions.py",
}


def test_every_form_that_writes_is_among_them() -> None:
    writes = {name for name, page in PAGES.items() if page.posts not in ("", OWN, READS)}
    assert writes - TESTED_ELSEWHERE.keys() == {name.partition(" ")[0] for name in FORMS}
    assert {name for name, page in PAGES.items() if page.posts == ADDS} - TESTED_ELSEWHERE.keys() <= ADDING.keys()


@pytest.fixture
def place(transactional_db: None, now: Any) -> Place:
    return build_place()


def counts() -> dict[str, int]:
    """How many rows each table of ours holds, histories included."""
    tables = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in BESIDE
    }
    query = " UNION ALL ".join(f"SELECT '{label}', count(*) FROM {table}" for label, table in tables.items())
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = dict(cursor.fetchall())
    return {label: number for label, number in found.items() if "ession" not in label.partition(".")[0]}


def added(before: dict[str, int]) -> dict[str, int]:
    """The tables that have grown since, and by how much."""
    return {label: number - before[label] for label, number in counts().items() if number != before[label]}


@pytest.mark.parametrize("name", FORMS)
def test_sent_many_times_at_once_it_is_taken_once(name: str, place: Place) -> None:
    scene = FORMS[name](place)
    desk, page = scene.open()
    form = next(form for form in post_forms(page, scene.on or scene.path) if form.action == scene.path)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    sent = {**form.hidden, **scene.typed, "csrfmiddlewaretoken": token[1]}

    def send() -> Any:
        for value in sent.values():
            if hasattr(value, "seek"):
                value.seek(0)
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = desk.cookies
        return browser.post(scene.path, sent)

    before = counts()
    with transaction.atomic():
        once = send()
        grown_by_one = added(before)
        transaction.set_rollback(True)
    assert once.status_code == (422 if name in REFUSED else 302), once.content.decode()

    start = threading.Barrier(TIMES, timeout=60)

    def press(number: int) -> tuple[int, str]:
        try:
            start.wait()
            response = send()
            while response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:  # the first took its time (decision 092)
                response = send()
            return response.status_code, response.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        answers = set(pool.map(press, range(TIMES)))
    assert added(before) == grown_by_one
    assert len(answers) == 1
    assert SentForm.objects.count() == (0 if name in REFUSED else 1)


@pytest.fixture
def without_it(settings: Any) -> None:
    """The product without the mechanism."""
    ours = f"{SentOnceMiddleware.__module__}.{SentOnceMiddleware.__name__}"
    settings.MIDDLEWARE = [middleware for middleware in settings.MIDDLEWARE if middleware != ours]


@pytest.mark.usefixtures("without_it")
def test_without_the_mechanism_that_test_would_fail(place: Place) -> None:
    with pytest.raises(AssertionError):
        test_sent_many_times_at_once_it_is_taken_once("job_offer_new", place)


def test_it_may_lead_to_an_address_of_any_length(db: None) -> None:
    """A list with many filters comes back with all of them."""
    actor, answer = UserFactory(coach=True), "/frister?" + "&".join(f"kind=K{number}" for number in range(300))
    assert take_form(actor=actor, fingerprint="f", page="") is None
    answer_form(actor=actor, fingerprint="f", answer=answer)
    assert take_form(actor=actor, fingerprint="f", page="") == answer
