"""Those who act at the same moment in a test do so together, each on its own, and with all the time they need."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.refusals import OperationRefused
from demo.factories import JobbtorgFactory, UserFactory
from jobbtorg.database.timeouts import BY_ROLE, Timeouts
from organisation.access.database_roles import OWNER, WEB, WORKER
from organisation.models import Jobbtorg
from tests.platform.conftest import PATIENCE, PROJECT
from tests.roles import UNLIMITED, as_role, at_desk
from tests.same_moment import at_the_same_moment, before_it_is_committed, sentences
from tests.visits import signed_in
from tests.waiting.test_timeouts import in_force

OF_THEIR_OWN = {
    "tests/access/test_sent_once.py": "sends again where it is told to wait",
    "tests/same_moment.py": "is what all others use",
    "tests/waiting/test_same_moment.py": "is about it",
}


def test_nobody_else_lets_threads_begin_together() -> None:
    found = {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "tests").rglob("*.py")
        if re.search(r"\bBarrier\(", path.read_text())
    }
    assert found == OF_THEIR_OWN.keys()


def process() -> int:
    """The server's process that answers here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_they_act_together_on_connections_of_their_own_and_answer_in_their_order() -> None:
    together = threading.Barrier(3, timeout=PATIENCE)

    def act(number: int) -> tuple[int, int]:
        together.wait()
        return number, process()

    answers = at_the_same_moment(*(partial(act, number) for number in range(3)))
    assert [number for number, _ in answers] == [0, 1, 2]
    processes = {number for _, number in answers}
    assert len(processes | {process()}) == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s) AND state <> 'idle'", [[*processes]])
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_an_answer_and_whatever_else_is_raised_fails_the_test() -> None:
    def refuse() -> int:
        raise OperationRefused("Det går inte.")

    answers = at_the_same_moment(lambda: 7, refuse)
    assert answers[0] == 7
    assert sentences(answers) == ["", "Det går inte."]
    with pytest.raises(ZeroDivisionError):
        at_the_same_moment(refuse, lambda: 1 // 0)


class Noting:
    """The innermost middleware: notes how long the connection waits that a page is answered on."""

    seen: list[Timeouts] = []

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.seen.append(in_force())
        return self.get_response(request)


@pytest.mark.django_db(transaction=True)
def test_they_wait_without_limit_whoever_they_are(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{Noting.__name__}"]
    user = UserFactory(coach=True)
    browsers = [signed_in(user) for _ in range(2)]
    Noting.seen.clear()

    def act() -> list[Timeouts]:
        seen = [in_force()]
        with as_role(WORKER):
            seen.append(in_force())
        with at_desk(user), transaction.atomic():
            seen.append(in_force())
        assert browsers[0].get(reverse("home")).status_code == 200
        seen.append(in_force())
        connection.close()
        with as_role(WEB):
            seen.append(in_force())
        return [*seen, in_force()]

    assert at_the_same_moment(act) == [[UNLIMITED] * 6]
    assert Noting.seen == [UNLIMITED]
    assert in_force() == BY_ROLE[OWNER]
    assert browsers[1].get(reverse("home")).status_code == 200
    assert Noting.seen == [UNLIMITED, BY_ROLE[WEB]]


@pytest.mark.django_db(transaction=True)
def test_the_second_begins_before_the_first_is_committed_and_waits_for_it() -> None:
    place = JobbtorgFactory(name="Globen")
    seen = []

    def rename(name: str) -> str:
        seen.append(Jobbtorg.objects.get(pk=place.pk).name)
        Jobbtorg.objects.filter(pk=place.pk, name=seen[-1]).update(name=name)
        return name

    assert before_it_is_committed(partial(rename, "Farsta"), partial(rename, "Skärholmen")) == "Skärholmen"
    assert seen == ["Globen", "Globen"]
    assert Jobbtorg.objects.get(pk=place.pk).name == "Farsta"


@pytest.mark.django_db(transaction=True)
def test_a_second_that_does_not_wait_holds_nobody_up() -> None:
    places = JobbtorgFactory.create_batch(2)

    def rename(place: Jobbtorg, name: str) -> int:
        return Jobbtorg.objects.filter(pk=place.pk).update(name=name)

    assert before_it_is_committed(partial(rename, places[0], "Farsta"), partial(rename, places[1], "Globen")) == 1
    assert set(Jobbtorg.objects.values_list("name", flat=True)) == {"Farsta", "Globen"}
