"""The keys change while people work: nobody is signed out, nothing fails, and the old key is worth nothing then."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from core.workdays import add_working_days
from demo.factories import EnrolmentFactory, UserFactory
from organisation.reference_tables.calendar import stored_holiday
from tests.long_walks import FULL
from tests.platform.conftest import eventually
from tests.waiting.server import Server, serving, session_of
from tests.waiting.test_held_rows import meeting_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

PACE = 20 if FULL else 6
"""Requests a second."""
PEOPLE = 4
HALF_HOURS_A_DAY = 18
NEW = "another-signing-key-" + "z" * 50


class Traffic:
    """People at work: so many requests a second, several at once in each session, every tenth a form that is sent."""

    def __init__(self, server: Server, people: list[tuple[str, list[str], str, dict[str, object]]]) -> None:
        self.server, self.people = server, people
        self.done = threading.Event()
        self.sent: list[Future[tuple[str, int, float]]] = []
        self.thread = threading.Thread(target=self._go_on)

    def _go_on(self) -> None:
        with ThreadPoolExecutor(PACE) as pool:
            began, number = time.monotonic(), 0
            while not self.done.is_set():
                self.sent.append(pool.submit(self._ask, number))
                number += 1
                self.done.wait(max(began + number / PACE - time.monotonic(), 0))

    def _ask(self, number: int) -> tuple[str, int, float]:
        session, pages, booking, form = self.people[number // 2 % len(self.people)]
        began = time.monotonic()
        if number % 10:
            path, wanted = pages[number % len(pages)], 200
            status = self.server.ask(path, session=session)[0]
        else:
            path, wanted = booking, 302
            typed = form | {"submission_id": uuid.uuid4(), **_free_time(number // 10)}
            status = self.server.ask(path, session=session, data=typed)[0]
        return ("" if status == wanted else f"{path}: {status}"), status, time.monotonic() - began

    def __enter__(self) -> Traffic:
        self.thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.done.set()
        self.thread.join()


def _free_time(number: int) -> dict[str, str]:
    """A day and time of opening hours for each number, at which nothing else is booked."""
    days, half_hours = divmod(number, HALF_HOURS_A_DAY)
    day = add_working_days(timezone.localdate(), 1 + days, stored_holiday)
    return {"day": day.isoformat(), "time": f"{8 + half_hours // 2:02}.{half_hours % 2 * 30:02}"}


def is_signed_with(key: str) -> bool:
    """Whether every session in the database is."""
    for session in Session.objects.all():
        try:
            signing.loads(
                session.session_data,
                key=key,
                salt="django.contrib.sessions.SessionStore",
                serializer=signing.JSONSerializer,
                fallback_keys=[],
            )
        except signing.BadSignature:
            return False
    return True


@pytest.fixture
def trusting_again() -> Iterator[None]:
    """Afterwards the database trusts the keys of the settings again."""
    yield
    call_command("trust_signing_keys")


@pytest.mark.usefixtures("trusting_again")
def test_keys_change_while_people_work(tmp_path: Path) -> None:
    old_cipher, new_cipher = settings.IDENTITY_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    files = {
        name: tmp_path / name.lower() for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "IDENTITY_ENCRYPTION_KEYS")
    }

    def write(key: str, fallbacks: str, ciphers: str) -> None:
        for path, content in zip(files.values(), (key, fallbacks, ciphers), strict=True):
            path.write_text(f"{content}\n")

    write(settings.SECRET_KEY, "", old_cipher)
    with serving(tmp_path / "log", **{f"{name}_FILE": str(path) for name, path in files.items()}) as server:
        people = []
        for _ in range(PEOPLE):
            case = EnrolmentFactory(coach=UserFactory(coach=True))
            session, booking = session_of(case.coach), reverse("book_meeting", args=[case.pk])
            pages = [reverse("home"), reverse("aspirant_list"), reverse("case", args=[case.pk]), reverse("notices")]
            people.append((session, pages, booking, meeting_on(server.ask(booking, session=session)[1])))
        keys = set(Session.objects.values_list("session_key", flat=True))
        assert is_signed_with(settings.SECRET_KEY)
        with Traffic(server, people) as traffic:
            time.sleep(1)
            # The new ones are accepted everywhere before anybody uses them.
            write(settings.SECRET_KEY, NEW, f"{old_cipher},{new_cipher}")
            with override_settings(SECRET_KEY_FALLBACKS=[NEW]):
                call_command("trust_signing_keys")
            server.renew()
            write(NEW, settings.SECRET_KEY, f"{new_cipher},{old_cipher}")
            server.renew()
            eventually(lambda: is_signed_with(NEW))
            time.sleep(2)
            # In production twelve hours later.
            write(NEW, "", f"{new_cipher},{old_cipher}")
            server.renew()
            with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[]):
                call_command("trust_signing_keys")
            time.sleep(2)
        answers = [one.result() for one in traffic.sent]
    failed = [failure for failure, _, _ in answers if failure]
    longest = max(seconds for _, _, seconds in answers)
    print(f"\n{len(answers)} requests, failed: {len(failed)}, longest {longest:.1f} s")
    assert failed == []
    assert len(answers) > 5 * PACE
    assert set(Session.objects.values_list("session_key", flat=True)) == keys
    assert is_signed_with(NEW)
