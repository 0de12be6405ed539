"""Protected persons where nobody may open them: by number and without a link, so that no clock is forgotten."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.urls import reverse

from aspirants.models import Enrolment, Protection
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from deadlines.status.protected import ProtectedClock, protected_cases, protected_clocks
from demo.factories import DeadlineClockFactory, EnrolmentFactory, ReferralFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from oversight.figures import VISITS
from oversight.groups import Coaches
from oversight.lists.filters import DeadlineFilter
from oversight.lists.protected import ANSWERED
from tests.aspirants.staff import signed_in, text
from tests.roles import as_role

GRADES = [grade for grade in Protection if grade != Protection.NONE]
ASK = "Be enhetschefen utse någon med behörighet"


@pytest.fixture
def hidden(coach: User) -> Enrolment:
    """A case of a protected person at the coach's jobbtorg, with a clock due in a few days."""
    case: Enrolment = EnrolmentFactory(
        jobbtorg=coach.jobbtorg,
        without_coach=True,
        protected=True,
        person__first_name="Blåsippa",
        person__last_name="Hemlig",
    )
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    return case


@pytest.fixture
def waiting(coach: User):
    """A referral of a protected person that nobody has received."""
    return ReferralFactory(
        jobbtorg=coach.jobbtorg, protected=True, person__first_name="Blåsippa", person__last_name="Hemlig"
    )


def row_of(page: str, number: str) -> str:
    """The table row that holds the number."""
    return next(row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if number in row)


@pytest.mark.parametrize("grade", GRADES)
def test_the_inbox_says_that_somebody_waits(as_coach, coach, waiting, grade):
    waiting.person.protection, waiting.person.phone = grade, ""
    waiting.person.save()
    page = as_coach.get(reverse("referral_inbox")).text
    row = row_of(page, waiting.number)
    assert "Skyddade personuppgifter" in row
    assert "<a" not in row
    assert ASK in page
    for secret in ("Blåsippa", "Hemlig", waiting.person.masked_number):
        assert secret not in page
    assert as_coach.get(reverse("referral_detail", args=[waiting.pk])).status_code == 404


def test_the_managers_deadlines_and_the_burn_down_count_them(as_manager, as_coach, hidden):
    page = as_manager.get(reverse("deadlines"))
    row = row_of(page.text, hidden.case_no)
    assert "Skyddade personuppgifter" in row
    assert "Jobbgarantin" in row
    assert "<a" not in row
    assert "Blåsippa" not in page.text
    assert sum(bar.due.not_booked for bar in page.context["chart"].bars) == 1
    assert hidden.case_no not in as_coach.get(reverse("deadlines")).text


def test_a_bar_says_how_many_of_it_are_in_no_list(coach, as_manager, hidden):
    """Of its number the list behind it lacks those whom the box below it has, and no others."""
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_in_5=True)
    page = as_manager.get(reverse("deadlines"))
    [bar] = [bar for bar in page.context["chart"].bars if bar.due.total]
    assert (bar.due.not_booked, bar.due.masked) == (2, 1)
    assert bar.due.in_words == (
        "mån 30 nov 2 frister, 2 utan bokat möte i tid, varav 1 med skyddade personuppgifter. 0 möten den dagen"
    )
    link = "?day=2026-11-30&amp;covered=True#skyddade"
    assert f'href="{link}">varav 1 med skyddade personuppgifter</a>' in page.text
    assert bar.due.url_of_masked == html.unescape(link)
    behind = as_manager.get(reverse("deadlines") + bar.due.url_of_masked.partition("#")[0])
    assert [clock.reference for clock in behind.context["masked"].clocks] == [hidden.case_no]
    assert 'id="skyddade"' in behind.text
    assert as_manager.get(reverse("deadlines") + bar.due.url_of_not_booked).context["page"].paginator.count == 1
    last = as_manager.get(reverse("burn_down_file")).text.splitlines()[-1]
    assert last == "2026-11-30;0;2;2;0;1"


@pytest.mark.parametrize(
    ("asked", "is_listed"),
    [
        ({"kind": "PLAN_GUARANTEE"}, True),
        ({"kind": "FOLLOW_UP"}, False),
        ({"state": "near"}, True),
        ({"state": "week"}, False),
        ({"state": "late"}, False),
        ({"state": "new"}, False),
        ({"state": "broken"}, False),
        ({"state": "month"}, False),
        ({"state": "paused"}, False),
        ({"day": "2026-11-30"}, True),
        ({"day": "2026-11-27"}, False),
        ({"covered": "True"}, True),
        ({"covered": "False"}, False),
        ({"indicator": "ASSESSMENT", "state": "month"}, False),
        ({"state": "near", "kind": "FOLLOW_UP"}, False),
    ],
)
def test_the_box_of_the_deadlines_is_filtered_as_the_list_is(as_manager, hidden, asked, is_listed):
    page = as_manager.get(reverse("deadlines"), asked)
    assert (hidden.case_no in page.text) is is_listed
    assert [clock.reference for clock in page.context["masked"].clocks] == [hidden.case_no] * is_listed
    assert page.context["masked"].left_out == 0
    lines = as_manager.get(reverse("deadlines_file"), asked).text
    assert ("1 frist för personer med skyddade personuppgifter är inte med." in lines) is is_listed


def test_late_ones_are_in_the_box_of_what_is_late(as_manager, coach):
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)
    DeadlineClockFactory(enrolment=case, overdue=True)
    for state, is_listed in (("late", True), ("broken", True), ("near", False), ("paused", False)):
        masked = as_manager.get(reverse("deadlines"), {"state": state}).context["masked"]
        assert [clock.reference for clock in masked.clocks] == [case.case_no] * is_listed, state


@pytest.mark.parametrize("others", [{}, {"kind": "PLAN_GUARANTEE"}])
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("coach", "Coach"),
        ("booked", "Bokat möte"),
        ("cause", "Orsak"),
        ("visit", "Från första besöket"),
    ],
)
def test_where_a_filter_cannot_be_asked_of_them_their_number_is_all(as_manager, coach, hidden, name, label, others):
    value = {"coach": str(coach.pk), "booked": "False", "cause": "missing", "visit": VISITS[0][0]}[name]
    page = as_manager.get(reverse("deadlines"), {name: value, **others})
    assert hidden.case_no not in page.text
    said = f"1 med skyddade personuppgifter visas inte: här framgår inte om de stämmer med filtret {label}."
    assert said in text(page)
    assert said in as_manager.get(reverse("deadlines_file"), {name: value, **others}).text
    none = as_manager.get(reverse("deadlines"), {name: value, "kind": "FOLLOW_UP"})
    assert "skyddade personuppgifter visas inte" not in text(none)


def test_each_filter_of_the_deadlines_is_asked_of_the_box_or_said_not_to_be(manager):
    filters = DeadlineFilter({}, queryset=DeadlineClock.objects.all(), coaches=Coaches(manager)).filters
    assert ANSWERED | {"coach", "group", "booked", "cause", "visit"} == {*filters, "group"}


@pytest.mark.parametrize(
    ("asked", "is_listed", "filters"),
    [
        ({}, True, ""),
        ({"status": "ACTIVE"}, True, ""),
        ({"status": "PAUSED"}, False, ""),
        ({"status": "CLOSED"}, False, ""),
        ({"status": "alla"}, True, ""),
        ({"coach": "ingen"}, False, "Coach"),
        ({"alder": "20-24", "coach": "ingen", "mote": "ej-bokat"}, False, "Coach, Möten och Ålder"),
        ({"visa": "vakuum"}, False, "Inget på gång 14 dagar"),
        ({"visa": "vakuum", "status": "PAUSED"}, False, ""),
    ],
)
def test_the_box_of_the_aspirants_is_filtered_as_the_list_is(as_manager, hidden, asked, is_listed, filters):
    page = as_manager.get("/aspiranter", asked)
    assert (hidden.case_no in page.text) is is_listed
    said = f"1 med skyddade personuppgifter visas inte: här framgår inte om de stämmer med filtret {filters}."
    assert (said in text(page)) is bool(filters)
    lines = as_manager.get("/aspiranter/fil", asked).text
    assert ("1 ärende för personer med skyddade personuppgifter är inte med." in lines) is is_listed
    assert (said in lines) is bool(filters)


def test_the_box_of_the_inbox_has_those_of_the_chosen_chip(as_coach, coach):
    by_chip = {
        "": ReferralFactory(jobbtorg=coach.jobbtorg, protected=True).number,
        "kompletteras": ReferralFactory(jobbtorg=coach.jobbtorg, protected=True, incomplete=True).number,
        "mottagna": ReferralFactory(jobbtorg=coach.jobbtorg, protected=True, accepted=True).number,
    }
    for chip, number in by_chip.items():
        masked = as_coach.get(reverse("referral_inbox"), {"visa": chip}).context["masked"]
        assert [clock.reference for clock in masked.clocks] == [number], chip
    for chip in ("vantar", "alla"):
        masked = as_coach.get(reverse("referral_inbox"), {"visa": chip}).context["masked"]
        assert {clock.reference for clock in masked.clocks} == set(by_chip.values()), chip


def test_the_list_of_aspirants_shows_open_cases_by_number(as_coach, hidden, coach):
    closed = EnrolmentFactory(jobbtorg=coach.jobbtorg, studies=True, protected=True)
    page = as_coach.get("/aspiranter").text
    assert "<a" not in row_of(page, hidden.case_no)
    assert "Skyddade personuppgifter (1)" in page
    assert "Blåsippa" not in page
    assert closed.case_no not in page


def test_the_page_names_whom_to_ask(as_coach, coach, hidden):
    assert ASK in text(as_coach.get("/aspiranter"))
    colleague = UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg)
    page = text(as_coach.get("/aspiranter"))
    assert f"De öppnas av {colleague}." in page
    assert ASK not in page


def test_the_appointed_meet_the_persons_themselves(coach, hidden, waiting):
    client = signed_in(UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg))
    assert "Blåsippa" in client.get("/aspiranter").text
    for path in ("/aspiranter", reverse("referral_inbox"), reverse("deadlines")):
        assert not client.get(path).context["masked"]


def test_elsewhere_there_is_nothing(hidden, waiting, stranger):
    for user in (stranger, UserFactory(manager=True), UserFactory(manager=True, protected=True)):
        client = signed_in(user)
        for path in ("/aspiranter", reverse("referral_inbox"), reverse("deadlines")):
            page = client.get(path).text
            assert hidden.case_no not in page
            assert waiting.number not in page
    assert hidden.case_no not in signed_in(UserFactory(central_coordinator=True)).get("/statistik").text


def test_min_dag_and_the_search_keep_silent(as_coach, hidden, waiting):
    for page in (as_coach.get("/"), as_coach.post("/sok", {"q": "Blåsippa"})):
        for number in (hidden.case_no, waiting.number):
            assert number not in page.text


def test_what_the_rows_are_made_of(coach, manager, hidden, waiting):
    with as_role(WEB), acting_for(manager):
        clocks, cases = protected_clocks(manager), protected_cases(manager)
    assert {clock.reference: clock.waiting for clock in clocks} == {
        hidden.case_no: False,
        waiting.number: True,
    }
    assert [case.reference for case in cases] == [hidden.case_no]
    assert isinstance(clocks[0], ProtectedClock)
    assert {(clock.kind, clock.status) for clock in clocks} == {(ClockKind.PLAN_GUARANTEE, ClockStatus.RUNNING)}


def test_the_views_show_the_own_jobbtorgs_only_and_no_column_about_the_person(hidden, stranger):
    with as_role(WEB), connection.cursor() as cursor:
        for view, columns in (
            ("protected_clock", {"reference", "jobbtorg_id", "kind", "due_on", "status", "covered", "waiting"}),
            ("protected_case", {"reference", "jobbtorg_id", "status"}),
            ("protected_referral", {"number", "jobbtorg_id", "status"}),
        ):
            cursor.execute(f"SELECT * FROM {view}")
            assert cursor.fetchall() == []
            assert {column.name for column in cursor.description} == columns
            with acting_for(stranger):
                cursor.execute(f"SELECT * FROM {view}")
                assert cursor.fetchall() == []


def test_what_is_fulfilled_or_ended_waits_for_nobody(coach, manager):
    for facts in ({"met": True}, {"cancelled": True}):
        case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)
        DeadlineClockFactory(enrolment=case, **facts)
    with as_role(WEB), acting_for(manager):
        assert protected_clocks(manager) == []
