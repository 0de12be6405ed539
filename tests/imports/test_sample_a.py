"""Sample A row by row, from the file to the register (7.3). What no row closes counts as closed from 2008-07-01."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from aspirants.models import Enrolment, IdentityKind, Origin, Person
from core.encryption import lookup_hash
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from imports.choices import Stage, Verdict
from imports.models import ImportBatch, ImportIssue, ImportList, ImportRow
from imports.values.findings import Severity
from jobplans.choices import ApprovalMethod, FollowUpStatus
from jobplans.models import FollowUp
from meetings.choices import BookingStatus, MeetingStatus
from notices.models import Notice
from tests.imports.city import City
from tests.imports.conftest import SAMPLE_A
from tests.imports.end_state import assert_sound, day, local
from tests.imports.running import brought_in, checked, codes, started

HEADER_LINES = 4
NOTHING: set[str] = set()

# Row, verdict, the codes found, all of them.
VERDICTS = [
    (1, Verdict.NEW, NOTHING),
    (2, Verdict.NEW, NOTHING),
    (3, Verdict.NEW, {"I12", "I08"}),
    (4, Verdict.NEW, NOTHING),
    (5, Verdict.SKIP, {"I13"}),
    (6, Verdict.ERROR, {"I03"}),
    (7, Verdict.NEW, {"I06", "I22"}),
    (8, Verdict.NEW, {"I07"}),
    (9, Verdict.MANUAL, {"I18", "I04"}),
    (10, Verdict.MANUAL, {"I09", "I15", "I23", "I08"}),
    (11, Verdict.SKIP, {"I20"}),
]


@pytest.fixture(scope="module")
def batch(city: City) -> ImportBatch:
    batch = started(city.admin, city.units["RS"], {SAMPLE_A.name: SAMPLE_A.read_bytes()})
    checked(city.admin, batch)
    assert not Person.objects.exists(), "nothing is in the register before it is brought in"
    return brought_in(city.admin, batch, outcome_on=day("2008-07-01"))


def row(batch: ImportBatch, number: int) -> ImportRow:
    return batch.rows.get(line=number + HEADER_LINES)


def case_of(number: str) -> Enrolment:
    return Enrolment.objects.get(person__identity_hash=lookup_hash(number))


def guarantee(number: str) -> DeadlineClock:
    return DeadlineClock.objects.get(enrolment=case_of(number), policy__kind=ClockKind.PLAN_GUARANTEE)


def offer(number: str) -> DeadlineClock:
    return DeadlineClock.objects.get(enrolment=case_of(number), policy__kind=ClockKind.GROUP_INFO_OFFER)


def follow_up_clocks(number: str) -> list[DeadlineClock]:
    clocks = DeadlineClock.objects.filter(enrolment=case_of(number), policy__kind=ClockKind.FOLLOW_UP)
    return list(clocks.order_by("started_on"))


@pytest.mark.parametrize(("number", "verdict", "found"), VERDICTS, ids=[f"row {number}" for number, *_ in VERDICTS])
def test_each_row_gets_its_verdict(batch: ImportBatch, number: int, verdict: str, found: set[str]) -> None:
    assert (row(batch, number).verdict, codes(batch, number + HEADER_LINES)) == (verdict, found)


def test_the_file_is_read_as_it_was_saved(batch: ImportBatch) -> None:
    imported = ImportList.objects.get(file__batch=batch)
    assert (imported.encoding, imported.as_of, imported.profile) == ("Windows-1252", day("2008-06-30"), "ASPIRANTS")
    assert (imported.rows_read, imported.control_total) == (10, 10)
    assert batch.counts["control"] == [[imported.pk, 10, 10]]


def test_the_good_rows_become_cases_of_2008(batch: ImportBatch, city: City) -> None:
    cases = Enrolment.objects.order_by("case_no")
    assert [case.case_no for case in cases] == [f"RS-2008-{number:05d}" for number in range(1, 7)]
    assert {case.origin for case in cases} == {Origin.IMPORT}
    assert (batch.stage, batch.committed_by) == (Stage.COMMITTED, city.admin)
    assert {one.enrolment for one in batch.rows.filter(verdict=Verdict.NEW)} == set(cases)
    assert row(batch, 5).case_no == row(batch, 1).case_no
    assert_sound()


def test_row_1_kept_its_clock_on_the_last_day(batch: ImportBatch) -> None:
    case, clock = case_of("197904179814"), guarantee("197904179814")
    assert (clock.started_on, clock.due_on) == (day("2008-03-19"), day("2008-03-28"))
    assert (clock.status, local(clock.fulfilled_at)) == (ClockStatus.MET, "2008-03-28")
    assert case.coach is not None
    assert case.coach.signature == "AL"
    assert case.income_support_unit is not None
    assert case.income_support_unit.code == "fs-ostermalm"
    assert case.first_visit_on == day("2008-03-27")
    assert (offer("197904179814").due_on, offer("197904179814").status) == (day("2008-03-28"), ClockStatus.MET)


def test_row_1_was_followed_up_on_the_monday_after_a_saturday(batch: ImportBatch) -> None:
    held, following = follow_up_clocks("197904179814")
    assert (held.started_on, held.due_on) == (day("2008-03-28"), day("2008-06-30"))
    assert held.recommended_on == day("2008-06-27")
    assert (held.status, local(held.fulfilled_at)) == (ClockStatus.MET, "2008-06-30")
    assert held.follow_up.status == FollowUpStatus.HELD
    # The list ends before the next one was due: nobody knows, and no figure counts it.
    assert (following.started_on, following.due_on) == (day("2008-06-30"), day("2008-09-30"))
    assert (following.status, following.follow_up.status) == (ClockStatus.CANCELLED, FollowUpStatus.CANCELLED)


def test_row_2_is_read_from_swedish_dates_and_initials(batch: ImportBatch) -> None:
    case, clock = case_of("198509239805"), guarantee("198509239805")
    assert case.coach is not None
    assert case.coach.signature == "AL"
    assert (clock.started_on, clock.due_on, clock.status) == (day("2008-04-25"), day("2008-05-05"), ClockStatus.MET)
    (following,) = follow_up_clocks("198509239805")
    assert following.due_on == day("2008-08-05")
    assert not case.person.interpreter_needed, "a remark is a suggestion, no fact"
    assert any("tolk" in issue.message for issue in row(batch, 2).issues.all())


def test_row_3_broke_the_clock_without_coach_or_plan(batch: ImportBatch) -> None:
    case, clock = case_of("196611059822"), guarantee("196611059822")
    assert (case.person.first_name, case.person.last_name) == ("Fatima", "Hassan")
    assert case.coach is None
    assert not case.coach_assignments.exists()
    assert (clock.started_on, clock.due_on) == (day("2008-06-16"), day("2008-06-24"))
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.BREACHED, None)
    assert local(clock.latest_breach.stamped_at) == "2008-06-30"
    booking = case.group_information_bookings.get()
    assert (local(booking.session.starts_at), booking.status) == ("2008-06-16", BookingStatus.INVITED)
    week = row(batch, 3).issues.get(code="I08")
    assert (week.severity, week.column) == (Severity.WARNING.value, 6)
    assert "Läst som mån 16 juni 2008." in week.message


def test_row_4_keeps_its_letters(batch: ImportBatch) -> None:
    case, clock = case_of("198802299837"), guarantee("198802299837")
    assert (case.person.first_name, case.person.last_name) == ("José", "Nuñez")
    assert case.person.birth_date == day("1988-02-29")
    assert (clock.due_on, clock.status, local(clock.fulfilled_at)) == (
        day("2008-05-21"),
        ClockStatus.MET,
        "2008-05-20",
    )
    assert any("20 år" in issue.message for issue in row(batch, 4).issues.all())


def test_row_7_keeps_what_was_lost_visible(batch: ImportBatch) -> None:
    case, clock = case_of("197010632391"), guarantee("197010632391")
    assert case.person.identity_kind == IdentityKind.SAMORDNINGSNUMMER
    assert case.person.birth_date == day("1970-10-03")
    assert (case.person.last_name, case.person.first_name) == ("Wi?niewski", "?ukasz")
    assert (clock.due_on, clock.status) == (day("2008-06-10"), ClockStatus.MET)


def test_row_8_was_one_day_late(batch: ImportBatch) -> None:
    case, clock = case_of("19800101T223"), guarantee("19800101T223")
    assert case.person.identity_kind == IdentityKind.INTERIM
    assert (clock.due_on, clock.status, clock.original_due_on) == (
        day("2008-06-11"),
        ClockStatus.BREACHED,
        day("2008-06-11"),
    )
    assert local(clock.fulfilled_at) == "2008-06-12"
    assert (clock.latest_breach.due_on, clock.latest_breach.cause) == (day("2008-06-11"), "")
    assert case.coach is not None
    assert case.coach.signature == "PL"


def test_meetings_have_a_date_but_no_time_of_day(batch: ImportBatch) -> None:
    meeting = case_of("197904179814").meetings.get()
    assert (local(meeting.starts_at), meeting.minutes) == ("2008-03-27", 0)
    assert meeting.status == MeetingStatus.PRESENT


def test_an_imported_plan_has_no_invented_contents(batch: ImportBatch, city: City) -> None:
    version = case_of("197904179814").job_plan.versions.get()
    assert (version.number, version.is_approved, version.items.count()) == (1, True, 0)
    approval = version.approval
    assert (approval.method, approval.recorded_by) == (ApprovalMethod.IMPORTED, city.admin)
    assert local(approval.answered_at) == "2008-03-28"


def test_history_disturbs_nobody_today(batch: ImportBatch, city: City) -> None:
    call_command("sweep_deadlines", verbosity=0)
    assert not DeadlineClock.objects.running().exists()
    assert all(DeadlineClock.objects.values_list("historical", flat=True))
    assert not Notice.objects.exclude(recipient=city.admin).exists()
    assert Breach.objects.count() == 2
    assert not FollowUp.objects.filter(status=FollowUpStatus.PLANNED).exists()
    assert not Enrolment.objects.filter(closed_on=None).exists()
    assert batch.counts["gains"] == {
        "open_cases": 0,
        "without_coach": 0,
        "running_clocks": 0,
        "follow_ups": 0,
    }


def test_stays_and_assignments_begin_with_the_case(batch: ImportBatch) -> None:
    case = case_of("197904179814")
    stay, assignment = case.stays.get(), case.coach_assignments.get()
    assert (stay.jobbtorg, stay.started_on, stay.ended_on) == (case.jobbtorg, day("2008-03-19"), None)
    assert (assignment.coach.signature, local(assignment.started_at)) == ("AL", "2008-03-19")


def test_issues_say_nothing_that_stands_in_the_cells(batch: ImportBatch) -> None:
    """Cells are encrypted, the sentences are not."""
    text = " ".join(ImportIssue.objects.values_list("message", flat=True)).casefold()
    for said in ("lindström", "hassan", "somaliska", "se ovan", "jobb 1/6", "maken olle", "9852"):
        assert said not in text
