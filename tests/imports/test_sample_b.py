"""Sample B row by row: a list of referrals with merged cells, true on 2008-02-22 (7.4)."""

from __future__ import annotations

import pytest

from aspirants.models import Enrolment, Person
from core.encryption import lookup_hash
from core.swedish.names import search_form
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from imports.choices import Verdict
from imports.models import ImportBatch, ImportIssue, ImportQuestion
from meetings.choices import BookingStatus
from tests.imports.city import City
from tests.imports.conftest import SAMPLE_A
from tests.imports.end_state import assert_sound, day, local
from tests.imports.running import brought_in, codes, started

SAMPLE_B = SAMPLE_A.with_name("Remisser HV 2008.xlsx")

# Row, verdict, the codes found, all of them.
VERDICTS: list[tuple[int, str, set[str]]] = [
    (5, Verdict.NEW, set()),
    (6, Verdict.NEW, set()),
    (7, Verdict.ERROR, {"I05", "I03", "I12"}),
    (8, Verdict.ERROR, {"I03"}),
    (9, Verdict.NEW, set()),
    (10, Verdict.NEW, {"I12"}),
    (11, Verdict.NEW, set()),
    (12, Verdict.UPDATE, {"I13"}),
    (13, Verdict.ERROR, {"I08"}),
    (14, Verdict.ERROR, {"I08", "I03", "I12"}),
]


@pytest.fixture(scope="module")
def batch(city: City) -> ImportBatch:
    files = {SAMPLE_B.name: SAMPLE_B.read_bytes()}
    batch = started(city.admin, city.units["HV"], files, as_of=day("2008-02-22"))
    return brought_in(city.admin, batch)


def case_of(number: str) -> Enrolment:
    return Enrolment.objects.get(person__identity_hash=lookup_hash(number))


def unit_of(number: str) -> str:
    unit = case_of(number).income_support_unit
    return unit.code if unit else ""


def places(number: str) -> list[tuple[str, str]]:
    bookings = case_of(number).group_information_bookings.order_by("session__starts_at")
    return [(local(place.session.starts_at), place.status) for place in bookings]


@pytest.mark.parametrize(("line", "verdict", "found"), VERDICTS, ids=[f"row {line}" for line, *_ in VERDICTS])
def test_each_row_gets_its_verdict(batch: ImportBatch, line: int, verdict: str, found: set[str]) -> None:
    assert (batch.rows.get(line=line).verdict, codes(batch, line)) == (verdict, found)


def test_nothing_is_asked_and_the_register_is_sound(batch: ImportBatch) -> None:
    assert not ImportQuestion.objects.exists()
    assert Enrolment.objects.count() == Person.objects.count() == 5
    assert_sound()


def test_row_5_was_offered_group_information_in_time(batch: ImportBatch) -> None:
    case = case_of("197712259840")
    assert (case.enrolled_on, case.coach and case.coach.signature) == (day("2008-01-14"), "TS")
    clock = case.clocks.get()
    assert (clock.policy.kind, clock.started_on) == (ClockKind.GROUP_INFO_OFFER, day("2008-01-14"))
    assert (clock.due_on, clock.status) == (day("2008-01-21"), ClockStatus.MET)
    assert local(clock.fulfilled_at) == "2008-01-16"
    assert places("197712259840") == [("2008-01-16", BookingStatus.ATTENDED)]


def test_row_6_is_of_the_stadsdel_above_and_did_not_come(batch: ImportBatch) -> None:
    assert unit_of("196905159833") == "fs-hv"
    assert places("196905159833") == [("2008-01-16", BookingStatus.NO_SHOW)]
    person = case_of("196905159833").person
    assert (person.last_name, search_form("Yilmaz") in person.search_name) == ("Yılmaz", True)


def test_row_9_begins_a_new_stadsdel(batch: ImportBatch) -> None:
    case = case_of("195308159853")
    assert (case.person.first_name, case.enrolled_on) == ("Karl-Erik", day("2008-01-28"))
    assert unit_of("195308159853") == unit_of("199005052395") == "fs-bromma"


def test_row_10_is_newly_unemployed_and_young_by_suggestion(batch: ImportBatch) -> None:
    case = case_of("199005052395")
    assert (case.enrolled_on, case.coach) == (day("2008-02-04"), None)
    notes = " ".join(ImportIssue.objects.filter(row__line=10).values_list("message", flat=True))
    assert "17 år" in notes
    assert "nyligen blivit arbetslös" in notes


def test_rows_11_and_12_are_one_person_and_one_case(batch: ImportBatch) -> None:
    case = case_of("197109059886")
    assert case.enrolled_on == day("2008-02-04")
    assert case.person.last_name == "Novák"
    assert places("197109059886") == [
        ("2008-02-06", BookingStatus.CANCELLED_BY_ASPIRANT),
        ("2008-02-13", BookingStatus.ATTENDED),
    ]


def test_row_13_proposes_the_other_date_system(batch: ImportBatch) -> None:
    [issue] = ImportIssue.objects.filter(row__line=13, code="I08")
    assert issue.proposed == "2008-01-14"
    assert "1904" in issue.message


def test_a_list_without_plans_accuses_nobody(batch: ImportBatch) -> None:
    kinds = set(DeadlineClock.objects.values_list("policy__kind", flat=True))
    assert kinds == {ClockKind.GROUP_INFO_OFFER}
