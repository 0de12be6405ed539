"""How long one stays signed in, at one's own desk and at a shared one, and what is left afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.factories import UserFactory
from jobbtorg.database.keys import make_keys
from organisation.access.written import Written
from organisation.models import User
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "en lång mening som ingen gissar"
HOME = "/hjalp"


def around(**limit: int) -> list[tuple[timedelta, bool]]:
    """A second before the limit one is still in, a second after it no more."""
    second = timedelta(seconds=1)
    return [(timedelta(**limit) - second, True), (timedelta(**limit) + second, False)]


@pytest.fixture
def user() -> User:
    user = UserFactory(coach=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user: User, **choices: str) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **choices})
    assert answer.status_code == 302, answer.content.decode()[-500:]
    return client


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize(("idle", "still_in"), around(minutes=30))
def test_half_an_hour_without_doing_anything(user: User, idle: timedelta, still_in: bool) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        assert is_in(client)
        now.move_to(start + idle)
        assert is_in(client) == still_in


def times_stored(client: Client) -> int:
    """How often the next page writes the session."""
    with CaptureQueriesContext(connection) as captured:
        assert is_in(client)
    return sum("django_session" in query["sql"] and query["sql"].startswith("UPDATE") for query in captured)


def test_what_is_done_within_a_minute_is_stored_once(user: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        assert is_in(client)
        for seconds, stored in [(1, 0), (59, 0), (60, 1), (61, 0), (119, 0), (120, 1)]:
            now.move_to(start + timedelta(seconds=seconds))
            assert times_stored(client) == stored, seconds


@pytest.mark.parametrize(("last_done", "lasts_until"), [(59, 30 * 60), (60, 31 * 60)])
def test_the_page_says_when_the_session_really_ends(user: User, last_done: int, lasts_until: int) -> None:
    """What was done in the first minute after something that was stored does not count: 29 to 30 minutes."""
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        assert is_in(client)
        now.move_to(start + timedelta(seconds=last_done))
        page = client.get(HOME).content.decode()
        assert f'data-seconds="{lasts_until - last_done}"' in page
        now.move_to(start + timedelta(seconds=lasts_until + 1))
        assert not is_in(client)


@pytest.mark.parametrize(("after", "still_in"), around(hours=12))
def test_twelve_hours_in_all(user: User, after: timedelta, still_in: bool) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        step = timedelta(0)
        while step < timedelta(hours=11, minutes=50):
            now.move_to(start + step)
            assert is_in(client)
            step += timedelta(minutes=20)
        now.move_to(start + after)
        assert is_in(client) == still_in


@pytest.mark.parametrize(("idle", "still_in"), around(minutes=10))
def test_ten_minutes_at_a_shared_desk(user: User, idle: timedelta, still_in: bool) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user, shared_desk="on")
        assert is_in(client)
        now.move_to(start + idle)
        assert is_in(client) == still_in


def test_at_a_shared_desk_there_is_one_session(user: User) -> None:
    elsewhere = sign_in(user)
    assert is_in(elsewhere)
    desk = sign_in(user, shared_desk="on")
    assert is_in(desk)
    assert not is_in(elsewhere)


def test_the_lock_stands_on_every_page_of_a_shared_desk_and_ends_the_session_at_once(user: User) -> None:
    desk, own = sign_in(user, shared_desk="on"), None
    assert ">Lås<" in desk.get(HOME).content.decode()
    answer = desk.post(reverse("session_lock"))
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(desk)
    own = sign_in(user)
    assert ">Lås<" not in own.get(HOME).content.decode()


def test_signing_out_clears_what_the_browser_keeps(user: User) -> None:
    client = sign_in(user)
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get(reverse("account_login"))


def test_what_a_page_does_by_itself_keeps_nobody_signed_in(user: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        assert is_in(client)
        for minutes in (10, 20, 29):
            now.move_to(start + timedelta(minutes=minutes))
            mark = Written(user.pk, HOME).mark()
            kept = client.post(
                reverse("unsaved_keep"), {"written": mark, "address": HOME, "fields": '{"note": ["Pratade om arbete"]}'}
            )
            assert kept.status_code == 204
        now.move_to(start + timedelta(minutes=31))
        assert not is_in(client)


def test_going_on_is_activity(user: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        client = sign_in(user)
        assert is_in(client)
        now.move_to(start + timedelta(minutes=29))
        assert client.post(reverse("session_stay")).json() == {"seconds": 30 * 60}
        now.move_to(start + timedelta(minutes=58))
        assert is_in(client)


def test_the_other_sessions_can_be_ended(user: User) -> None:
    here, there = sign_in(user), sign_in(user)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Den här" in page
    assert "Annan" in page
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)


def test_one_is_told_when_one_was_here_last(user: User) -> None:
    with time_machine.travel("2026-11-23 08:12:00+01:00", tick=False) as now:
        sign_in(user)
        now.move_to("2026-11-24 09:00:00+01:00")
        assert "Du var senast inloggad mån 23 nov 2026 kl. 08.12." in sign_in(user).get(HOME).content.decode()


def test_no_cookie_outlives_the_browser(user: User) -> None:
    """A cookie without an age or a day ends when the browser is closed."""
    client = signed_in(user)
    client.get(HOME)
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    assert {cookie["max-age"] or cookie["expires"] for cookie in client.cookies.values()} == {""}


def test_sessions_are_rows_of_the_database(user: User) -> None:
    before = Session.objects.count()
    assert is_in(sign_in(user))
    assert Session.objects.count() > before


@pytest.mark.parametrize(("kept", "still_in"), [(True, True), (False, False)])
def test_a_new_secret_key_ends_sessions_only_when_the_old_one_is_not_kept(user, settings, kept, still_in) -> None:
    client = sign_in(user)
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if kept else []
    settings.SECRET_KEY = "another key, as long as Django wishes for: 0123456789"
    with connection.cursor() as cursor:  # as `manage.py migrate` does, which a change of key asks for
        make_keys(cursor)
    assert is_in(client) == still_in
