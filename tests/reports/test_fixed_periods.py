"""Outside the own unit periods are fixed, over, and the same for everybody; the present is that of the week."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from deadlines.models import DeadlineClock
from measures.periods import ended_periods, latest_ended, nearest_ended, tertial, week_began, whole_year, year_so_far
from organisation.models import Jobbtorg, Role, User
from tests.measures.casebook import case, cases, day, district, guarantee_clock, sender, unit, user
from tests.reports.pages import page, table, text
from tests.visits import queries_for, signed_in, status_and_queries
from tests.workbooks import sheet_rows

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SENTENCE = "Utanför det egna jobbtorget visas bara tertial, januari–augusti och helår som är slut."
MONDAY = datetime.datetime(2026, 11, 23, 14, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def now() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def kista(now: object) -> Jobbtorg:
    return unit("Jobbtorg Kista")


def readers_outside() -> list[User]:
    return [
        user(Role.CENTRAL_COORDINATOR),
        user(Role.DISTRICT_MANAGER, income_support_unit=sender(district("Bromma"))),
    ]


def test_periods_that_are_over() -> None:
    assert list(ended_periods(2026, day("2026-04-30"))) == []
    assert list(ended_periods(2026, day("2026-05-01"))) == ["t1"]
    assert list(ended_periods(2026, day("2026-11-23"))) == ["t1", "t2", "jan-aug"]
    assert list(ended_periods(2026, day("2027-01-01"))) == ["t1", "t2", "t3", "jan-aug", "helar"]
    assert latest_ended(day("2026-11-23")) == (2026, "jan-aug")
    assert latest_ended(day("2026-04-30")) == (2025, "helar")
    assert latest_ended(day("2026-05-01")) == (2026, "t1")


def test_the_nearest_period() -> None:
    today = day("2026-11-23")
    assert nearest_ended(whole_year(2026), today) == (2026, "jan-aug")
    assert nearest_ended(year_so_far(today.year, today), today) == (2026, "jan-aug")
    assert nearest_ended(tertial(2026, 3), today) == (2026, "t2")
    assert nearest_ended(tertial(2025, 1), today) == (2025, "t1")


@pytest.mark.parametrize(
    ("instant", "began"),
    [
        ("2026-11-23T00:00", "2026-11-23T00:00"),
        ("2026-11-29T23:59", "2026-11-23T00:00"),
        ("2026-10-25T12:00", "2026-10-19T00:00"),
        ("2026-03-30T08:00", "2026-03-30T00:00"),
    ],
)
def test_the_week_begins_on_monday_also_when_the_clock_changes(instant: str, began: str) -> None:
    local = datetime.datetime.fromisoformat(instant).replace(tzinfo=STOCKHOLM)
    assert week_began(local) == datetime.datetime.fromisoformat(began).replace(tzinfo=STOCKHOLM)


def test_what_is_offered(client: Client, kista: Jobbtorg) -> None:
    for reader in readers_outside():
        html = page(client, reader)
        assert 'value="fri"' not in html
        assert 'value="hittills"' not in html
        assert 'name="fran"' not in html
        assert "Januari–augusti 2026 (1 januari–31 augusti 2026)" in text(html)
    at_home = page(client, user(Role.MANAGER, jobbtorg=kista))
    assert 'value="fri"' in at_home
    assert "Hittills 2026" in text(at_home)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ({"period": "fri", "ar": 2026, "fran": "2026-01-01", "till": "2026-04-29"}, "Tertial 1 2026"),
        ({"period": "fri", "ar": 2026, "fran": "2025-01-01", "till": "2025-12-30"}, "Helår 2025"),
        ({"period": "fri"}, "Januari–augusti 2026"),
        ({"period": "fri", "fran": "i förrgår", "till": "x"}, "Januari–augusti 2026"),
        ({"period": "hittills"}, "Januari–augusti 2026"),
        ({"period": "t3", "ar": 2026}, "Tertial 2 2026"),
        ({"period": "helar", "ar": 2026}, "Januari–augusti 2026"),
        ({"period": "t4", "ar": 2026}, "Januari–augusti 2026"),
    ],
)
@pytest.mark.parametrize("name", ["statistics", "statistics_csv"])
def test_another_period_is_answered_with_the_nearest(
    client: Client, kista: Jobbtorg, asked: dict[str, object], nearest: str, name: str
) -> None:
    cases(7, kista, "2026-01-12", "2026-02-02")
    for reader in readers_outside():
        html = page(client, reader, status=422, name=name, **asked)
        assert f"{SENTENCE} Närmast är {nearest}" in text(html)
        assert "<table" not in html
        [link] = [one for one in html.split('"') if "period=" in one and one.startswith("/")]
        again = client.get(link.replace("&amp;", "&"))
        assert again.status_code == 200
        assert nearest in text(again.content.decode())


def test_a_year_that_there_is_not_is_said_to_be_wrong(client: Client, kista: Jobbtorg) -> None:
    [reader, _] = readers_outside()
    assert "Välj" in text(page(client, reader, status=422, ar=2031))
    assert page(client, reader, status=422, enhet=999999)


def test_before_the_first_tertial_of_a_year_is_over_the_year_before_is_shown(client: Client) -> None:
    with time_machine.travel("2026-02-03 09:00:00+01:00", tick=False):
        kista = unit("Jobbtorg Kista")
        cases(7, kista, "2025-01-13", "2025-02-03")
        [reader, _] = readers_outside()
        html = page(client, reader)
        assert "Helår 2025" in text(html)
        assert 'value="2026"' not in html
        assert "Närmast är Tertial 3 2025" in text(page(client, reader, status=422, period="t1", ar=2026))


def test_a_tertial_s_number_is_not_what_the_year_leaves_over(client: Client, kista: Jobbtorg) -> None:
    """7 in January–August, 5 in the first tertial: the 2 of the second must not follow, from nothing that is shown."""
    other = unit("Jobbtorg Farsta")
    for at, numbers in ((kista, (5, 2, 6)), (other, (9, 8, 9))):
        for number, closed in zip(numbers, ("2025-02-03", "2025-06-02", "2025-10-01"), strict=True):
            cases(number, at, "2024-12-02", closed, 10)
            cases(9, at, "2024-12-02", closed, 60)
    [reader, _] = readers_outside()
    work = {}
    for period in ("t1", "t2", "t3", "jan-aug", "helar"):
        rows = table(page(client, reader, period=period, ar=2025), "Avslutade ärenden per enhet och grupp")
        work[period] = rows["Jobbtorg Kista"][rows["Enhet"].index("Arbete")]
    assert work["t2"] == "färre än 5"
    assert "dolt" in (work["t1"], work["jan-aug"])
    assert "dolt" in (work["t1"], work["t3"], work["helar"])


def test_all_periods_take_no_more_statements_than_one(kista: Jobbtorg) -> None:
    cases(12, kista, "2025-01-13", "2025-02-03")
    [coordinator, _] = readers_outside()
    path = f"{reverse('statistics')}?period=helar&ar=2025"
    at_home = queries_for(signed_in(user(Role.MANAGER, jobbtorg=kista)), path)
    reader = signed_in(coordinator)
    outside = queries_for(reader, path)
    assert outside <= at_home
    for number in range(5):
        cases(9, unit(f"Jobbtorg {number}"), "2025-01-13", "2025-06-02", 60)
    assert status_and_queries(reader, path) == (200, outside)


# --- The present ------------------------------------------------------------------------------------------------------


def standing(reader: User) -> tuple[dict[str, list[str]], bytes, bytes]:
    client = signed_in(reader)
    html = client.get(reverse("standing")).content.decode()
    assert "Läget när veckan började" in html
    files = [client.get(reverse("standing_file"), {"format": name}).content for name in ("csv", "xlsx")]
    return table(html, "Jobbgarantin just nu"), files[0], files[1]


@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "counted again"])
def test_two_looks_within_a_week_say_the_same(now: time_machine.Traveller, kista: Jobbtorg, keeps: bool) -> None:
    """Whatever happens in between, also where what was counted has been lost."""
    running = [guarantee_clock(kista, "2026-11-25", "RUNNING", enrolment=case(kista, "2026-11-18")) for _ in range(9)]
    late = [guarantee_clock(kista, "2026-11-17", "BREACHED", enrolment=case(kista, "2026-11-10")) for _ in range(8)]
    for _ in range(12):
        guarantee_clock(kista, "2026-11-16", "MET")
    [coordinator, _] = readers_outside()
    before = standing(coordinator)
    rows = before[0]["Jobbtorg Kista"]
    assert [rows[before[0]["Enhet"].index(one)] for one in ("Förfaller inom 5 arbetsdagar", "Försenade nu")] == [
        "9",
        "8",
    ]
    now.move_to(datetime.datetime(2026, 11, 26, 9, tzinfo=STOCKHOLM))
    wednesday = datetime.datetime(2026, 11, 25, 10, tzinfo=STOCKHOLM)
    clocks = DeadlineClock.objects
    clocks.filter(pk=running[0].pk).update(status="MET", fulfilled_at=wednesday)
    clocks.filter(pk=running[1].pk).update(status="BREACHED")
    clocks.filter(pk=late[0].pk).update(fulfilled_at=wednesday)
    assert late[1].enrolment_id
    Enrolment.objects.filter(pk=late[1].enrolment_id).update(status="CLOSED", closed_on=wednesday.date())
    guarantee_clock(kista, "2026-12-01", "RUNNING", enrolment=case(kista, "2026-11-24"))
    if not keeps:
        cache.clear()
    after = standing(coordinator)
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert sheet_rows(after[2]) == sheet_rows(before[2])
    now.move_to(datetime.datetime(2026, 11, 30, 0, 0, tzinfo=STOCKHOLM))
    assert standing(coordinator)[0] != before[0], "a new week is counted anew"


def test_at_home_the_present_is_now(client: Client, now: time_machine.Traveller, kista: Jobbtorg) -> None:
    clock = guarantee_clock(kista, "2026-11-25", "RUNNING", enrolment=case(kista, "2026-11-18"))
    manager = user(Role.MANAGER, jobbtorg=kista)
    assert table(page(client, manager, name="standing"), "Jobbgarantin just nu")["Jobbtorg Kista"][0] == "1"
    DeadlineClock.objects.filter(pk=clock.pk).update(status="MET", fulfilled_at=MONDAY)
    html = page(client, manager, name="standing")
    assert table(html, "Jobbgarantin just nu")["Jobbtorg Kista"][0] == "0"
    assert "Läget när veckan började" not in html
