"""Frister per jobbtorg: how jobbgarantin stands now, exact at home, and without small numbers for everybody else."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.models import DeadlineClock, PolicyUse
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from organisation.models import Jobbtorg, Role, User
from reports.measures import collect
from reports.publication import PROMISES
from reports.scope import Reach, Scope
from reports.standing import Row, Standing, StandingReport, collect_standing
from reports.standing_table import COUNTED, StandingTable, _cells
from reports.suppression import SMALL, disclosed
from reports.units import TOTAL
from tests.reports.casebook import case, district, person, promise, sender, unit, user
from tests.reports.pages import page, table, text
from tests.visits import queries_for, signed_in
from tests.workbooks import sheet_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

CAPTION = "Jobbgarantin just nu"
NEAR, LATE, DECIDED = "2026-11-25", "2026-11-19", "2026-11-16"
TODAY = datetime.date(2026, 11, 23)


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


def promises(number: int, at: Jobbtorg, due: str, status: str, **rest: object) -> None:
    for _ in range(number):
        promise(at, due, status, **rest)  # type: ignore[arg-type]


def book(clock: DeadlineClock) -> None:
    """A meeting next year: booked, and too late for the promise."""
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
    book(promise(kista, NEAR, "RUNNING", enrolment=case(kista, "2026-11-18")))
    promise(kista, NEAR, "RUNNING")
    promise(branch, "2026-11-30", "RUNNING")  # the fifth working day
    promise(kista, "2026-12-01", "RUNNING")  # the sixth
    promise(kista, LATE, "RUNNING")  # two working days late, and not stamped yet
    promise(branch, DECIDED, "BREACHED")
    promises(2, kista, DECIDED, "MET")
    promise(kista, DECIDED, "EXCUSED")
    promise(kista, "2026-10-24", "MET")  # thirty days ago
    promise(kista, "2026-10-23", "BREACHED")  # thirty-one, and still to be kept
    promise(kista, NEAR, "RUNNING", covered=False)
    promise(kista, NEAR, "RUNNING", of=person(protection="SEKRETESSMARKERING"))
    promise(unit("Jobbtorg Farsta"), NEAR, "RUNNING")
    found = rows(client, user(Role.MANAGER, jobbtorg=kista))
    assert set(found) == {"Enhet", "Jobbtorg Kista", "varav Kista ungdom"}
    assert found["Jobbtorg Kista"] == ["3", "2", "3", "21", "6", "3", "2", "1", "33 %", "50 %"]
    assert found["varav Kista ungdom"] == ["1", "1", "1", "5", "1", "0", "1", "0", "100 %", "0 %"]


def test_what_is_not_worked_by_is_not_counted(client: Client, kista: Jobbtorg) -> None:
    promise(kista, NEAR, "RUNNING").policy.__class__.objects.update(use=PolicyUse.INDICATOR)
    assert rows(client, user(Role.MANAGER, jobbtorg=kista))["Jobbtorg Kista"][0] == "0"


def test_the_city_hides_small_numbers_and_counts_the_protected_in_its_row(
    client: Client, kista: Jobbtorg, coordinator: User
) -> None:
    farsta = unit("Jobbtorg Farsta")
    unit("Jobbtorg Äldre", valid_to="2026-01-31")
    promises(9, kista, NEAR, "RUNNING")
    promises(8, farsta, NEAR, "RUNNING")
    promises(6, kista, NEAR, "RUNNING", of=person(protection="SEKRETESSMARKERING"))
    promises(3, farsta, LATE, "RUNNING")
    promises(20, kista, DECIDED, "MET")
    html = page(client, coordinator, name="standing")
    found = table(html, CAPTION)
    assert set(found) == {"Enhet", "Jobbtorg Farsta", "Jobbtorg Kista", "Hela staden"}
    assert [found[name][0] for name in ("Jobbtorg Kista", "Jobbtorg Farsta", "Hela staden")] == ["9", "8", "23"]
    assert found["Jobbtorg Farsta"][2] == "färre än 5"
    assert "Äldsta försenade, arbetsdagar" not in found["Enhet"], "how late the oldest is, is about one person"
    assert "Antal mellan 1 och 4 visas som" in text(html)
    assert "Den kan därför vara större än summan av jobbtorgen." in text(html)


def test_a_stadsdel_sees_the_promises_to_those_it_sent(client: Client, kista: Jobbtorg) -> None:
    bromma = sender(district("Bromma"))
    for _ in range(5):
        promise(kista, NEAR, "RUNNING", enrolment=case(kista, "2026-11-18", sent_by=bromma))
    promise(kista, NEAR, "RUNNING")
    unit("Jobbtorg Farsta")
    found = rows(client, user(Role.DISTRICT_MANAGER, income_support_unit=bromma))
    assert {name: cells[0] for name, cells in found.items()} == {
        "Enhet": "Förfaller inom 5 arbetsdagar",
        "Jobbtorg Kista": "5",
        "Stadsdelen": "5",
    }


def test_the_order_is_that_of_what_is_printed(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    farsta, akalla = unit("Jobbtorg Farsta"), unit("Jobbtorg Akalla")
    promises(7, kista, NEAR, "RUNNING")
    promises(9, farsta, NEAR, "RUNNING")
    promises(4, akalla, NEAR, "RUNNING")
    branch = unit("Farsta ungdom", parent=farsta)
    promises(2, branch, NEAR, "RUNNING")

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
    promises(2, kista, LATE, "RUNNING")
    reader = signed_in(user(Role.MANAGER, jobbtorg=kista))
    text_file = reader.get(reverse("standing_file")).content.decode("utf-8-sig")
    assert "Jobbtorg Kista;0;0;2;2;2;0;2;0;100,0;0,0" in text_file
    workbook = reader.get(reverse("standing_file"), {"format": "xlsx"}).content
    assert ["Jobbtorg Kista", "0", "0", "2", "2", "2", "0", "2", "0", "100,0", "0,0"] in sheet_rows(workbook)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMIN, Role.LOG_REVIEWER])
def test_others_are_refused(client: Client, role: Role) -> None:
    reader = user(role, income_support_unit=sender(district("Bromma")) if role == Role.CASEWORKER else None)
    for name in ("standing", "standing_file"):
        page(client, reader, status=403, name=name)


def test_the_own_jobbtorg_leads_to_its_deadlines(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    promises(2, kista, NEAR, "RUNNING")
    own = page(client, user(Role.MANAGER, jobbtorg=kista), name="standing")
    assert f"{reverse('deadlines')}?kind=PLAN_GUARANTEE" in own
    assert f"{reverse('statistics')}?enhet={kista.pk}" in page(client, coordinator, name="standing")


def test_more_promises_take_no_more_statements(kista: Jobbtorg, coordinator: User) -> None:
    reader, path = signed_in(coordinator), reverse("standing")
    promises(2, kista, NEAR, "RUNNING")
    few = queries_for(reader, path)
    promises(20, unit("Jobbtorg Farsta"), NEAR, "RUNNING")
    assert queries_for(reader, path) == few
    # Units, promises and the latest sweep, and stepping in and out of the role of statistics.
    assert few - queries_for(reader, "/hjalp") <= 6


def test_the_figures_agree_with_statistics(kista: Jobbtorg) -> None:
    for status, number in (("MET", 3), ("BREACHED", 2), ("EXCUSED", 1)):
        promises(number, kista, DECIDED, status)
    promise(kista, LATE, "RUNNING")  # late, and not stamped yet
    scope = Scope(Reach.UNIT, jobbtorg_id=kista.pk)
    report = collect_standing(scope, timezone.now())
    [now], [month] = report.rows, collect(scope, report.period).rows
    assert (now.figures.met, now.figures.breached, now.figures.excused) == (3, 3, 1)
    for name in ("met", "breached", "excused", "decided"):
        assert getattr(now.figures, name) == getattr(month.figures, name)
    assert now.figures.held == month.figures.m4


def test_the_figures_agree_with_frister_where_there_are_no_branches(kista: Jobbtorg) -> None:
    promises(2, kista, NEAR, "RUNNING")
    promises(3, kista, LATE, "RUNNING")
    promises(4, kista, DECIDED, "MET")
    manager = user(Role.MANAGER, jobbtorg=kista)
    total = signed_in(manager).get(reverse("deadlines")).context["groups"].total
    [row] = collect_standing(Scope(Reach.UNIT, jobbtorg_id=kista.pk), timezone.now()).rows
    assert (total.near, total.not_booked, total.oldest) == (row.figures.near, row.figures.not_booked, 2)
    assert (total.broken, total.held) == (row.figures.broken, row.figures.held)


def test_an_open_branch_is_shown_under_a_jobbtorg_that_has_closed(client: Client, coordinator: User) -> None:
    unit("Gamla filialen", parent=unit("Jobbtorg Äldre", valid_to="2026-01-31"))
    assert "varav Gamla filialen" in rows(client, coordinator)


def test_what_is_late_does_not_give_away_what_was_broken(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    """Seven late of the thirty days are seven broken; with eight decided, one would be known to have been kept."""
    promises(7, kista, LATE, "BREACHED")
    promises(1, kista, LATE, "MET")
    for name in "ABC":
        other = unit(f"Jobbtorg {name}")
        for status, number in (("MET", 18), ("BREACHED", 6), ("EXCUSED", 6)):
            promises(number, other, DECIDED, status)
    found = rows(client, coordinator)
    late, decided, met = (found["Jobbtorg Kista"][found["Enhet"].index(name)] for name in SEEN)
    assert met == "färre än 5"
    assert "dolt" in (late, decided)


SEEN = ("Försenade nu", "Avgjorda 30 dagar", "Hållna")


# --- Nothing hidden can be worked out ------------------------------------------------------------------------------

counts = st.integers(0, 12)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    near, within, before, done = draw(counts), draw(counts), draw(st.integers(0, 2)), draw(counts)
    return Standing(
        near=near,
        booked=draw(st.integers(0, near)),
        late=within + before,
        late_before=before,
        met=draw(counts),
        breached=within + done,
        excused=draw(counts),
    )


def added(parts: list[Standing]) -> Standing:
    names = ("near", "booked", "late", "late_before", "met", "breached", "excused")
    return Standing(**{name: sum(getattr(part, name) for part in parts) for name in names})


@settings(max_examples=15, deadline=None)
@given(own=standings(), branch=standings(), heads=st.lists(standings(), min_size=1, max_size=3))
def test_nothing_hidden_can_be_worked_out_where_nobody_is_protected(
    own: Standing, branch: Standing, heads: list[Standing]
) -> None:
    """By a reader who uses all sums together, and knows that what is late is also broken (reports/suppression.py)."""
    parent = added([own, branch])
    found = [Row(1, "Kista", parent, branches=(2,)), Row(2, "Kista ungdom", branch, level=1)]
    found += [Row(key, f"Jobbtorg {key}", figures) for key, figures in enumerate(heads, 3)]
    found.append(Row(TOTAL, "Hela staden", added([parent, *heads])))
    shown = StandingTable(StandingReport(Scope(Reach.CITY), TODAY, tuple(found)))
    cells, equations = _cells(shown.report)
    assert [key for key in disclosed(cells, equations, shown.marks) if key in shown.marks] == []


@settings(max_examples=25, deadline=None)
@given(own=standings(), branch=standings(), heads=st.lists(standings(), min_size=1, max_size=4), hidden=standings())
def test_no_small_number_follows_from_a_single_sum(
    own: Standing, branch: Standing, heads: list[Standing], hidden: Standing
) -> None:
    parent = added([own, branch])
    found = [Row(1, "Kista", parent, branches=(2,)), Row(2, "Kista ungdom", branch, level=1)]
    found += [Row(key, f"Jobbtorg {key}", figures) for key, figures in enumerate(heads, 3)]
    found.append(Row(TOTAL, "Hela staden", added([parent, *heads, hidden])))
    shown = StandingTable(StandingReport(Scope(Reach.CITY), TODAY, tuple(found)))
    for row in found:
        for column in COUNTED:
            assert getattr(row.figures, column) not in SMALL or not shown.count(row, column).is_exact
        unknown = {column for column in PROMISES if not shown.count(row, column).is_exact}
        assert len(unknown) != 1, "what is hidden alone follows from the rest of its row"
        assert (shown.share(row, "held", "met") is None) == bool(unknown & {"met", "decided"})
    printed = [row for row in found if not row.level]
    for column in COUNTED:
        rows_unknown = [row for row in printed if not shown.count(row, column).is_exact]
        protected = getattr(hidden, column)
        assert rows_unknown or protected not in SMALL
        assert len(rows_unknown) != 1 or protected, "with nobody protected what is hidden alone follows from the column"
