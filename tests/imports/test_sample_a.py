"""Sample A row by row, through the pages into the database."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from aspirants.models import Enrolment, IdentityKind, Origin, Person
from core.encryption import lookup_hash
from deadlines.calculation.deadline import STOCKHOLM
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from imports.models import BatchStatus, ImportBatch, ImportIssue, Severity, Verdict
from jobplans.models import ApprovalMethod, FollowUp, FollowUpStatus
from meetings.choices import BookingStatus, MeetingStatus
from notices.models import Notice
from organisation.models import User

HEADER_LINES = 4
NOTHING: set[str] = set()

# Row, verdict, the codes found, all of them.
VERDICTS = [
    (1, Verdict.CREATE, NOTHING),
    (2, Verdict.CREATE, NOTHING),
    (3, Verdict.CREATE, {"I12", "I08"}),
    (4, Verdict.CREATE, NOTHING),
    (5, Verdict.SKIP, {"I13"}),
    (6, Verdict.MANUAL, {"I03"}),
    (7, Verdict.CREATE, {"I06", "I22"}),
    (8, Verdict.CREATE, {"I07"}),
    (9, Verdict.MANUAL, {"I18", "I04"}),
    (10, Verdict.MANUAL, {"I09", "I15", "I23", "I08"}),
    (11, Verdict.SKIP, {"I20"}),
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def case_of(number: str) -> Enrolment:
    return Enrolment.objects.get(person__identity_hash=lookup_hash(number))


def guarantee(number: str) -> DeadlineClock:
    return DeadlineClock.objects.get(enrolment=case_of(number), policy__kind=ClockKind.PLAN_GUARANTEE)


def follow_up_clocks(number: str) -> list[DeadlineClock]:
    clocks = DeadlineClock.objects.filter(enrolment=case_of(number), policy__kind=ClockKind.FOLLOW_UP)
    return list(clocks.order_by("started_on"))


def local_date(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


@pytest.mark.parametrize(
    ("number", "verdict", "codes"),
    VERDICTS,
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else str(value),
)
def test_each_row_gets_its_verdict(sample_a: ImportBatch, number: int, verdict: str, codes: set[str]) -> None:
    row = sample_a.rows.get(line=number + HEADER_LINES)
    assert row.verdict == verdict
    assert {issue.code for issue in row.issues.all() if issue.code} == codes


def test_the_page_counts_rows_and_compares_the_control_total(sample_a: ImportBatch, admin_client: Client) -> None:
    page = admin_client.get(f"/import/{sample_a.pk}/")
    counts = page.context["counts"]
    assert (counts.rows, counts.create, counts.duplicate, counts.manual) == (10, 6, 1, 3)
    assert "Summan i listan, 10, stämmer med antalet lästa rader." in page.content.decode()
    assert (sample_a.encoding, sample_a.as_of) == ("Windows-1252", day("2008-06-30"))


def test_the_page_shows_numbers_masked(sample_a: ImportBatch, admin_client: Client) -> None:
    text = admin_client.get(f"/import/{sample_a.pk}/").content.decode()
    assert "790417-••••" in text
    for last_four in ("9814", "9805", "9822", "9837", "9852", "2391", "T223", "9846"):
        assert last_four not in text


def test_nothing_is_in_the_register_before_the_commit(sample_a: ImportBatch) -> None:
    assert sample_a.status == BatchStatus.CHECKED
    assert not Person.objects.exists()
    assert not Enrolment.objects.exists()


def test_the_good_rows_become_cases_of_2008(committed_a: ImportBatch, admin: User) -> None:
    cases = Enrolment.objects.order_by("case_no")
    assert [case.case_no for case in cases] == [f"RS-2008-{number:05d}" for number in range(1, 7)]
    assert {case.origin for case in cases} == {Origin.IMPORT}
    assert all(case.is_open for case in cases)
    assert (committed_a.status, committed_a.committed_by) == (BatchStatus.COMMITTED, admin)
    assert {row.enrolment for row in committed_a.rows.filter(verdict=Verdict.CREATE)} == set(cases)


def test_the_result_lists_the_case_numbers_and_links_to_no_case(committed_a: ImportBatch, admin_client: Client) -> None:
    text = admin_client.get(f"/import/{committed_a.pk}/").content.decode()
    assert "RS-2008-00001" in text
    assert "RS-2008-00006" in text
    assert "/arenden/" not in text


def test_row_1_kept_its_clock_on_the_last_day(committed_a: ImportBatch, coaches: dict[str, User]) -> None:
    case, clock = case_of("197904179814"), guarantee("197904179814")
    assert (clock.started_on, clock.due_on) == (day("2008-03-19"), day("2008-03-28"))
    assert (clock.status, local_date(clock.fulfilled_at)) == (ClockStatus.MET, day("2008-03-28"))
    assert case.coach == coaches["AL"]
    assert case.income_support_unit is not None
    assert case.income_support_unit.code == "fs-ostermalm"
    assert case.first_visit_on == day("2008-03-27")


def test_row_1_was_followed_up_on_the_monday_after_a_saturday(committed_a: ImportBatch) -> None:
    held, following = follow_up_clocks("197904179814")
    assert (held.started_on, held.due_on) == (day("2008-03-28"), day("2008-06-30"))
    assert held.recommended_on == day("2008-06-27")
    assert (held.status, local_date(held.fulfilled_at)) == (ClockStatus.MET, day("2008-06-30"))
    assert held.follow_up.status == FollowUpStatus.HELD
    # The list ends before the next one was due: nobody knows, no statistic counts it, the coach has it to hold.
    assert (following.started_on, following.due_on) == (day("2008-06-30"), day("2008-09-30"))
    assert following.status == ClockStatus.CANCELLED
    assert following.follow_up.status == FollowUpStatus.PLANNED


def test_row_2_is_read_from_swedish_dates_and_initials(committed_a: ImportBatch, coaches: dict[str, User]) -> None:
    clock = guarantee("198509239805")
    assert case_of("198509239805").coach == coaches["AL"]
    assert (clock.started_on, clock.due_on, clock.status) == (day("2008-04-25"), day("2008-05-05"), ClockStatus.MET)
    (following,) = follow_up_clocks("198509239805")
    assert following.due_on == day("2008-08-05")
    person = Person.objects.get(identity_hash=lookup_hash("198509239805"))
    assert not person.interpreter_needed, "a remark is a suggestion, no fact"
    row = committed_a.rows.get(line=2 + HEADER_LINES)
    assert any(issue.column == "Anm" and "tolk" in issue.message for issue in row.issues.all())


def test_row_3_broke_the_clock_without_coach_or_plan(committed_a: ImportBatch) -> None:
    case, clock = case_of("196611059822"), guarantee("196611059822")
    assert (case.person.first_name, case.person.last_name) == ("Fatima", "Hassan")
    assert case.coach is None
    assert not case.coach_assignments.exists()
    assert (clock.started_on, clock.due_on) == (day("2008-06-16"), day("2008-06-24"))
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.BREACHED, None)
    assert local_date(clock.latest_breach.stamped_at) == day("2008-06-30")
    booking = case.group_information_bookings.get()
    assert (local_date(booking.session.starts_at), booking.status) == (day("2008-06-16"), BookingStatus.INVITED)
    week = committed_a.rows.get(line=3 + HEADER_LINES).issues.get(code="I08")
    assert (week.severity, week.column) == (Severity.WARNING, "Grupp-info")
    assert "Läst som mån 16 juni 2008." in week.message


def test_row_4_keeps_its_letters(committed_a: ImportBatch) -> None:
    case, clock = case_of("198802299837"), guarantee("198802299837")
    assert (case.person.first_name, case.person.last_name) == ("José", "Nuñez")
    assert case.person.birth_date == day("1988-02-29")
    assert (clock.due_on, clock.status) == (day("2008-05-21"), ClockStatus.MET)
    assert local_date(clock.fulfilled_at) == day("2008-05-20")
    row = committed_a.rows.get(line=4 + HEADER_LINES)
    assert any("20 år" in issue.message for issue in row.issues.all())


def test_row_7_keeps_what_was_lost_visible(committed_a: ImportBatch) -> None:
    case, clock = case_of("197010632391"), guarantee("197010632391")
    assert case.person.identity_kind == IdentityKind.SAMORDNINGSNUMMER
    assert case.person.birth_date == day("1970-10-03")
    assert case.person.last_name == "Wi?niewski"
    assert (clock.due_on, clock.status) == (day("2008-06-10"), ClockStatus.MET)


def test_row_8_was_one_day_late(committed_a: ImportBatch, coaches: dict[str, User]) -> None:
    case, clock = case_of("19800101T223"), guarantee("19800101T223")
    assert case.person.identity_kind == IdentityKind.INTERIM
    assert (clock.due_on, clock.status) == (day("2008-06-11"), ClockStatus.BREACHED)
    assert local_date(clock.fulfilled_at) == day("2008-06-12")
    assert (clock.latest_breach.due_on, clock.latest_breach.cause) == (day("2008-06-11"), "")
    assert case.coach == coaches["PL"]


def test_meetings_have_a_date_but_no_time_of_day(committed_a: ImportBatch) -> None:
    meeting = case_of("197904179814").meetings.get()
    assert meeting.starts_at == datetime.datetime(2008, 3, 27, tzinfo=STOCKHOLM)
    assert meeting.status == MeetingStatus.PRESENT


def test_an_imported_plan_has_no_invented_contents(committed_a: ImportBatch, admin: User) -> None:
    version = case_of("197904179814").job_plan.versions.get()
    assert (version.number, version.is_approved, version.items.count()) == (1, True, 0)
    approval = version.approval
    assert (approval.method, approval.recorded_by) == (ApprovalMethod.IMPORTED, admin)
    assert approval.answered_at == datetime.datetime(2008, 3, 28, tzinfo=STOCKHOLM)


def test_history_disturbs_nobody_today(committed_a: ImportBatch) -> None:
    call_command("sweep_deadlines", verbosity=0)
    assert not DeadlineClock.objects.running().exists()
    assert all(DeadlineClock.objects.values_list("historical", flat=True))
    assert not Notice.objects.exists()
    assert Breach.objects.count() == 2
    assert FollowUp.objects.filter(status=FollowUpStatus.PLANNED).count() == 5


def test_stays_and_assignments_begin_with_the_case(committed_a: ImportBatch, coaches: dict[str, User]) -> None:
    case = case_of("197904179814")
    stay, assignment = case.stays.get(), case.coach_assignments.get()
    assert (stay.jobbtorg, stay.started_on, stay.ended_on) == (case.jobbtorg, day("2008-03-19"), None)
    assert (assignment.coach, local_date(assignment.started_at)) == (coaches["AL"], day("2008-03-19"))
    assert assignment.ended_at is None


def test_issues_say_nothing_that_stands_in_the_cells(sample_a: ImportBatch) -> None:
    """Cells are encrypted, the sentences are not."""
    text = " ".join(ImportIssue.objects.values_list("message", flat=True)).casefold()
    for said in ("lindström", "hassan", "somaliska", "se ovan", "jobb 1/6", "maken olle", "9852"):
        assert said not in text
