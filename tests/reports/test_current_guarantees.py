"""Frister per jobbtorg: how jobbgarantin stands now, exact at home, and without small numbers for everybody else."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deadlines.models import DeadlineClock, PolicyUse
from measures.guarantee_now.measures import BROKEN, HELD
from measures.guarantee_now.report import collect_standing
from measures.scope import Reach, Scope
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from organisation.models import Jobbtorg, Role, User
from tests.measures.casebook import case, district, guarantee_clock, person, sender, unit, user
from tests.reports.pages import page, table, text
from tests.visits import queries_for, signed_in
from tests.workbooks import sheet_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

CAPTION = "Jobbgarantin just nu"
NEAR, LATE, DECIDED = "2026-11-25", "2026-11-19", "2026-11-16"


@pytest.fixture
def monday() -> object:
    import time_machine

    with time_machine.travel("2026-11-23 13:30:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def kista() -> Jobbtorg:
    return unit("Jobbtorg Kista")


@pytest.fixture
def coordinator() -> User:
    return user(Role.CENTRAL_COORDINATOR)


def guarantee_clocks(number: int, at: Jobbtorg, due: str, status: str, **rest: object) -> None:
    for _ in range(number):
        guarantee_clock(at, due, status, **rest)  # type: ignore[arg-type]


def book(clock: DeadlineClock) -> None:
    """A meeting next year: booked, and too late for the clock."""
    assert clock.enrolment is not None
    somebody = User.objects.filter(role=Role.ADMIN).first() or user(Role.ADMIN)
    Meeting.objects.create(
        enrolment=clock.enrolment,
        coach=somebody,
        booked_by=somebody,
        kind=MeetingKind.COACH,
        channel=Channel.VISIT,
        status=MeetingStatus.BOOKED,
        starts_at=timezone.now() + datetime.timedelta(days=60),
        minutes=60,
        topics=[],
        submission_id=uuid4(),
    )


def rows(client: Client, reader: User, **query: object) -> dict[str, list[str]]:
    return table(page(client, reader, name="standing", **query), CAPTION)


def test_what_is_near_late_and_decided_in_the_own_jobbtorg(client: Client, kista: Jobbtorg) -> None:
    branch = unit("Kista ungdom", parent=kista)
    book(guarantee_clock(kista, NEAR, "RUNNING", enrolment=case(kista, "2026-11-18")))
    guarantee_clock(kista, NEAR, "RUNNING")
    guarantee_clock(branch, "2026-11-30", "RUNNING")  # the fifth working day
    guarantee_clock(kista, "2026-12-01", "RUNNING")  # the sixth
    guarantee_clock(kista, LATE, "RUNNING")  # two working days late, and not stamped yet
    guarantee_clock(branch, DECIDED, "BREACHED")
    guarantee_clocks(2, kista, DECIDED, "MET")
    guarantee_clock(kista, DECIDED, "EXCUSED")
    guarantee_clock(kista, "2026-10-24", "MET")  # thirty days ago
    guarantee_clock(kista, "2026-10-23", "BREACHED")  # thirty-one, and still to be kept
    guarantee_clock(kista, NEAR, "RUNNING", covered=False)
    guarantee_clock(kista, NEAR, "RUNNING", of=person(protection="SEKRETESSMARKERING"))
    guarantee_clock(unit("Jobbtorg Farsta"), NEAR, "RUNNING")
    found = rows(client, user(Role.MANAGER, jobbtorg=kista))
    assert set(found) == {"Enhet", "Jobbtorg Kista", "varav Kista ungdom"}
    assert found["Jobbtorg Kista"] == ["3", "2", "3", "21", "6", "3", "2", "1", "33 %", "50 %"]
    assert found["varav Kista ungdom"] == ["1", "1", "1", "5", "1", "0", "1", "0", "100 %", "0 %"]


def test_what_is_not_worked_by_is_not_counted(client: Client, kista: Jobbtorg) -> None:
    guarantee_clock(kista, NEAR, "RUNNING").policy.__class__.objects.update(use=PolicyUse.INDICATOR)
    assert rows(client, user(Role.MANAGER, jobbtorg=kista))["Jobbtorg Kista"][0] == "0"


def test_the_city_hides_small_numbers_and_counts_the_protected_in_its_row(
    client: Client, kista: Jobbtorg, coordinator: User
) -> None:
    farsta = unit("Jobbtorg Farsta")
    unit("Jobbtorg Äldre", valid_to="2026-01-31")
    guarantee_clocks(9, kista, NEAR, "RUNNING")
    guarantee_clocks(8, farsta, NEAR, "RUNNING")
    guarantee_clocks(6, kista, NEAR, "RUNNING", of=person(protection="SEKRETESSMARKERING"))
    guarantee_clocks(3, farsta, LATE, "RUNNING")
    guarantee_clocks(20, kista, DECIDED, "MET")
    html = page(client, coordinator, name="standing")
    found = table(html, CAPTION)
    assert set(found) == {"Enhet", "Jobbtorg Farsta", "Jobbtorg Kista", "Hela staden"}
    assert [found[name][0] for name in ("Jobbtorg Kista", "Jobbtorg Farsta", "Hela staden")] == ["9", "8", "23"]
    assert found["Jobbtorg Farsta"][2] == "färre än 5"
    assert "Äldsta försenade, arbetsdagar" not in found["Enhet"], "how late the oldest is, is about one person"
    assert "Antal mellan 1 och 4 visas som" in text(html)
    assert "Den kan därför vara större än summan av jobbtorgen." in text(html)


def test_a_stadsdel_sees_the_clocks_to_those_it_sent(client: Client, kista: Jobbtorg) -> None:
    bromma = sender(district("Bromma"))
    for _ in range(5):
        guarantee_clock(kista, NEAR, "RUNNING", enrolment=case(kista, "2026-11-18", sent_by=bromma))
    guarantee_clock(kista, NEAR, "RUNNING")
    unit("Jobbtorg Farsta")
    found = rows(client, user(Role.DISTRICT_MANAGER, income_support_unit=bromma))
    assert {name: cells[0] for name, cells in found.items()} == {
        "Enhet": "Förfaller inom 5 arbetsdagar",
        "Jobbtorg Kista": "5",
        "Stadsdelen": "5",
    }


def test_the_order_is_that_of_what_is_printed(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    farsta, akalla = unit("Jobbtorg Farsta"), unit("Jobbtorg Akalla")
    guarantee_clocks(7, kista, NEAR, "RUNNING")
    guarantee_clocks(9, farsta, NEAR, "RUNNING")
    guarantee_clocks(4, akalla, NEAR, "RUNNING")
    branch = unit("Farsta ungdom", parent=farsta)
    guarantee_clocks(2, branch, NEAR, "RUNNING")

    def heads(**query: str) -> list[str]:
        return [name for name in rows(client, coordinator, **query) if name.startswith("Jobbtorg")]

    assert heads() == ["Jobbtorg Akalla", "Jobbtorg Farsta", "Jobbtorg Kista"]
    assert heads(ordning="-enhet") == ["Jobbtorg Kista", "Jobbtorg Farsta", "Jobbtorg Akalla"]
    for order in ("nara", "-nara"):
        found = rows(client, coordinator, ordning=order)
        shown = [name for name in heads(ordning=order) if found[name][0].isdecimal()]
        assert heads(ordning=order)[: len(shown)] == shown, "what is hidden comes last either way"
        assert [int(found[name][0]) for name in shown] == sorted(
            (int(found[name][0]) for name in shown), reverse=order.startswith("-")
        )
    assert heads(ordning="lön") == heads()
    names = list(rows(client, coordinator, ordning="-nara"))
    assert names.index("varav Farsta ungdom") == names.index("Jobbtorg Farsta") + 1
    assert names[-1] == "Hela staden"


def test_the_table_as_files(client: Client, kista: Jobbtorg) -> None:
    guarantee_clocks(2, kista, LATE, "RUNNING")
    reader = signed_in(user(Role.MANAGER, jobbtorg=kista))
    text_file = reader.get(reverse("standing_file")).content.decode("utf-8-sig")
    assert "Jobbtorg Kista;0;0;2;2;2;0;2;0;100,0;0,0" in text_file
    workbook = reader.get(reverse("standing_file"), {"format": "xlsx"}).content
    assert ["Jobbtorg Kista", "0", "0", "2", "2", "2", "0", "2", "0", "100.0", "0.0"] in sheet_rows(workbook)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMIN, Role.LOG_REVIEWER])
def test_others_are_refused(client: Client, role: Role) -> None:
    reader = user(role, income_support_unit=sender(district("Bromma")) if role == Role.CASEWORKER else None)
    for name in ("standing", "standing_file"):
        page(client, reader, status=403, name=name)


def test_the_own_jobbtorg_leads_to_its_deadlines(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    guarantee_clocks(2, kista, NEAR, "RUNNING")
    own = page(client, user(Role.MANAGER, jobbtorg=kista), name="standing")
    assert f"{reverse('deadlines')}?kind=PLAN_GUARANTEE" in own
    assert f"{reverse('statistics')}?enhet={kista.pk}" in page(client, coordinator, name="standing")


def test_more_clocks_take_no_more_statements(kista: Jobbtorg, coordinator: User) -> None:
    reader, path = signed_in(coordinator), reverse("standing")
    guarantee_clocks(2, kista, NEAR, "RUNNING")
    few = queries_for(reader, path)
    guarantee_clocks(20, unit("Jobbtorg Farsta"), NEAR, "RUNNING")
    cache.clear()  # the week's counts
    assert queries_for(reader, path) == few
    # Units, clocks and the latest sweep, and stepping in and out of the role of statistics.
    assert few - queries_for(reader, "/hjalp") <= 6


def test_the_figures_agree_with_frister_where_there_are_no_branches(kista: Jobbtorg) -> None:
    guarantee_clocks(2, kista, NEAR, "RUNNING")
    guarantee_clocks(3, kista, LATE, "RUNNING")
    guarantee_clocks(4, kista, DECIDED, "MET")
    manager = user(Role.MANAGER, jobbtorg=kista)
    total = signed_in(manager).get(reverse("deadlines")).context["groups"].total
    [row] = collect_standing(Scope(Reach.UNIT, jobbtorg_id=kista.pk), timezone.now()).rows
    assert (total.near, total.not_booked, total.oldest) == (row.figures.near, row.figures.not_booked, 2)
    assert (total.broken, total.held) == (BROKEN.share_of(row.figures), HELD.share_of(row.figures))


def test_an_open_branch_is_shown_under_a_jobbtorg_that_has_closed(client: Client, coordinator: User) -> None:
    unit("Gamla filialen", parent=unit("Jobbtorg Äldre", valid_to="2026-01-31"))
    assert "varav Gamla filialen" in rows(client, coordinator)


def test_what_is_late_does_not_give_away_what_was_broken(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    """Seven late of the thirty days are seven broken; with eight decided, one would be known to have been kept."""
    guarantee_clocks(7, kista, LATE, "BREACHED")
    guarantee_clocks(1, kista, LATE, "MET")
    for name in "ABC":
        other = unit(f"Jobbtorg {name}")
        for status, number in (("MET", 18), ("BREACHED", 6), ("EXCUSED", 6)):
            guarantee_clocks(number, other, DECIDED, status)
    found = rows(client, coordinator)
    late, decided, met = (found["Jobbtorg Kista"][found["Enhet"].index(name)] for name in SEEN)
    assert met == "färre än 5"
    assert "dolt" in (late, decided)


SEEN = ("Försenade nu", "Avgjorda 30 dagar", "Hållna")
