"""The outbox: every letter reaches the mail server, nothing stops the others, and no letter is about a person."""

from __future__ import annotations

import datetime
import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from demo.factories import UserFactory
from notices.models import OutboxMessage
from notices.outbox import Letter, queue_letters
from notices.relay import MOST_ATTEMPTS, RelayResult, delay_after, relay
from notices.tasks import send_outbox
from organisation.access.acting import System, acting_for
from organisation.access.database_roles import STADSDEL, WEB, WORKER
from organisation.models import User
from tests.mail_sink import Sink, mail_server, send_to
from tests.outside import environment, forks, is_alive, kill
from tests.platform.conftest import PATIENCE, free_port
from tests.roles import as_role
from tests.same_moment import at_the_same_moment

__all__ = ["free_port"]

MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


def write_to(*users: User, event_key: str = "digest-2026-11-23") -> None:
    queue_letters([Letter(user.pk, "Jobbtorg", "2 frister är försenade.") for user in users], event_key=event_key)


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A mail server, to which this process sends."""
    with mail_server() as running:
        send_to(settings, running.port)
        settings.DEFAULT_FROM_EMAIL = "Jobbtorg <jobbtorg@stad.example>"
        settings.SERVICE_URL = "https://jobbtorg.stad.example"
        yield running


@pytest.fixture
def nobody_answers(settings, free_port) -> None:
    send_to(settings, free_port())


def test_a_letter_is_forgotten_three_months_after_it_was_sent_or_given_up(now, coach, manager, sink):
    write_to(coach)
    write_to(manager, event_key="digest-2026-11-24")
    OutboxMessage.objects.filter(recipient=manager).update(failed_at=timezone.now())
    assert relay() == RelayResult(sent=1)
    for later, left in ((90 * DAY, 2), (MINUTE, 0)):
        now.move_to(timezone.now() + later)
        with as_role(WORKER):
            relay()
        assert OutboxMessage.objects.count() == left


def test_a_letter_is_sent_once_and_marked(now, db, coach, manager, sink):
    write_to(coach, manager)
    assert relay() == RelayResult(sent=2)
    assert relay() == RelayResult()
    assert sorted(address for address, _ in sink.taken) == sorted([coach.email, manager.email])
    assert sink.conversations == 1, "one conversation for all of them"
    for letter in OutboxMessage.objects.all():
        assert (letter.sent_at, letter.attempts, letter.last_error) == (timezone.now(), 0, "")
    assert sorted(sink.ids) == sorted(f"<{letter.pk}@stad.example>" for letter in OutboxMessage.objects.all())
    _, message = sink.taken[0]
    assert message["Subject"] == "Jobbtorg"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == "2 frister är försenade.\n\nhttps://jobbtorg.stad.example/\n"


def test_an_event_is_written_of_once(db, coach, manager):
    write_to(coach)
    write_to(coach, manager)
    write_to(coach, event_key="digest-2026-11-24")
    assert OutboxMessage.objects.filter(recipient=coach).count() == 2
    assert OutboxMessage.objects.filter(recipient=manager).count() == 1


@pytest.mark.parametrize(
    "told", ["Ärende RS-2026-00017", "19900101-2385", "900101-2385", "0701740605", "Remiss 00017 har kommit"]
)
@pytest.mark.parametrize("part", ["subject", "body"])
def test_a_letter_with_a_number_of_a_case_or_a_person_cannot_be_queued(db, coach, told, part):
    texts = {"subject": "Jobbtorg", "body": "2 frister"} | {part: told}
    with pytest.raises(IntegrityError, match="letter_has_no_long_number"), transaction.atomic():
        queue_letters([Letter(coach.pk, **texts)], event_key="digest")


def test_one_bad_address_does_not_stop_the_others(now, db, sink):
    users = UserFactory.create_batch(3, coach=True)
    sink.refused.add(users[0].email)
    users[1].email = "med radbrytning@exempel.se\nBcc: alla@exempel.se"
    users[1].save()
    write_to(*users)
    assert relay() == RelayResult(sent=1, postponed=2)
    assert [address for address, _ in sink.taken] == [users[2].email]
    errors = dict(OutboxMessage.objects.waiting().values_list("recipient", "last_error"))
    assert errors == {users[0].pk: "SMTPRecipientsRefused 550", users[1].pk: "ValueError"}
    now.shift(MINUTE)
    sink.refused.clear()
    assert relay() == RelayResult(sent=1, postponed=1)
    assert [address for address, _ in sink.taken] == [users[2].email, users[0].email]


def test_while_the_mail_server_is_away_letters_wait(now, db, coach, manager, nobody_answers, settings):
    write_to(coach, manager)
    assert relay() == RelayResult(postponed=1), "one try is enough to know"
    letter = OutboxMessage.objects.get(attempts=1)
    assert (letter.not_before, letter.last_error) == (timezone.now() + MINUTE, "ConnectionRefusedError")
    assert letter.sent_at is letter.failed_at is None
    now.shift(MINUTE)
    with mail_server() as back:
        send_to(settings, back.port)
        assert relay() == RelayResult(sent=2)
        assert len(back.taken) == 2


def test_a_letter_rests_longer_each_time_and_is_given_up(now, db, coach, nobody_answers, caplog):
    write_to(coach)
    rests = []
    for _ in range(MOST_ATTEMPTS - 1):
        assert relay() == RelayResult(postponed=1)
        assert relay() == RelayResult(), "not before its time"
        rests.append(OutboxMessage.objects.get().not_before - timezone.now())
        now.shift(rests[-1])
    assert rests == [delay_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert rests[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert rests[-3:] == [240 * MINUTE] * 3
    assert relay() == RelayResult(given_up=1)
    letter = OutboxMessage.objects.get()
    assert (letter.failed_at, letter.attempts, letter.sent_at) == (timezone.now(), MOST_ATTEMPTS, None)
    now.shift(datetime.timedelta(days=1))
    assert relay() == RelayResult()
    assert "A letter was given up after 12 attempts: ConnectionRefusedError" in caplog.messages
    assert not [line for line in caplog.messages if coach.email in line]


@pytest.mark.parametrize("left", [{"is_active": False}, {"position_until": datetime.date(2026, 11, 22)}])
def test_who_has_left_gets_no_letter(now, db, coach, manager, sink, left):
    write_to(coach, manager)
    User.objects.filter(pk=coach.pk).update(**left)
    assert relay() == RelayResult(sent=1, given_up=1)
    assert [address for address, _ in sink.taken] == [manager.email]
    assert OutboxMessage.objects.get(recipient=coach).last_error == "Recipient has left"


def test_a_relay_stops_when_its_time_is_up(now, db, coach, manager, sink):
    write_to(coach, manager)
    assert relay(seconds=0) == RelayResult()
    assert sink.taken == []


def test_by_hand(now, db, coach, manager, sink, capsys):
    write_to(coach, manager)
    call_command("send_outbox", dry_run=True)
    assert "2 letters would be sent. Nothing was written." in capsys.readouterr().out
    assert sink.taken == []
    call_command("send_outbox")
    assert "2 letters sent, 0 postponed, 0 given up." in capsys.readouterr().out
    send_outbox()
    assert len(sink.taken) == 2


def test_pages_may_queue_a_letter_and_read_none(db, coach, manager):
    for role in (WEB, STADSDEL):
        with as_role(role), acting_for(coach):
            write_to(coach, manager, event_key=f"written as {role}")
            assert OutboxMessage.objects.count() == 0
            assert OutboxMessage.objects.update(sent_at=timezone.now()) == 0
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                OutboxMessage.objects.all().delete()
    assert OutboxMessage.objects.waiting().count() == 4


def test_the_worker_sends_as_a_job_that_says_which(now, db, coach, sink):
    write_to(coach)
    with as_role(WORKER):
        assert OutboxMessage.objects.count() == 0
        with acting_for(System.MAIL):
            assert OutboxMessage.objects.count() == 1
        assert relay() == RelayResult(sent=1)


# From here on the outbox is worked on from several sides at once, on the day that it is.

at_once = pytest.mark.django_db(transaction=True)


@at_once
def test_relays_at_once_send_each_letter_once(transactional_db, sink):
    write_to(*UserFactory.create_batch(60, coach=True))
    results = at_the_same_moment(relay, relay, relay)
    assert sum(result.sent for result in results) == 60
    assert len(sink.ids) == len(set(sink.ids)) == 60
    assert sink.conversations == sum(result.sent > 0 for result in results)
    assert not OutboxMessage.objects.waiting().exists()


KILLS = 30


@pytest.mark.servers
@at_once
def test_killed_again_and_again_every_letter_arrives(transactional_db, sink):
    """At least once each, and repeated at most as often as a relay was killed, under the same Message-ID."""
    outside = environment(OUTSIDE_MAIL_PORT=str(sink.port), DEFAULT_FROM_EMAIL="jobbtorg@stad.example")
    write_to(*UserFactory.create_batch(3 * KILLS, coach=True))
    letters = {f"<{pk}@stad.example>" for pk in OutboxMessage.objects.values_list("pk", flat=True)}
    chance, kills, left = random.Random(7), 0, []
    with forks("send_outbox", outside) as begin:
        while kills < KILLS and len(set(sink.ids)) < len(letters):
            before, child, deadline = len(sink.taken), begin(0), time.monotonic() + PATIENCE
            while len(sink.taken) == before and is_alive(child):
                assert time.monotonic() < deadline, f"{kills} killed, {before} letters"
                time.sleep(0.001)  # the mail server is a thread of this process
            time.sleep(chance.random() / 200)
            kill(child)
            kills += 1
            left.append(OutboxMessage.objects.waiting().count())
        # What a killed relay had locked is free as soon as the server has noticed.
        deadline = time.monotonic() + PATIENCE
        while OutboxMessage.objects.waiting().exists():
            assert time.monotonic() < deadline, f"{OutboxMessage.objects.waiting().count()} letters left"
            relay()
    assert left[0] > 0, "no relay was killed in the middle"
    arrived = Counter(sink.ids)
    assert set(arrived) == letters
    assert sum(arrived.values()) - len(letters) <= kills
